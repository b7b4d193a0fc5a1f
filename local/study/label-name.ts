/** What the name of a label file says of its content, without the rest of the name, which may hold a patient's. */
import { LABEL_CONTENTS } from '../../contracts/study.ts';
import { levelOfName } from '../../spine/outline/index.ts';

/** @returns "vertebrae_L3.nii.gz", "vertebrae_body.nii.gz", "labels.nii.gz": read by the import as `name` is. */
export function labelName(name: string): string {
  const level = levelOfName(name);
  const content = LABEL_CONTENTS.filter((word) => name.toLowerCase().includes(word));
  const known = [...content, ...(level === null ? [] : [`vertebrae_${level}`])];
  return `${known.length === 0 ? 'labels' : known.join('_')}.nii.gz`;
}
