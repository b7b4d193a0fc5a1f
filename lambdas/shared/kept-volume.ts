/**
 * The CT that this process wrote or read last, for the steps that follow in the same process: on one machine four steps read it, and
 * each would unpack it again. No Lambda keeps any: what it runs next is another study's.
 */
import { crc32 } from 'node:zlib';

import type { Volume } from '../../spine/grid/volume.ts';
import type { ObjectStore } from './object-store.ts';

interface Kept {
  readonly sha256: string;
  readonly checksum: number;
  readonly volume: Volume;
}

const slots = new WeakMap<ObjectStore, { kept: Kept | null }>();

/** From now on the largest volume that went to or came from this store stays in memory. */
export function keepLargestVolume(store: ObjectStore): void {
  slots.set(store, { kept: null });
}

/** @param sha256 of the file that holds the volume */
export function keepVolume(store: ObjectStore, sha256: string, volume: Volume): void {
  const slot = slots.get(store);
  if (slot === undefined || (slot.kept?.volume.data.byteLength ?? 0) > volume.data.byteLength) return;
  slot.kept = { sha256, checksum: checksumOf(volume), volume };
}

/** Null where the file's volume is not kept, or a step has written into it. */
export function keptVolume(store: ObjectStore, sha256: string): Volume | null {
  const kept = slots.get(store)?.kept;
  if (kept?.sha256 !== sha256 || checksumOf(kept.volume) !== kept.checksum) return null;
  return kept.volume;
}

/** A twentieth of the time that unpacking takes. */
function checksumOf({ data }: Volume): number {
  return crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
