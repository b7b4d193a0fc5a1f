/** What one DICOM object says it is, for those who file objects before anybody looks at their pixels. */
import { readDataSet, textOf, type Fault } from './data-set.ts';

export interface ObjectHead {
  readonly sopClass: string | null;
  readonly sopInstance: string | null;
  readonly study: string | null;
  /** Why the object was not read to its end; null: it was. */
  readonly fault: Fault | null;
}

const LONGEST_UID = 64;
const UID = /^[0-9.]+$/;

/** @param bytes of a whole file, or of its beginning: the fault then says that it is cut */
export function objectHead(bytes: Uint8Array): ObjectHead {
  const { elements, fault } = readDataSet(bytes);
  const uid = (tag: string): string | null => {
    const text = textOf(elements.get(tag), LONGEST_UID + 1);
    return text !== null && text.length <= LONGEST_UID && UID.test(text) ? text : null;
  };
  return {
    sopClass: uid('x00080016'),
    sopInstance: uid('x00080018'),
    study: uid('x0020000d'),
    fault,
  };
}
