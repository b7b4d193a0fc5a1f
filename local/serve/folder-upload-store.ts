/** The API's store on a folder: links lead to this server, which hashes what it receives before it gets its name. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { ApiFailure } from '../../lambdas/api/http/api-failure.ts';
import type { Listed, UploadStore, Wanted } from '../../lambdas/shared/upload-store.ts';

import { asFault, folderFiles, isMissing } from '../folder-files.ts';
import { byBytes } from '../folder-object-store.ts';
import type { UploadLinks } from './upload-links.ts';

export interface FolderUploadStore extends UploadStore {
  /**
   * What a link was followed for: whole and with the declared digest, or not at all.
   * @throws ApiFailure SIZE_MISMATCH, DIGEST_MISMATCH
   */
  receive(wanted: Wanted, body: AsyncIterable<Uint8Array>): Promise<void>;
}

/** @param origin of this server, as clients reach it: known once it listens */
export function folderUploadStore(root: string, links: UploadLinks, origin: () => string): FolderUploadStore {
  const files = folderFiles(root);
  const entriesOf = async (prefix: string) =>
    readdir(files.pathOf(prefix.replace(/\/$/, '')), { withFileTypes: true }).catch((cause: unknown) => {
      if (isMissing(cause)) return [];
      throw asFault(cause, 'list', prefix);
    });
  return {
    target({ key, bytes, sha256 }) {
      const { path, expiresAt } = links.make({ key, bytes, sha256 });
      return Promise.resolve({
        sha256,
        bytes,
        method: 'PUT' as const,
        url: `${origin()}${path}`,
        headers: { 'Content-Type': 'application/octet-stream' },
        expiresAt: expiresAt.toISOString(),
      });
    },

    async list(prefix, after, limit) {
      const names = (await entriesOf(prefix))
        .flatMap((entry) => (entry.isFile() ? [entry.name] : []))
        .filter((name) => after === null || byBytes(name, after) > 0)
        .toSorted(byBytes)
        .slice(0, limit);
      const found: Listed[] = [];
      for (const name of names) {
        const { size } = await stat(join(files.pathOf(`${prefix}${name}`)));
        found.push({ name, bytes: size });
      }
      return found;
    },

    async folders(prefix) {
      return (await entriesOf(prefix))
        .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
        .toSorted(byBytes);
    },

    async has(key) {
      return stat(files.pathOf(key)).then(
        (is) => is.isFile(),
        (cause: unknown) => {
          if (isMissing(cause)) return false;
          throw asFault(cause, 'read', key);
        },
      );
    },

    async digestOf(key) {
      const hash = createHash('sha256');
      let bytes = 0;
      try {
        await pipeline(createReadStream(files.pathOf(key)), async (source: AsyncIterable<Buffer>) => {
          for await (const part of source) {
            hash.update(part);
            bytes += part.length;
          }
        });
      } catch (cause) {
        if (isMissing(cause)) return null;
        throw asFault(cause, 'read', key);
      }
      return { bytes, sha256: hash.digest('hex') };
    },

    readLink: () => Promise.resolve(null),

    async receive({ key, bytes, sha256 }, body) {
      await files.place(key, async (file) => {
        const hash = createHash('sha256');
        let received = 0;
        for await (const part of body) {
          received += part.length;
          if (received > bytes) break;
          hash.update(part);
          await file.writeFile(part);
        }
        if (received !== bytes)
          throw new ApiFailure(
            'SIZE_MISMATCH',
            `found ${received > bytes ? `more than ${bytes}` : received} bytes; required: ${bytes}`,
          );
        if (hash.digest('hex') !== sha256) throw new ApiFailure('DIGEST_MISMATCH');
      });
    },
  };
}
