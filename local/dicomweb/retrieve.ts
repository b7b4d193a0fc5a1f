/** The objects of one series (WADO-RS, PS3.18 10.4), all that its headers name or none. */
import { objectHead } from '../../spine/ct/index.ts';

import { partsOf, short } from './multipart.ts';
import { ArchiveUnusable, asked, unanswered, type WebService } from './service.ts';

const WHAT = 'the objects of a series';
/** As they are stored: a service that is asked for one transfer syntax would convert, or refuse. */
const ACCEPT = 'multipart/related; type="application/dicom"; transfer-syntax=*';
/** A series in one answer; beyond it no CT series of a spine is. */
export const MOST_SERIES_BYTES = 3 * 2 ** 30;

/**
 * @param instances UIDs that its headers name
 * @throws ArchiveUnusable where the answer is not exactly these, each whole
 */
export async function seriesObjects(
  service: WebService,
  study: string,
  series: string,
  instances: ReadonlySet<string>,
): Promise<readonly Uint8Array[]> {
  const { url } = service;
  const refuse = (found: string, required: string, status?: number): ArchiveUnusable =>
    new ArchiveUnusable(`${url}: ${WHAT}: found ${found}; required: ${required}`, {
      ...(status === undefined ? {} : { status }),
    });
  const response = await asked(service, `/studies/${study}/series/${series}`, WHAT, {
    headers: { Accept: ACCEPT },
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw refuse(`HTTP ${response.status}`, 'HTTP 200, all of them', response.status);
  }
  const type = response.headers.get('content-type');
  const length = Number(response.headers.get('content-length') ?? 0);
  if (length > MOST_SERIES_BYTES) {
    await response.body?.cancel();
    throw refuse(`${length} bytes`, `up to ${MOST_SERIES_BYTES}`);
  }
  const body = await bodyOf(response).catch((cause: unknown) => {
    throw unanswered(url, WHAT, cause);
  });
  if (body === null) throw refuse(`more than ${MOST_SERIES_BYTES} bytes`, 'fewer');
  const parts = attempt(
    () => partsOf(type, body),
    (why) => new ArchiveUnusable(`${url}: ${WHAT}: ${why}`),
  );
  const found = new Map<string, Uint8Array>();
  for (const part of parts) {
    if (part.type !== '' && part.type !== 'application/dicom')
      throw refuse(`a part of the type ${short(part.type)}`, 'application/dicom');
    const head = objectHead(part.bytes);
    if (head.fault !== null || head.sopInstance === null || head.study !== study)
      throw refuse('an object that is cut, or of another study', 'whole objects of the study');
    if (found.has(head.sopInstance)) throw refuse('an object twice', 'each once');
    found.set(head.sopInstance, part.bytes);
  }
  const missing = [...instances].filter((uid) => !found.has(uid)).length;
  const more = found.size + missing - instances.size;
  if (missing + more > 0)
    throw refuse(
      `${found.size} objects, ${missing} of those that its headers name missing and ${more} others`,
      `the ${instances.size} that its headers name`,
    );
  return [...found.values()];
}

/** Null where there is more than a series may have. */
async function bodyOf({ body }: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_SERIES_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function attempt<T>(run: () => T, wrap: (why: string) => Error): T {
  try {
    return run();
  } catch (cause) {
    throw wrap((cause as Error).message);
  }
}
