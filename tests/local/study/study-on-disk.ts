/** The least that can be uploaded: one file, and nothing asked for. */
import type { StudyOnDisk } from '../../../local/study/upload-study.ts';

export function plainStudy(file: string): StudyOnDisk {
  return {
    files: [file],
    labels: [],
    labelConvention: null,
    model: null,
    keepOutlines: false,
    levelOverride: null,
    order: null,
    parameterSet: null,
  };
}
