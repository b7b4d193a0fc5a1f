/** What a DICOMweb service has: studies with CT and their series (QIDO-RS, PS3.18 10.6), and the headers of a series (WADO-RS metadata). */
import { z } from 'zod';

import { short } from './multipart.ts';
import { ArchiveUnusable, asked, type WebService } from './service.ts';

const JSON_TYPE = 'application/dicom+json';
const STUDY = '0020000D';
const SERIES = '0020000E';
const INSTANCES = '00201209';
const SERIES_OF_STUDY = '00201206';
const STUDY_DATE = '00080020';
const DAY = /^(\d{4})(\d{2})(\d{2})$/;
const MODALITY = '00080060';
const NO_CONTENT = 204;
/** Studies or series that are asked for at once. */
const PAGE = 200;
const UID = /^[0-9.]{1,64}$/;

const attributeSchema = z.looseObject({ vr: z.string().optional(), Value: z.array(z.unknown()).optional() });
/** One data set of the DICOM JSON model (PS3.18 F.2), by tags of eight digits. */
const dataSetSchema = z.record(z.string().regex(/^[0-9A-Fa-f]{8}$/), attributeSchema);
export type JsonDataSet = z.infer<typeof dataSetSchema>;

export interface StudyDates {
  /** ISO days, both included; null: unbounded. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface FoundStudy {
  readonly uid: string;
  /** How many it has of any modality, as the service counts them; null where it does not tell. */
  readonly series: number | null;
}

/** Each once. @throws ArchiveUnusable */
export async function* studiesWithCt(service: WebService, dates: StudyDates): AsyncGenerator<FoundStudy> {
  const query = { ModalitiesInStudy: 'CT', ...rangeOf(dates) };
  for await (const [uid, one] of paged(service, { path: '/studies', what: 'studies', tag: STUDY, query })) {
    if (isBeyond(one, dates))
      throw new ArchiveUnusable(
        `${service.url}: found studies of other days than were asked for; required: a service that heeds StudyDate`,
      );
    yield { uid, series: countOf(one[SERIES_OF_STUDY]?.Value?.[0]) };
  }
}

interface Search {
  readonly path: string;
  /** That are looked for, as they are told. */
  readonly what: string;
  /** Of their UID. */
  readonly tag: string;
  readonly query?: Readonly<Record<string, string>>;
  /** How many there are: once they are seen, no page more is asked for, as some services heed no offset here. */
  readonly of?: number | null;
}

/** Page after page, each entry once. @throws ArchiveUnusable */
async function* paged(
  service: WebService,
  { path, what, tag, query = {}, of = null }: Search,
): AsyncGenerator<readonly [uid: string, entry: JsonDataSet]> {
  const seen = new Set<string>();
  for (let offset = 0; ;) {
    const asks = new URLSearchParams({ ...query, limit: String(PAGE), offset: String(offset) });
    const page = await answered(service, `${path}?${asks.toString()}`, `the search for ${what}`);
    // Services may give fewer a page than were asked for: only an empty page is the last.
    if (page.length === 0) return;
    const fresh = page
      .map((entry) => [uidOf(entry, tag, service), entry] as const)
      .filter(([uid]) => !seen.has(uid));
    if (fresh.length === 0)
      throw new ArchiveUnusable(
        `${service.url}: found the ${what} of an earlier page again; required: a service that heeds offset`,
      );
    for (const one of fresh) {
      seen.add(one[0]);
      yield one;
    }
    if (of !== null && seen.size >= of) return;
    offset += page.length;
  }
}

function isBeyond(one: JsonDataSet, { from, to }: StudyDates): boolean {
  const day = one[STUDY_DATE]?.Value?.[0];
  if (typeof day !== 'string' || !DAY.test(day)) return false;
  const iso = day.replace(DAY, '$1-$2-$3');
  return (from !== null && iso < from) || (to !== null && iso > to);
}

export interface FoundSeries {
  readonly uid: string;
  /** As the service counts them; null where it does not tell. */
  readonly instances: number | null;
}

/** CT series of a study, each once. @throws ArchiveUnusable */
export async function ctSeriesOf(
  service: WebService,
  { uid: study, series }: FoundStudy,
): Promise<readonly FoundSeries[]> {
  const found: FoundSeries[] = [];
  for await (const [uid, one] of paged(service, {
    path: `/studies/${study}/series`,
    what: 'series',
    tag: SERIES,
    of: series,
  }))
    if (one[MODALITY]?.Value?.[0] === 'CT')
      found.push({ uid, instances: countOf(one[INSTANCES]?.Value?.[0]) });
  return found.toSorted((a, b) => (a.uid < b.uid ? -1 : 1));
}

/** Some services write numbers as texts. */
function countOf(value: unknown): number | null {
  const count = Number(value ?? Number.NaN);
  return Number.isInteger(count) && count > 0 ? count : null;
}

/** Headers of all instances of a series. @throws ArchiveUnusable */
export function headersOf(
  service: WebService,
  study: string,
  series: string,
): Promise<readonly JsonDataSet[]> {
  return answered(service, `/studies/${study}/series/${series}/metadata`, 'the headers of a series');
}

async function answered(service: WebService, path: string, what: string): Promise<readonly JsonDataSet[]> {
  const response = await asked(service, path, what, { headers: { Accept: JSON_TYPE } });
  if (response.status === NO_CONTENT) return [];
  const refuse = (found: string, status?: number): ArchiveUnusable =>
    new ArchiveUnusable(`${service.url}: ${what}: found ${found}; required: ${JSON_TYPE}`, {
      ...(status === undefined ? {} : { status }),
    });
  if (response.status !== 200) throw refuse(`HTTP ${response.status}`, response.status);
  const type = response.headers.get('content-type');
  // Some services call it plain JSON.
  if (!/^application\/(dicom\+)?json\b/i.test(type ?? '')) throw refuse(`the content type ${short(type)}`);
  const read = z.array(dataSetSchema).safeParse(await response.json().catch(() => null));
  if (!read.success) throw refuse('an answer that is none, or breaks off');
  return read.data;
}

export function uidOf(one: JsonDataSet, tag: string, { url }: WebService): string {
  const uid = one[tag]?.Value?.[0];
  // It becomes a part of the next address.
  if (typeof uid !== 'string' || !UID.test(uid))
    throw new ArchiveUnusable(`${url}: found an entry without a UID (${tag}); required: one in each`);
  return uid;
}

function rangeOf({ from, to }: StudyDates): Readonly<Record<string, string>> {
  if (from === null && to === null) return {};
  const [first, last] = [from, to].map((day) => day?.replaceAll('-', '') ?? '');
  return { StudyDate: `${first}-${last}` };
}
