/** The object store on Amazon S3, or on any server that speaks its protocol (`AWS_ENDPOINT_URL_S3`). */
import {
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { PlatformFault } from '../errors.ts';
import { ObjectMissing, type ObjectStore, type StoredObject } from '../object-store.ts';

const PRECONDITION_FAILED = 412;

export function s3ObjectStore(bucket: string, client: S3Client = new S3Client({})): ObjectStore {
  async function put(
    key: string,
    body: Uint8Array,
    contentType: string | undefined,
    onlyIfAbsent: boolean,
  ): Promise<void> {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ...(contentType === undefined ? {} : { ContentType: contentType }),
        ...(onlyIfAbsent ? { IfNoneMatch: '*' } : {}),
      }),
    );
  }

  return {
    async get(key) {
      try {
        const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await body!.transformToByteArray();
      } catch (cause) {
        if (cause instanceof NoSuchKey) throw new ObjectMissing(key, { cause });
        throw asFault(cause, 'get');
      }
    },

    async put(key, body, contentType) {
      await put(key, body, contentType, false).catch((cause: unknown) => {
        throw asFault(cause, 'put');
      });
    },

    async putIfAbsent(key, body, contentType) {
      try {
        await put(key, body, contentType, true);
        return true;
      } catch (cause) {
        if (cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === PRECONDITION_FAILED)
          return false;
        throw asFault(cause, 'put if absent');
      }
    },

    async list(prefix) {
      const found: StoredObject[] = [];
      try {
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
          for (const { Key: key, Size: size } of page.Contents ?? []) {
            if (key !== undefined) found.push({ key, size: size ?? 0 });
          }
        }
      } catch (cause) {
        throw asFault(cause, 'list');
      }
      return found.sort((a, b) => (a.key < b.key ? -1 : 1));
    },

    presign: (key, seconds) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: seconds }),
  };
}

function asFault(cause: unknown, verb: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown error';
  return new PlatformFault(`the object store failed to ${verb}: ${name}`, { cause });
}
