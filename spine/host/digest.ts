/** SHA-256, as digests of artefacts and parameters are written. */
import { createHash } from 'node:crypto';

/** Hex digits; a text is taken as UTF-8. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
