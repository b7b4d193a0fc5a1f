/** What becomes of one object that has come, and the status that its sender is answered (PS3.4, table B.2-1). */
import { readFile } from 'node:fs/promises';

import { objectHead } from '../../spine/ct/index.ts';

import type { Filed, Inbox } from './inbox.ts';
import { isCt } from './negotiation.ts';
import { InboxFull, type ObjectStream } from './object-stream.ts';

export const STATUS = {
  success: 0x0000,
  /** A warning: elements discarded. All of them are: the sender may go on, and knows that nothing was kept. */
  notKept: 0xb006,
  outOfResources: 0xa700,
  /** The data set is not what the request says. */
  mismatch: 0xa900,
  cannotUnderstand: 0xc000,
} as const;
export type StoreStatus = (typeof STATUS)[keyof typeof STATUS];

export interface StoredObject {
  readonly status: StoreStatus;
  /** Null: not kept. */
  readonly filed: Filed | null;
  /** What the log counts it as. */
  readonly counted: string;
}

/** More than Node, and so LoadCt, reads in one piece. */
const MOST_BYTES = 2 ** 31 - 1;

const COUNTED = {
  new: 'stored',
  again: 'stored before',
  other: 'stored beside another with the same UID',
} as const satisfies Record<Filed['as'], string>;

/**
 * @param stream that has finished; null: the request came without a data set
 * @param claimed what the request says of the object
 */
export async function storeObject(
  inbox: Inbox,
  stream: ObjectStream | null,
  claimed: { readonly sopClass: string; readonly sopInstance: string },
): Promise<StoredObject> {
  const refused = async (status: StoreStatus, counted: string): Promise<StoredObject> => {
    await stream?.discard();
    return { status, filed: null, counted };
  };
  if (stream === null) return refused(STATUS.cannotUnderstand, 'refused: without a data set');
  if (!isCt(claimed.sopClass)) return refused(STATUS.notKept, 'not CT, not kept');
  try {
    const written = await stream.whole();
    if (written.bytes > MOST_BYTES)
      return await refused(STATUS.cannotUnderstand, `refused: above ${MOST_BYTES} bytes`);
    const { study, sopClass, sopInstance, fault } = objectHead(await readFile(written.path));
    if (fault !== null || study === null || sopInstance === null)
      return await refused(STATUS.cannotUnderstand, 'refused: incomplete, or no DICOM data set');
    if (sopClass !== claimed.sopClass || sopInstance !== claimed.sopInstance)
      return await refused(STATUS.mismatch, 'refused: another object than the request says');
    const { path, content, bytes } = written;
    const filed = await inbox.file(path, { study, sopInstance, content, bytes });
    return { status: STATUS.success, filed, counted: COUNTED[filed.as] };
  } catch (cause) {
    const why = cause instanceof InboxFull ? 'the inbox is full (--most-gb)' : codeOf(cause);
    return refused(STATUS.outOfResources, `refused: ${why}`);
  }
}

/** Of the file system; its messages hold paths. */
function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'could not be written';
}
