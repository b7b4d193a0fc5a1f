/** LoadCt: from the files of a study to one CT volume in HU and what is known of it. */
import { assessmentKey, putJson, putVolume } from '../shared/artifacts.ts';
import { inParallel } from '../shared/in-parallel.ts';
import { getMarker, siteBytes } from '../shared/site-documents.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { VOLUME_SCHEMA } from '../../contracts/volumes.ts';
import { ctSchema, type Ct } from '../../contracts/ct.ts';
import { loadCtInputSchema, loadCtOutputSchema } from '../../contracts/states.ts';
import type { StudyManifest } from '../../contracts/study.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import type { StepLog } from '../../contracts/step-log.ts';
import { spacingOf, type Volume } from '../../spine/grid/volume.ts';

import { findCt } from '../../spine/ct/index.ts';
import type { SourceFile } from '../../spine/host/unzip.ts';

/** All are in memory before the first is looked at; a store takes its time for each. */
const FILES_AT_ONCE = 8;

export const handler = stepHandler({
  name: 'LoadCt',
  input: loadCtInputSchema,
  output: loadCtOutputSchema,
  async run(input, { store, log }) {
    const manifest = await getMarker(store, input);
    // No name holds the files: they may be freed before the volume is packed.
    const { volume, about } = await findCt(await filesOf(manifest, store), log, manifest.select);
    const ref = await putVolume(store, assessmentKey(input, 'ct.nii.gz'), VOLUME_SCHEMA.ct, volume);
    const ct: Ct = {
      schema: 'osteon/ct/1',
      volume: ref,
      dims: [...volume.dims],
      spacingMm: spacingOf(volume.affine),
      ...about,
    };
    logShape(log, volume);
    return { artifact: await putJson(store, assessmentKey(input, 'ct.json'), ctSchema, ct) };
  },
});

function filesOf({ files }: StudyManifest, store: ObjectStore): Promise<SourceFile[]> {
  return inParallel(files, FILES_AT_ONCE, async (ref) => ({
    id: ref.key,
    bytes: await siteBytes(store, ref),
  }));
}

function logShape(log: StepLog, { dims }: Volume): void {
  log.info('CT loaded', { columns: dims[0], rows: dims[1], slices: dims[2] });
}
