/** The API's store on Amazon S3: links are presigned URLs, and S3 itself checks what arrives by them. */
import { createHash } from 'node:crypto';

import {
  ChecksumType,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import type { Listed, UploadStore } from '../upload-store.ts';

import type { BucketOf } from './buckets.ts';
import { s3Client } from './s3-client.ts';
import { asFault } from './s3-object-store.ts';

/** A link ends with the session that signed it, if that is sooner: on Lambda a session has an hour at least. */
const VALID_SECONDS = 3600;
const READ_SECONDS = 60;
const MS = 1000;
const CHECKSUM = 'x-amz-checksum-sha256';

export function s3UploadStore(bucketOf: BucketOf, client: S3Client = s3Client()): UploadStore {
  const attempt = async <T>(verb: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (cause) {
      throw asFault(cause, verb);
    }
  };
  return {
    target: ({ key, bytes, sha256 }) =>
      attempt('presign', async () => {
        const checksum = Buffer.from(sha256, 'hex').toString('base64');
        const url = await getSignedUrl(
          client,
          new PutObjectCommand({
            Bucket: bucketOf(key),
            Key: key,
            ContentLength: bytes,
            ChecksumSHA256: checksum,
          }),
          {
            expiresIn: VALID_SECONDS,
            // As headers, and signed: a request without them, or with others, is refused before its body is read.
            unhoistableHeaders: new Set([CHECKSUM]),
            signableHeaders: new Set(['host', 'content-length', CHECKSUM]),
          },
        );
        return {
          sha256,
          bytes,
          method: 'PUT' as const,
          url,
          headers: { [CHECKSUM]: checksum },
          expiresAt: new Date(Date.now() + MS * VALID_SECONDS).toISOString(),
        };
      }),

    list: (prefix, after, limit) =>
      attempt('list', async () => {
        const found: Listed[] = [];
        const pages = paginateListObjectsV2(
          { client, pageSize: limit },
          {
            Bucket: bucketOf(prefix),
            Prefix: prefix,
            Delimiter: '/',
            ...(after === null ? {} : { StartAfter: `${prefix}${after}` }),
          },
        );
        // What looks like a folder counts in a page of S3: one page may have fewer objects than were asked for.
        for await (const { Contents: page = [] } of pages) {
          for (const { Key: key = '', Size: bytes = 0 } of page)
            found.push({ name: key.slice(prefix.length), bytes });
          if (found.length >= limit) break;
        }
        return found.slice(0, limit);
      }),

    folders: (prefix) =>
      attempt('list', async () => {
        const found: string[] = [];
        const pages = paginateListObjectsV2(
          { client },
          { Bucket: bucketOf(prefix), Prefix: prefix, Delimiter: '/' },
        );
        for await (const { CommonPrefixes: page = [] } of pages)
          for (const { Prefix: folder = '' } of page) found.push(folder.slice(prefix.length, -1));
        return found;
      }),

    has: (key) =>
      attempt('list', async () => {
        const { Contents: [first] = [] } = await client.send(
          // Of all keys that begin with it, the key itself is the first.
          new ListObjectsV2Command({ Bucket: bucketOf(key), Prefix: key, MaxKeys: 1 }),
        );
        return first?.Key === key;
      }),

    digestOf: (key) =>
      attempt('head', async () => {
        try {
          const head = await client.send(
            new HeadObjectCommand({ Bucket: bucketOf(key), Key: key, ChecksumMode: 'ENABLED' }),
          );
          const whole = head.ChecksumType === undefined || head.ChecksumType === ChecksumType.FULL_OBJECT;
          if (head.ChecksumSHA256 !== undefined && whole)
            return {
              bytes: head.ContentLength ?? 0,
              sha256: Buffer.from(head.ChecksumSHA256, 'base64').toString('hex'),
            };
          return await hashed(await client.send(new GetObjectCommand({ Bucket: bucketOf(key), Key: key })));
        } catch (cause) {
          if (cause instanceof NotFound || cause instanceof NoSuchKey) return null;
          throw cause;
        }
      }),

    readLink: (key, contentType) =>
      attempt('presign', () =>
        getSignedUrl(
          client,
          new GetObjectCommand({
            Bucket: bucketOf(key),
            Key: key,
            ResponseContentType: contentType,
            ResponseCacheControl: 'no-store',
          }),
          { expiresIn: READ_SECONDS },
        ),
      ),
  };
}

/** Of an object that was written without a checksum of this kind, or in parts. */
async function hashed({ Body: body }: GetObjectCommandOutput): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of body!.transformToWebStream()) {
    const chunk = part as Uint8Array;
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
