/** What the name of a label file says of its content, without the rest of the name, which may hold a patient's. */
import { levelOfName } from '../../spine/outline/index.ts';

/** Of names by which the import knows what a file is. */
const CONTENTS = ['vertebrae_body', 'subreg', 'seg-spine'] as const;

/** @returns "vertebrae_L3.nii.gz", "vertebrae_body.nii.gz", "labels.nii.gz": read by the import as `name` is. */
export function labelName(name: string): string {
  const level = levelOfName(name);
  const content = CONTENTS.filter((word) => name.toLowerCase().includes(word));
  const known = [...content, ...(level === null ? [] : [`vertebrae_${level}`])];
  return `${known.length === 0 ? 'labels' : known.join('_')}.nii.gz`;
}
