/** Links by which one object can be written until they expire: an HMAC over all that they allow, as S3's presigned URLs are. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Wanted } from '../../lambdas/shared/upload-store.ts';
import { ApiFailure } from '../../lambdas/api/http/api-failure.ts';

/** Long enough for a study over a slow line; whoever needs longer asks for new links. */
const VALID_SECONDS = 3600;
const MS = 1000;

export interface UploadLinks {
  /** Path and query of a link. */
  make(wanted: Wanted): { readonly path: string; readonly expiresAt: Date };
  /**
   * @param url of a request, whatever it says
   * @throws ApiFailure LINK_INVALID, LINK_EXPIRED
   */
  read(url: URL): Wanted;
}

export const LINK_PATH = '/objects/';

/** @param secret left out: known to nobody but this process, so that links end with it */
export function uploadLinks(clock: () => number, secret: Uint8Array = randomBytes(32)): UploadLinks {
  const signatureOf = ({ key, bytes, sha256 }: Wanted, expires: number): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['PUT', key, bytes, sha256, expires]))
      .digest('hex');
  return {
    make(wanted) {
      const expires = Math.floor(clock() / MS) + VALID_SECONDS;
      const query = new URLSearchParams({
        bytes: String(wanted.bytes),
        sha256: wanted.sha256,
        expires: String(expires),
        signature: signatureOf(wanted, expires),
      });
      return { path: `${LINK_PATH}${wanted.key}?${query.toString()}`, expiresAt: new Date(MS * expires) };
    },

    read({ pathname, searchParams }) {
      const value = (name: string): string => searchParams.get(name) ?? '';
      const wanted = {
        key: pathname.slice(LINK_PATH.length),
        bytes: Number(value('bytes')),
        sha256: value('sha256'),
      };
      const expires = Number(value('expires'));
      if (!sameText(value('signature'), signatureOf(wanted, expires))) throw new ApiFailure('LINK_INVALID');
      if (clock() >= MS * expires) throw new ApiFailure('LINK_EXPIRED');
      return wanted;
    },
  };
}

/** In the same time, however far they agree. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
