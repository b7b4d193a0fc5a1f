/** One spine scanned with slices of 1, 2 and 3 mm, as files that the command reads; and CT that come with several label maps. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { demoSpine, digitalSpine, type SpineOptions } from '../../phantoms/index.ts';
import { LABEL_VALUE, type Level } from '../../contracts/levels.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { rasteriseMesh } from '../../spine/grid/mesh/rasterise.ts';
import { writeNifti } from '../../spine/grid/nifti.ts';
import { affineFrom, type Volume } from '../../spine/grid/volume.ts';
import type { StudyCase } from '../same-results/cases.ts';
import { loadStudy } from '../evaluate/study.ts';

import { surfacesIn } from './readings.ts';
import { writeTilted } from './tilted.ts';

/** The same bodies, seen in several ways; the first is what the others are held against. */
export interface Group {
  readonly name: string;
  /** As the table calls it. */
  readonly title: string;
  readonly scans: readonly Scan[];
}

export interface Scan extends StudyCase {
  /** As the table calls it. */
  readonly title: string;
  /** Makes the files of `study` in a folder of the bench, where they are not there yet. @param runs what scans before it gave */
  readonly make?: (folder: string, runs: string) => Promise<void>;
}

const LIDC = 'lidc-idri-0314';
const SLICES_MM = [1, 2, 3] as const;
/** HU in slices of 1 mm; thicker ones average it. */
const NOISE_HU = 15;

const even = (vbmdMgCc: number): SpineOptions => ({
  ...demoSpine,
  levels: demoSpine.levels.map(({ level }) => ({ level, vbmdMgCc, fracture: null })),
  scanner: { ...demoSpine.scanner, fieldOfViewMm: [220, 170] },
});

export const SLICE_GROUPS: readonly Group[] = [
  digital('digital', 'digital spine T11-L4, 100 mg/cm3', even(100)),
  tilted('digital-tilted', 'the same, as DICOM', even(100)),
  digital('digital-leaning', 'the same, 60 mg/cm3, leaning by 10 degrees', {
    ...even(60),
    coronalTiltDegrees: 10,
    sagittalTiltDegrees: 10,
  }),
  averaged(LIDC, 'LIDC-IDRI-0314 T4-T11, slices averaged'),
  averaged(LIDC, 'the same, with the outlines of 1 mm as a map of each', true),
];

const EXAMPLE = 'totalsegmentator-example';
const example = (name: string, title: string, ...options: readonly string[]): Scan => ({
  name: `${EXAMPLE}-${name}`,
  title,
  study: `${EXAMPLE}/example_ct.nii.gz`,
  options,
});
const BODIES = ['totalseg', 'totalseg_vertebrae_body'].flatMap((name) => [
  '--labels',
  `DATA/${EXAMPLE}/${name}.nii.gz`,
]);
const WHOLE = ['--labels', `DATA/${EXAMPLE}/totalseg.nii.gz`];
const VERSE = ['--labels', 'DATA/verse014/sub-verse014_seg-vert_msk.nii.gz'];

export const MAP_GROUPS: readonly Group[] = [
  {
    name: EXAMPLE,
    title: 'TotalSegmentator example, 3 mm',
    scans: [
      example('automatic', 'outlined automatically'),
      example('bodies', 'map of bodies', ...BODIES),
      example('bodies-kept', 'map of bodies, kept', ...BODIES, '--keep-outlines'),
      example('whole', 'map of whole vertebrae', ...WHOLE),
    ],
  },
  {
    name: 'verse014',
    title: 'VerSe 014, 1 x 1 x 2 mm',
    scans: [
      { name: 'verse014', title: 'outlined automatically', study: 'verse014/sub-verse014_ct.nii.gz' },
      {
        name: 'verse014-labels',
        title: 'map by hand',
        study: 'verse014/sub-verse014_ct.nii.gz',
        options: VERSE,
      },
      {
        name: 'verse014-kept',
        title: 'map by hand, kept',
        study: 'verse014/sub-verse014_ct.nii.gz',
        options: [...VERSE, '--keep-outlines'],
      },
    ],
  },
];

function digital(name: string, title: string, options: SpineOptions): Group {
  const scans = SLICES_MM.map((mm): Scan => {
    const study = `${name}-${mm}.nii`;
    const scanner = {
      ...options.scanner,
      sliceSpacingMm: mm,
      sliceThicknessMm: mm,
      noiseHu: NOISE_HU / Math.sqrt(mm),
    };
    return {
      name: `${name}-${mm}`,
      title: `${mm} mm`,
      study,
      make: (folder) => {
        written(folder, study, () => digitalSpine({ ...options, scanner }).ct);
        return Promise.resolve();
      },
    };
  });
  return { name, title, scans };
}

/** Images of 1 mm, straight and by a tilted gantry, both as DICOM: a NIfTI says no voltage, and is calibrated in another way. */
function tilted(name: string, title: string, options: SpineOptions): Group {
  const scanner = { ...options.scanner, sliceSpacingMm: 1, sliceThicknessMm: 1, noiseHu: NOISE_HU };
  const scan = (study: string, what: string, part: number): Scan => ({
    name: study,
    title: what,
    study,
    make: (folder) => {
      writeTilted(join(folder, study), { ...options, scanner }, part);
      return Promise.resolve();
    },
  });
  return {
    name,
    title,
    scans: [
      scan(`${name}-0`, '1 mm, straight', 0),
      // A quarter of 0.8 mm from image to image.
      scan(`${name}-11`, '1 mm, gantry tilted by 11 degrees', 0.25),
    ],
  };
}

/**
 * Slices averaged two by two and three by three, from each of the first two or three slices on.
 *
 * @param mapped with label maps on these slices of the outlines that the first scan gave, kept as they come: the automatic
 * outline of thick slices, which has faults of its own, is out of it
 */
function averaged(study: string, title: string, mapped = false): Group {
  const group = mapped ? `${study}-mapped` : study;
  const scans = SLICES_MM.flatMap((count) =>
    Array.from({ length: count }, (_, first): Scan => {
      const [ct, map] = [`${study}-${count}-${first}.nii`, `${study}-${count}-${first}-map.nii`];
      return {
        name: `${group}-${count}-${first}`,
        title: count === 1 ? '1 mm' : `${count} mm, from slice ${first + 1}`,
        study: ct,
        ...(mapped
          ? { options: ['--labels', `DATA/${map}`, '--label-convention', 'verse', '--keep-outlines'] }
          : {}),
        make: async (folder, runs) => {
          if (existsSync(join(folder, mapped ? map : ct))) return;
          const thin = (await loadStudy(`${study}/dicom.zip`)).ct;
          const thick = meansOf(thin, count, first);
          written(folder, ct, () => thick);
          if (mapped) written(folder, map, () => mapOf(thick, surfacesIn(join(runs, `${study}-1-0`))));
        },
      };
    }),
  );
  return { name: group, title, scans };
}

function mapOf({ dims, affine, data }: Volume, surfaces: ReadonlyMap<Level, Mesh>): Volume<Uint8Array> {
  const bodies = { dims, affine, data: new Uint8Array(data.length) };
  for (const [level, mesh] of surfaces) rasteriseMesh(mesh, LABEL_VALUE[level], bodies);
  return bodies;
}

function written(folder: string, name: string, make: () => Volume): void {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), writeNifti(make()));
}

/** Means of `count` slices each, from slice `first` on; what is left at the end is dropped. */
export function meansOf(ct: Volume<Int16Array>, count: number, first: number): Volume<Int16Array> {
  const [nx, ny, nz] = ct.dims;
  const [size, slices] = [nx * ny, Math.floor((nz - first) / count)];
  const data = new Int16Array(size * slices);
  for (let k = 0; k < slices; k++) {
    const from = size * (first + count * k);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let n = 0; n < count; n++) sum += ct.data[from + n * size + i]!;
      data[size * k + i] = Math.round(sum / count);
    }
  }
  const middle = first + (count - 1) / 2;
  const affine = affineFrom(
    ct.affine.map((entry, n) => {
      if (n % 4 === 2) return count * entry;
      return n % 4 === 3 ? entry + ct.affine[n - 1]! * middle : entry;
    }),
  );
  return { dims: [nx, ny, slices], affine, data };
}
