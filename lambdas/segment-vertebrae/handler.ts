/** SegmentVertebrae: from a CT (and labels, where they came with it) to vertebral bodies with frames and a quality each. */
import { assessmentKey, getJson, getVolume, putJson, putVolume } from '../shared/artifacts.ts';
import { getMarker, siteBytes } from '../shared/site-documents.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { VOLUME_SCHEMA } from '../../contracts/volumes.ts';
import { ctSchema } from '../../contracts/ct.ts';
import type { Level } from '../../contracts/levels.ts';
import { segmentationSchema, type Segmentation } from '../../contracts/segmentation.ts';
import { segmentVertebraeInputSchema, segmentVertebraeOutputSchema } from '../../contracts/states.ts';
import type { StudyManifest } from '../../contracts/study.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { extentsOf } from '../../spine/grid/extents.ts';
import type { Volume } from '../../spine/grid/volume.ts';

import {
  assessableLevels,
  assessLevels,
  automaticProvider,
  byPosition,
  importProvider,
  type LabelFiles,
  type ModelFiles,
  onnxProvider,
  overrideLevels,
  partMixed,
  requireSegmentableSlices,
  withFindings,
  withRefittedBodies,
  withSurfaces,
  withThickSlices,
} from '../../spine/outline/index.ts';
import { doubtsAboutLevels, findSpine } from '../../spine/find/index.ts';
import { withSurroundings } from './put-surroundings.ts';
import { withSurfaceFiles } from './put-surfaces.ts';
import { putSpinePicture } from '../shared/pictures/put-spine-picture.ts';

export const handler = stepHandler({
  name: 'SegmentVertebrae',
  input: segmentVertebraeInputSchema,
  output: segmentVertebraeOutputSchema,
  async run(input, { store, log }) {
    const manifest = await getMarker(store, input);
    const about = await getJson(store, input.ct.artifact, ctSchema);
    requireSegmentableSlices(about);
    const ct = await getVolume(store, about.volume);
    const labels = await labelFiles(store, manifest);
    const model = labels === null ? await modelFiles(store, manifest) : null;
    const provider = labels !== null ? importProvider : model !== null ? onnxProvider : automaticProvider;
    const drawn = await provider.segment({ ct, about, labels, model, log });
    // A built-in numbering is made of the image; any other is held against it.
    const builtIn = provider === automaticProvider;
    if (!builtIn) log.progress('locating discs, sacrum and ribs', 0.75);
    const segments = builtIn ? [] : (findSpine(ct, () => undefined)?.segments ?? []);
    const asDrawn = builtIn || manifest.keepOutlines === true;
    if (!asDrawn) log.progress('fitting outlines to the image', 0.85);
    const found = asDrawn ? drawn : withRefittedBodies(ct, partMixed(drawn, segments));
    const named = withSurfaces(
      manifest.levelOverride === undefined ? found : overrideLevels(found, manifest.levelOverride),
    );
    log.progress('checking vertebrae', 0.9);
    const assessed = withThickSlices(assessLevels(ct, named), about);
    const { levels, result, studyFlags } = byPosition({
      levels: withFindings(assessed.levels, named),
      studyFlags: assessed.studyFlags,
      result: named,
    });
    const surfaces = result.surfaces ?? new Map<Level, Mesh>();
    const flags = [...studyFlags, ...doubtsAboutLevels(segments, result.bodies)];
    const qc: Segmentation['qc'] = { light: flags.length > 0 ? 'amber' : 'green', flags };
    log.progress('drawing the spine view', 0.95);
    await putSpinePicture(store, input, { ...result, surfaces, ct, levels, qc });
    const assessable = assessableLevels(levels, result.numbering);
    const put = (name: string, volume: Volume<Uint8Array>) =>
      putVolume(store, assessmentKey(input, name), VOLUME_SCHEMA.labels, volume);
    const { osteophytes } = result;
    const segmentation: Segmentation = {
      schema: 'osteon/segmentation/1',
      provider: result.provider,
      bodies: await put('bodies.nii.gz', result.bodies),
      vertebrae: result.vertebrae === null ? null : await put('vertebrae.nii.gz', result.vertebrae),
      ...(osteophytes === undefined
        ? {}
        : {
            osteophytes:
              extentsOf(osteophytes).size > 0 ? await put('osteophytes.nii.gz', osteophytes) : null,
          }),
      levels: await withSurroundings(
        store,
        input,
        { ct, bodies: result.bodies },
        await withSurfaceFiles(store, input, levels, surfaces),
        assessable,
      ),
      ...(result.numbering === undefined ? {} : { numbering: result.numbering }),
      qc,
    };
    log.info('vertebrae segmented', { seen: levels.length, assessable: assessable.length });
    const key = assessmentKey(input, 'segmentation.json');
    return { artifact: await putJson(store, key, segmentationSchema, segmentation), levels: [...assessable] };
  },
});

async function labelFiles(store: ObjectStore, { labels }: StudyManifest): Promise<LabelFiles | null> {
  if (labels === null) return null;
  const files: LabelFiles['files'][number][] = [];
  for (const { name, file } of labels.files) files.push({ name, bytes: await siteBytes(store, file) });
  return { files, convention: labels.convention };
}

async function modelFiles(store: ObjectStore, { model }: StudyManifest): Promise<ModelFiles | null> {
  if (model === undefined) return null;
  return { bytes: await siteBytes(store, model.onnx), manifest: await siteBytes(store, model.manifest) };
}
