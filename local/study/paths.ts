/** Paths of this disk. A file system's names are bytes and need be no text: discs written under Latin-1 hold names that are no UTF-8. */
import { isUtf8 } from 'node:buffer';
import { readdir } from 'node:fs/promises';

/** Bytes where it is no UTF-8. */
export type DiskPath = string | Buffer;

/** What a decoder writes for bytes that are no UTF-8. */
const REPLACEMENT = '\uFFFD';
const SLASH = 0x2f;

/** Names in a folder, in the order of their bytes. */
export async function namesIn(folder: DiskPath): Promise<readonly Buffer[]> {
  return (await readdir(folder, { encoding: 'buffer' })).sort((a, b) => Buffer.compare(a, b));
}

export function below(folder: DiskPath, name: Buffer): DiskPath {
  const above = Buffer.from(folder);
  const path = Buffer.concat([above, Buffer.from(above.at(-1) === SLASH ? '' : '/'), name]);
  return isUtf8(path) ? path.toString() : path;
}

export function byBytes(a: DiskPath, b: DiskPath): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** For the terminal, and to tell what a name says. */
export function textOf(path: DiskPath): string {
  return path.toString();
}

/**
 * The path that was typed: a name that is no UTF-8 reaches a process with replacement characters, and is looked for in its folder.
 * Where no name or more than one may be meant, the path is as it was typed, and is not found.
 */
export async function asTyped(typed: string): Promise<DiskPath> {
  if (!typed.includes(REPLACEMENT)) return typed;
  let path: DiskPath = typed.startsWith('/') ? '/' : '.';
  for (const part of typed.split('/').filter((name) => name !== '')) {
    const names = part.includes(REPLACEMENT)
      ? (await namesIn(path)).filter((name) => name.toString() === part)
      : [Buffer.from(part)];
    if (names.length !== 1) return typed;
    path = below(path, names[0]!);
  }
  return path;
}
