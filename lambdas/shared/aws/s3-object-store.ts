/** The object store on Amazon S3, or on any server that speaks its protocol (`AWS_ENDPOINT_URL_S3`). */
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

import { PlatformFault, StorageUnusable } from '../errors.ts';
import { ObjectMissing, type ListedStore, type StoredObject } from '../object-store.ts';
import type { BucketOf } from './buckets.ts';
import { putWhole, type PartSizes } from './put-whole.ts';
import { s3Client } from './s3-client.ts';

/** Volumes that an assessment makes can be made again, and are most of what it stores: a rule of the bucket ends them early. */
const VOLUME = /^assessments\/.*\.nii\.gz$/;
export const VOLUME_TAG = 'class=volume';

/** @param sizes of what goes in parts; left out: as S3 takes it well */
export function s3ObjectStore(
  bucketOf: BucketOf,
  client: S3Client = s3Client(),
  sizes?: PartSizes,
): ListedStore {
  const listed = async (prefix: string): Promise<StoredObject[]> => {
    const found: StoredObject[] = [];
    try {
      const where = { Bucket: bucketOf(prefix), Prefix: prefix };
      for await (const { Contents: page = [] } of paginateListObjectsV2({ client }, where))
        for (const { Key: key = '', Size: bytes = 0, LastModified: changed, ETag: tag = '' } of page) {
          const changedAt = changed?.getTime() ?? 0;
          found.push({ key, bytes, changedAt, stamp: `${changedAt}-${bytes}-${tag}` });
        }
    } catch (cause) {
      throw asFault(cause, 'list');
    }
    return found;
  };
  return {
    async get(key, version) {
      const bucket = bucketOf(key);
      try {
        const which = version === undefined ? {} : { VersionId: version };
        const { Body: body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, ...which }),
        );
        return await body!.transformToByteArray();
      } catch (cause) {
        if (cause instanceof NoSuchKey) throw new ObjectMissing(key, { cause });
        throw asFault(cause, 'get');
      }
    },

    async put(key, body, contentType) {
      const bucket = bucketOf(key);
      const type = contentType === undefined ? {} : { ContentType: contentType };
      const tag = VOLUME.test(key) ? { Tagging: VOLUME_TAG } : {};
      try {
        await putWhole(client, { Bucket: bucket, Key: key, Body: body, ...type, ...tag }, sizes);
      } catch (cause) {
        throw asFault(cause, 'put');
      }
    },

    async list(prefix) {
      return (await listed(prefix)).map(({ key }) => key);
    },

    listed,
  };
}

/** Answers that another try does not change. */
const UNUSABLE = new Set(['AccessDenied', 'AllAccessDisabled', 'InvalidAccessKeyId', 'NoSuchBucket']);

export function asFault(cause: unknown, verb: string): Error {
  const name = cause instanceof Error ? cause.name : 'unknown error';
  const Fault = UNUSABLE.has(name) ? StorageUnusable : PlatformFault;
  return new Fault(`object store operation failed (${verb}): ${name}`, { cause });
}
