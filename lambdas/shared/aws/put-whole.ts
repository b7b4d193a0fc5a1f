/** One object to S3, whole or not at all: in one request, or above some size in parts of which a broken one alone is sent again. */
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';

export interface PartSizes {
  /** Bodies of so many bytes or more go in parts. */
  readonly partsFrom: number;
  /** Bytes; S3 takes at least 5 MiB, and 10,000 parts. */
  readonly part: number;
}

const MIB = 2 ** 20;
const SIZES: PartSizes = { partsFrom: 64 * MIB, part: 16 * MIB };
const PARTS_AT_A_TIME = 4;

/** The object is there when this is answered: S3 puts parts together at once, and until then shows what was there before. */
export async function putWhole(
  client: S3Client,
  object: PutObjectCommandInput & { readonly Body: Uint8Array },
  { partsFrom, part }: PartSizes = SIZES,
): Promise<void> {
  if (object.Body.length < partsFrom) {
    await client.send(new PutObjectCommand(object));
    return;
  }
  // Loaded where it is wanted: few objects are so large, and every step starts with this module.
  const { Upload } = await import('@aws-sdk/lib-storage');
  await new Upload({
    client,
    params: object,
    partSize: part,
    queueSize: PARTS_AT_A_TIME,
    // A rule of the bucket removes them. To do it here takes a permission of its own, whose lack would hide what went wrong.
    leavePartsOnError: true,
  }).done();
}
