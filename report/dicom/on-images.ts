/** The bodies on the CT's own images, pixel for pixel. */
import type { DicomSource } from '../../contracts/ct.ts';
import { rasteriseMesh } from '../../spine/grid/mesh/rasterise.ts';
import { affineFrom, composed, indexToWorld, invertAffine, type Volume } from '../../spine/grid/volume.ts';
import type { ReportData } from '../report-data.ts';

type Bodies = Pick<ReportData, 'segmentation' | 'bodies' | 'surfaces'>;

/**
 * The label map as it is where its grid is the images'. Of images that a tilted gantry sheared, a map of their own pixels: those whose
 * centres lie within a body's surface, as the label map itself is cut from it.
 */
export function bodiesOnImages(
  { segmentation, bodies, surfaces }: Bodies,
  { asScanned }: Pick<DicomSource, 'asScanned'>,
): Volume<Uint8Array> | null {
  if (asScanned === undefined || bodies === null || segmentation === null) return bodies;
  const { dims } = asScanned;
  const out = {
    dims,
    affine: affineFrom(asScanned.affine),
    data: new Uint8Array(dims[0] * dims[1] * dims[2]),
  };
  const withoutSurface = new Set<number>();
  for (const { level, labelValue } of segmentation.levels) {
    const surface = surfaces.get(level);
    if (surface === undefined) withoutSurface.add(labelValue);
    else rasteriseMesh(surface, labelValue, out);
  }
  if (withoutSurface.size > 0) takeNearest(out, bodies, withoutSurface);
  return out;
}

/** For maps kept without surfaces: the planes are the same, so a pixel is off by half of one at most. */
function takeNearest(out: Volume<Uint8Array>, bodies: Volume<Uint8Array>, values: ReadonlySet<number>): void {
  const into = composed(invertAffine(bodies.affine), out.affine);
  const [nx, ny, nz] = out.dims;
  const [bx, by, bz] = bodies.dims;
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        if (out.data[at] !== 0) continue;
        const [x, y, z] = indexToWorld(into, i, j, k).map(Math.round) as [number, number, number];
        if (x < 0 || y < 0 || z < 0 || x >= bx || y >= by || z >= bz) continue;
        const value = bodies.data[x + bx * (y + by * z)]!;
        if (values.has(value)) out.data[at] = value;
      }
}
