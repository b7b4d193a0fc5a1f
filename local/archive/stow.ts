/** Objects to a DICOMweb service: STOW-RS (PS3.18, 10.5), one request with all of them. */
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { ArchiveUnusable, asked, bearer, requireSafe, serviceRoot } from '../dicomweb/service.ts';

import type { ArchivedObject, Outcome } from './objects.ts';

/** All stored, some stored, none stored: each with an account of every object. */
const ACCOUNTED = [200, 202, 409];
const FAILED = '00081198';
const REFERENCED = '00081199';
const INSTANCE = '00081155';
const FAILURE_REASON = '00081197';
const WARNING_REASON = '00081196';

const attributeSchema = z.object({ Value: z.array(z.unknown()).optional() });
const itemSchema = z.record(z.string(), attributeSchema);
const sequenceSchema = z.object({ Value: z.array(itemSchema).optional() }).optional();
const accountSchema = z.object({ [FAILED]: sequenceSchema, [REFERENCED]: sequenceSchema });
type Item = z.output<typeof itemSchema>;

/** @throws ArchiveUnusable where the service gives no account of what it did */
export async function storeByWeb(
  objects: readonly ArchivedObject[],
  url: string,
  { token, overHttp }: { readonly token: string | null; readonly overHttp: boolean },
): Promise<readonly Outcome[]> {
  const boundary = `osteon-${randomUUID()}`;
  const service = { url: serviceRoot(url), authorization: bearer(token) };
  requireSafe('--to', service, overHttp);
  const response = await asked(service, '/studies', 'the objects that were sent', {
    method: 'POST',
    headers: {
      Accept: 'application/dicom+json',
      'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    body: multipart(objects, boundary),
  });
  const account = accountSchema.safeParse(await response.json().catch(() => null));
  if (!ACCOUNTED.includes(response.status) || !account.success)
    throw new ArchiveUnusable(
      `${url}: found HTTP ${response.status}${account.success ? '' : ' without an account of the objects'}; required: a STOW-RS service`,
    );
  const { [FAILED]: failed, [REFERENCED]: referenced } = account.data;
  return objects.map(({ name, sopInstance }) => {
    const of = (item: Item): boolean => item[INSTANCE]?.Value?.[0] === sopInstance;
    const failure = failed?.Value?.find(of);
    const found = referenced?.Value?.find(of);
    if (failure !== undefined)
      return { name, stored: false, remark: `failure ${reason(failure, FAILURE_REASON)}` };
    if (found === undefined) return { name, stored: false, remark: 'not in the account of the archive' };
    return {
      name,
      stored: true,
      remark: found[WARNING_REASON] === undefined ? null : `warning ${reason(found, WARNING_REASON)}`,
    };
  });
}

function multipart(objects: readonly ArchivedObject[], boundary: string): Blob {
  return new Blob([
    ...objects.flatMap(({ bytes }) => [
      `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`,
      bytes,
      '\r\n',
    ]),
    `--${boundary}--\r\n`,
  ]);
}

/** A status of PS3.4, table B.2-1. */
function reason(item: Item, tag: string): string {
  return statusText(Number(item[tag]?.Value?.[0]));
}

/** As the standard's tables write it. */
export function statusText(status: number): string {
  return Number.isNaN(status) ? 'without a reason' : status.toString(16).toUpperCase().padStart(4, '0');
}
