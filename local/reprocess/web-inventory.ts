/** CT of a DICOMweb service that was never assessed here: judged by its headers alone, then those that qualify are retrieved. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import type { ChosenStudy } from '../../contracts/campaign/campaign.ts';
import { artifactRefSchema } from '../../contracts/primitives.ts';
import { putJson, unlessMissing } from '../../lambdas/shared/artifacts.ts';
import { parsedJson } from '../../lambdas/shared/contract.ts';
import type { ObjectStore } from '../../lambdas/shared/object-store.ts';
import { CT_CLASSES } from '../../spine/ct/index.ts';
import { sha256 } from '../../spine/host/digest.ts';

import { headerFile } from '../dicomweb/header-file.ts';
import { seriesObjects } from '../dicomweb/retrieve.ts';
import {
  ctSeriesOf,
  type FoundStudy,
  headersOf,
  studiesWithCt,
  uidOf,
  type JsonDataSet,
  type StudyDates,
} from '../dicomweb/search.ts';
import { ArchiveUnusable, type WebService } from '../dicomweb/service.ts';

import { inventoryTally, KNOWN, putStudy, refusalOf, type Inventory } from './inventory-intake.ts';

export interface WebInventory {
  readonly service: WebService;
  readonly dates: StudyDates;
  readonly store: ObjectStore;
  /** Whose studies they are; null: nobody's. */
  readonly site: string | null;
  readonly tell: (line: string) => void;
}

/** Told of a study whose objects could not be had, whole and as its headers name them; its next start tries again. */
const NOT_RETRIEVED = 'not retrieved';
const UNREADABLE = 'DICOM_UNREADABLE';
const STUDY = '0020000D';
const SERIES = '0020000E';
const SOP_CLASS = '00080016';
const SOP_INSTANCE = '00080018';
/** The service itself does not let anybody in, or is not there: no study after this one would be had either. */
const OF_THE_SERVICE = [401, 403, 407, 429, 500, 502, 503, 504];

/** By UIDs; a series' instances of CT classes alone are judged, all of them are wanted of its transfer. */
interface RemoteStudy {
  readonly uid: string;
  readonly series: readonly { readonly uid: string; readonly instances: readonly string[] }[];
}

/**
 * All are judged before one is retrieved, and told; then one after the other comes, each whole before it is in the store.
 *
 * @throws ArchiveUnusable where the service can't be reached, lets nobody in, or does not speak as one does
 */
export async function webInventoryOf(inventory: WebInventory): Promise<Inventory> {
  const { service, dates, store, tell } = inventory;
  const tally = inventoryTally();
  const fit: RemoteStudy[] = [];
  const codes: string[] = [];
  for await (const study of studiesWithCt(service, dates)) {
    const judged = await judgedStudy(service, study);
    if (typeof judged === 'string') codes.push(judged);
    else fit.push(judged);
  }
  for (const code of codes) tally.refuse(code);
  tell(`${fit.length} of ${fit.length + codes.length} studies qualify by their headers`);
  for (const [n, study] of fit.entries()) {
    const had = await knownMarker(store, study, inventory);
    const outcome = had ?? (await retrieved(inventory, study));
    if (typeof outcome === 'object' && 'refused' in outcome) tally.refuse(outcome.refused);
    else tally.put(outcome);
    if (had === null) tell(`retrieved: ${n + 1} of ${fit.length}`);
  }
  return tally.told();
}

/** Or the code that it would be refused with. */
async function judgedStudy(service: WebService, study: FoundStudy): Promise<RemoteStudy | string> {
  const { uid } = study;
  const files: { id: string; bytes: Uint8Array }[] = [];
  const series: RemoteStudy['series'][number][] = [];
  for (const { uid: own, instances } of await ctSeriesOf(service, study)) {
    const headers = await ofStudy(() => headersOf(service, uid, own));
    // A study that is still coming in, or headers by pages: what is not told would be missing unseen at an end of the stack.
    if (headers === null || (instances !== null && instances !== headers.length)) return NOT_RETRIEVED;
    if (headers.some((header) => !isOf(header, uid, own))) return NOT_RETRIEVED;
    if (!headers.some(isCt)) continue;
    series.push({ uid: own, instances: headers.map((header) => uidOf(header, SOP_INSTANCE, service)) });
    for (const header of headers.filter(isCt)) {
      const bytes = fileOf(header);
      if (bytes === null) return UNREADABLE;
      files.push({ id: String(files.length), bytes });
    }
  }
  if (files.length === 0) return 'NO_CT_SERIES';
  return (await refusalOf(files)) ?? { uid, series };
}

/** Of the study and series that were asked for, where it says so. */
function isOf(header: JsonDataSet, study: string, series: string): boolean {
  const [itsStudy, itsSeries] = [STUDY, SERIES].map((tag) => header[tag]?.Value?.[0]);
  return (itsStudy ?? study) === study && (itsSeries ?? series) === series;
}

function isCt(header: JsonDataSet): boolean {
  return CT_CLASSES.includes(String(header[SOP_CLASS]?.Value?.[0]));
}

function fileOf(header: JsonDataSet): Uint8Array | null {
  try {
    return headerFile(header);
  } catch {
    // What it says of the values is theirs.
    return null;
  }
}

async function retrieved(
  { service, store, site }: WebInventory,
  study: RemoteStudy,
): Promise<ChosenStudy | typeof KNOWN | { readonly refused: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'osteon-inventory-'));
  try {
    const paths: string[] = [];
    const files: { id: string; bytes: Uint8Array }[] = [];
    for (const { uid, instances } of study.series) {
      const objects = await ofStudy(() => seriesObjects(service, study.uid, uid, new Set(instances)));
      if (objects === null) return { refused: NOT_RETRIEVED };
      for (const bytes of objects) {
        const path = join(folder, `${paths.length}.dcm`);
        await writeFile(path, bytes);
        paths.push(path);
        files.push({ id: String(files.length), bytes });
      }
    }
    // The service's headers may say something else than its objects do.
    const code = await refusalOf(files);
    if (code !== null) return { refused: code };
    const put = await putStudy(store, paths, site);
    if (put !== KNOWN && 'marker' in put)
      await putJson(store, keyOf(study, { service, site }), retrievedSchema, {
        schema: 'osteon/retrieved/1',
        ...{ studyId: put.studyId, marker: put.marker },
      });
    return put;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Null where it is this study's fault: it is gone, cut, or not what its headers name. */
async function ofStudy<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof ArchiveUnusable) || cause.cause !== undefined) throw cause;
    if (cause.status !== null && OF_THE_SERVICE.includes(cause.status)) throw cause;
    return null;
  }
}

/** What was retrieved before is not transferred again. */
const retrievedSchema = z.object({
  schema: z.literal('osteon/retrieved/1'),
  studyId: z.string(),
  marker: artifactRefSchema,
});

async function knownMarker(
  store: ObjectStore,
  study: RemoteStudy,
  of: Pick<WebInventory, 'service' | 'site'>,
) {
  const key = keyOf(study, of);
  const bytes = await unlessMissing(store, key);
  if (bytes === null) return null;
  const { studyId, marker } = retrievedSchema.parse(parsedJson(bytes, key));
  // A store may have been emptied since.
  return (await unlessMissing(store, marker.key)) === null ? null : { studyId, marker };
}

/** By what it is of: the service, the site, and every instance. */
function keyOf(study: RemoteStudy, { service, site }: Pick<WebInventory, 'service' | 'site'>): string {
  const text = JSON.stringify([service.url, site, study]);
  return `campaigns/retrieved/${sha256(new TextEncoder().encode(text)).slice(0, 32)}.json`;
}
