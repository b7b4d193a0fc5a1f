/** A NIfTI-1 file without its texts and extensions, which may hold anything; voxels and their place stay. */
import { gunzip, gzip, isGzip } from '../../../spine/host/gzip.ts';

import { CommandLineError } from '../../command/errors.ts';

/** Of the header of NIfTI-1, bytes: first and behind the last of each text. */
const TEXTS = [
  [4, 32], // data_type, db_name
  [148, 228], // descrip
  [228, 252], // aux_file
  [328, 344], // intent_name
] as const;
const HEADER_BYTES = 348;
const EXTENSION_FLAG = 348;
const VOXELS_AT = 108;
const FIRST_EXTENSION = 352;
/** What Node holds in one piece. */
const MOST_BYTES = 2 ** 31 - 1;

/** @throws CommandLineError for NIfTI-2, and for a header that is none */
export function deidentifiedNifti(bytes: Uint8Array): Uint8Array {
  const packed = isGzip(bytes);
  const content = Buffer.from(packed ? gunzip(bytes, MOST_BYTES) : bytes);
  const little = content.length >= FIRST_EXTENSION && content.readInt32LE(0) === HEADER_BYTES;
  if (!little && (content.length < FIRST_EXTENSION || content.readInt32BE(0) !== HEADER_BYTES))
    throw new CommandLineError('--deidentify: found another kind of NIfTI; required: NIfTI-1');
  const voxelsAt = little ? content.readFloatLE(VOXELS_AT) : content.readFloatBE(VOXELS_AT);
  if (!(voxelsAt >= FIRST_EXTENSION && voxelsAt <= content.length))
    throw new CommandLineError(
      '--deidentify: found a NIfTI header without a place of its voxels; required: one file',
    );
  for (const [from, to] of TEXTS) content.fill(0, from, to);
  content.fill(0, EXTENSION_FLAG, voxelsAt);
  return packed ? gzip([content]) : content;
}
