/** The provider for studies that come with a site's own model: its labels, with bodies separated from arches as in imported maps. */
import { sha256 } from '../../host/digest.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { LABEL_VALUE, levelIndex, levelOfValue, type Level } from '../../../contracts/levels.ts';
import { voxelVolume, type Volume } from '../../grid/volume.ts';
import { extentsOf, paste, pieceOf, type Extent } from '../../grid/extents.ts';
import { requireOnBone } from '../import/on-image.ts';
import { descends } from '../import/recognise-convention.ts';
import { takeApart } from '../import/take-apart.ts';
import type { ProviderInput, ProviderResult, SegmentationProvider } from '../provider.ts';
import { isSupported } from '../../definitions/supported-levels.ts';

import { withinBody } from './body-box.ts';
import { readModelManifest, type ModelManifest } from './model-manifest.ts';
import { openModel } from './runtime.ts';
import { segmentByPatches } from './sliding-window.ts';

const VERSION = '1';
/** Outlines from a grid coarser than this show its steps in heights, mm; as for imported maps. */
const COARSE_MM = 2;
/** Less than this is a crumb of the model's, no vertebra: the smallest cervical body has ten times as much, mm3. */
const LEAST_MM3 = 200;
/** The part of the step's time that is the model's. */
const MODEL_SHARE = 0.8;

export const onnxProvider: SegmentationProvider = { id: 'onnx', segment: segmentWithModel };

/** @throws StudyRefused NO_MODEL, MODEL_FOUND_NOTHING, LABELS_OUT_OF_ORDER, LABELS_OFF_IMAGE, and the codes of the modules beside */
async function segmentWithModel({ ct, model, log }: ProviderInput): Promise<ProviderResult> {
  if (model === null) throw new StudyRefused(NO_MODEL);
  const manifest = readModelManifest(model.manifest);
  const { score, close } = await openModel(model.bytes, manifest);
  let labels: Volume<Uint8Array>;
  try {
    const progress = (done: number, patches: number) =>
      log.progress(`model on patch ${done + 1} of ${patches}`, (MODEL_SHARE * done) / patches);
    labels = await withinBody(ct, (part) => segmentByPatches({ ct: part, manifest, score, progress }));
  } finally {
    await close();
  }
  const { name, version, licence } = manifest;
  return {
    provider: {
      id: 'onnx',
      version: VERSION,
      convention: null,
      recognisedBy: null,
      model: { name, version, licence, sha256: sha256(model.bytes) },
    },
    ...vertebraeOf(labels, ct, manifest),
  };
}

const NO_MODEL = { code: 'NO_MODEL', saw: 'a study without a model', wanted: 'a model' } as const;

function vertebraeOf(
  labels: Volume<Uint8Array>,
  ct: Volume<Int16Array>,
  { content, spacingMm }: ModelManifest,
): Omit<ProviderResult, 'provider'> {
  const extents = extentsOf(labels);
  const levels = levelsIn(extents, voxelVolume(ct.affine));
  const [bodies, vertebrae] = [empty(ct), empty(ct)];
  const levelFlags = new Map<Level, readonly Flag[]>();
  const coarse = coarseFlags(spacingMm);
  for (const level of levels) {
    const value = LABEL_VALUE[level];
    // Above and below the range the label is shown, and nothing is measured in it.
    if (!isSupported(level)) {
      const shownIn = content === 'bodies' && level !== 'sacrum' ? bodies : vertebrae;
      paste(pieceOf(labels, extents.get(value)!, 0), value, shownIn);
      continue;
    }
    const taken = takeApart({ labels, bodies: content === 'bodies' ? labels : null }, extents, value);
    paste(taken.mask, value, vertebrae);
    if (taken.body !== null) paste(taken.body, value, bodies);
    const flags = [...taken.flags, ...coarse];
    if (flags.length > 0) levelFlags.set(level, flags);
  }
  requireOnBone(ct, levels.some(isSupported) ? bodies : vertebrae);
  return { bodies, vertebrae: content === 'bodies' ? null : vertebrae, studyFlags: [], levelFlags };
}

/** Cranial to caudal, crumbs left out. */
function levelsIn(extents: ReadonlyMap<number, Extent>, voxelMm3: number): readonly Level[] {
  const placed = [...extents.values()]
    .filter(({ voxels }) => voxels * voxelMm3 >= LEAST_MM3)
    .map(({ value, centroid }) => ({ level: levelOfValue(value)!, centre: centroid }))
    .sort((a, b) => levelIndex(a.level) - levelIndex(b.level));
  const levels = placed.map(({ level }) => level);
  if (!levels.some((level) => level !== 'sacrum'))
    throw new StudyRefused({
      code: 'MODEL_FOUND_NOTHING',
      saw: 'no vertebra in the output of the model',
      wanted: 'a CT of the spine, and a manifest with the normalisation and orientation used in training',
    });
  if (!descends(placed))
    throw new StudyRefused({
      code: 'LABELS_OUT_OF_ORDER',
      saw: `${levels.join(' ')} not in craniocaudal order`,
      wanted: 'vertebrae in craniocaudal order: verify orientation and labels of the manifest',
    });
  return levels;
}

function coarseFlags(spacingMm: readonly number[]): readonly Flag[] {
  const coarsest = spacingMm.reduce((most, mm) => Math.max(most, mm), 0);
  if (coarsest <= COARSE_MM) return [];
  return [{ code: 'VOXELS_COARSE', message: `outline of the model, voxel size ${coarsest.toFixed(1)} mm` }];
}

function empty({ dims, affine, data }: Volume): Volume<Uint8Array> {
  return { dims, affine, data: new Uint8Array(data.length) };
}
