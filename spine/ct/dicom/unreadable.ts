/** Files that could not be read to their end: what is said of them, and which of them may be left out. */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';

import type { Fault } from './data-set.ts';
import type { DicomImage } from './dicom-image.ts';

const CODE_OF = {
  cut: 'TRUNCATED_FILE',
  garbled: 'DICOM_UNREADABLE',
  'too-large': 'FILE_TOO_LARGE',
} as const satisfies Record<Fault['kind'], RefusalCode>;
const WANTED = {
  cut: 'complete files',
  garbled: 'DICOM files as the archive exports them',
  'too-large': 'one image a file',
};
/** So many files are named in a remark. */
const MOST_NAMED = 3;
/** A file cut in its meta information or just behind it has no more elements. */
const FEW_ELEMENTS = 8;

/** Says which file, how large it is and where it breaks off. */
export function unreadable({ file }: DicomImage, { kind, saw }: Fault) {
  const what = kind === 'cut' ? 'an incomplete DICOM file' : 'a DICOM file that cannot be read';
  return {
    code: CODE_OF[kind],
    saw: `${what} (${file.id}, ${file.bytes.length} bytes: ${saw})`,
    wanted: WANTED[kind],
  } satisfies Refusal;
}

/**
 * Files that broke off before they named their series. One that may be an image of the CT stops the study, as a stack must
 * not be shortened in silence; any other is a stray, left out and named.
 *
 * @throws StudyRefused for the first that may belong to the CT
 */
export function withoutStrays(images: readonly DicomImage[]): {
  readonly kept: readonly DicomImage[];
  readonly flags: readonly Flag[];
} {
  const nameless = images.filter(({ fault, seriesUid }) => fault !== null && seriesUid === '');
  const image = nameless.find(mayBeOfCt);
  if (image?.fault) throw new StudyRefused(unreadable(image, image.fault));
  if (nameless.length === 0) return { kept: images, flags: [] };
  const named = nameless.slice(0, MOST_NAMED).map(({ file }) => file.id);
  const more = nameless.length > named.length ? ', ...' : '';
  return {
    kept: images.filter((one) => !nameless.includes(one)),
    flags: [
      {
        code: 'FILES_LEFT_OUT',
        message: `${nameless.length} unreadable ${nameless.length === 1 ? 'file' : 'files'} left out, not of a CT series (${named.join(', ')}${more})`,
      },
    ],
  };
}

/** Known to be CT, or cut so early that nothing at all is known. */
function mayBeOfCt({ modality, sopClass, fault, dataSet }: DicomImage): boolean {
  if (modality !== null) return modality === 'CT';
  return sopClass === null && fault?.kind === 'cut' && dataSet.elements.size <= FEW_ELEMENTS;
}
