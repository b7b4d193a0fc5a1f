/** What a provider is given, with nothing in it but a CT and label files. */
import type { LabelFiles, ProviderInput } from '../../../spine/outline/provider.ts';
import type { Ct } from '../../../contracts/ct.ts';
import type { StepLog } from '../../../contracts/step-log.ts';
import { NOTHING_KNOWN } from '../../../spine/ct/find-ct.ts';
import { spacingOf, type Volume } from '../../../spine/grid/volume.ts';

const nothing = (): void => undefined;
export const SILENT: StepLog = { progress: nothing, info: nothing, warn: nothing };

export function providerInput(
  ct: Volume<Int16Array>,
  files: LabelFiles['files'],
  convention: string | null = null,
): ProviderInput {
  return { ct, about: aboutCt(ct), labels: { files, convention }, model: null, log: SILENT };
}

/** The record of a NIfTI CT whose header says nothing more. */
export function aboutCt(ct: Volume<Int16Array>): Ct {
  return {
    schema: 'osteon/ct/1',
    source: 'nifti',
    volume: { key: 'ct.nii.gz', schema: 'osteon/volume/ct-hu/1', sha256: '0'.repeat(64) },
    dims: [...ct.dims],
    spacingMm: spacingOf(ct.affine),
    ...NOTHING_KNOWN,
    series: [],
    flags: [],
  };
}
