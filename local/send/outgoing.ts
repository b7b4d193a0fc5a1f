/** Files as they are sent: read when their turn comes, under a name that only the site's own declaration holds. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';

import { sha256 } from '../../spine/host/digest.ts';

import { textOf, type DiskPath } from '../study/paths.ts';

export interface OutgoingFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly read: () => Promise<Uint8Array>;
}

/** @param content as read before; null for an empty file, which holds nothing to send */
export function outgoing(path: DiskPath, content: Uint8Array, root: string): OutgoingFile | null {
  if (content.length === 0) return null;
  return {
    name: nameBelow(root, textOf(path)),
    bytes: content.length,
    sha256: sha256(content),
    read: () => readFile(path),
  };
}

/** What is in memory, as it is sent. */
export function outgoingContent(name: string, content: Uint8Array): OutgoingFile {
  return { name, bytes: content.length, sha256: sha256(content), read: () => Promise.resolve(content) };
}

/** As the API wants names: relative, without dots that lead elsewhere or characters that a terminal obeys. */
export function nameBelow(root: string, path: string): string {
  const parts = (relative(root, path) || path)
    .replaceAll(/\p{Cc}/gu, '?')
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').slice(-LONGEST_NAME).replace(/^\/+/, '') || 'file';
}

/** Of a declaration. */
const LONGEST_NAME = 500;
