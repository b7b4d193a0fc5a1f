/**
 * One look at what a site has copied below `arrivals/SITE/`: studies of which nothing has changed for the quiet period are closed
 * and completed as uploads are. The same book, and the same rule for incomplete files, as for a folder that is watched.
 */
import { SOURCE_FILE_SCHEMA, type StudyManifest } from '../../contracts/study.ts';
import { heldUp } from '../shared/arrivals/held-up.ts';
import { versionWith, type SentVersion } from '../shared/arrivals/sent-version.ts';
import { StudyBook, type ClosedStudy } from '../shared/arrivals/study-book.ts';
import { putJson } from '../shared/artifacts.ts';
import { calibrationSnapshot } from '../shared/calibrations/registry.ts';
import type { ListedStore, StoredObject } from '../shared/object-store.ts';
import { completeStudy, studyIdOf } from '../shared/studies/complete-study.ts';
import { documentAt } from '../shared/studies/site-index.ts';
import type { UploadStore } from '../shared/upload-store.ts';

import {
  arrivalsRecordSchema,
  fileKeyOf,
  NOTHING_YET,
  recordKey,
  type ArrivalsRecord,
  type ReadFile,
} from './arrivals-record.ts';
import { arrivedFileKey, readFiles } from './read-files.ts';

/** Below it a folder a site. */
export const ARRIVALS = 'arrivals/';

export interface SiteLook {
  readonly store: ListedStore;
  readonly uploads: Pick<UploadStore, 'has'>;
  readonly site: string;
  readonly quietMs: number;
  readonly now: () => number;
  /** No further file is begun to be read after this, ms. */
  readonly until: number;
  /** Told of a study that could not be completed: the others are. */
  readonly failed: (cause: unknown) => void;
}

export interface SiteLooked {
  readonly files: number;
  readonly completed: number;
  /** Files of which not all is there: they hold up their study, or those beside them, until they are whole or gone. */
  readonly incomplete: number;
}

/** @throws ContractBroken where the record is none: what was handed on is then not known */
export async function collectSite(look: SiteLook): Promise<SiteLooked> {
  const { store, site, quietMs, now, failed } = look;
  const key = recordKey(site);
  const before = (await documentAt(look, key, arrivalsRecordSchema)) ?? NOTHING_YET;
  const found = (await store.listed(`${ARRIVALS}${site}/`)).filter(({ key: path }) => !isPassedOver(path));
  const files = await readFiles(look, found, before);
  const book = bookOf(found, files, quietMs, now());
  const sent = sentOf(before, files);
  let completed = 0;
  for (const closed of book.due(now())) {
    const versions = sent[closed.study] ?? [];
    const names = closed.files.map(({ name }) => name);
    if (versionWith(versions, names) !== null) continue;
    try {
      await completeStudy(store, site, await manifestOf(store, site, closed));
      const version: SentVersion = {
        version: (versions.at(-1)?.version ?? 0) + 1,
        files: names,
        outcome: 'delivered',
        sentAt: now(),
      };
      sent[closed.study] = [...versions, version];
      completed++;
    } catch (cause) {
      failed(cause);
    }
  }
  const after: ArrivalsRecord = { schema: 'osteon/arrivals/1', files: readOnes(files), sent };
  if (JSON.stringify(after) !== JSON.stringify(before))
    await putJson(store, key, arrivalsRecordSchema, after);
  const incomplete = [...files.values()].filter((file) => file?.is === 'incomplete').length;
  return { files: found.length, completed, incomplete };
}

/** Hidden files, by which copying programs go, and what the console of S3 makes for a folder. */
function isPassedOver(key: string): boolean {
  return key.endsWith('/') || key.split('/').some((part) => part.startsWith('.'));
}

function bookOf(
  found: readonly StoredObject[],
  files: ReadonlyMap<string, ReadFile | null>,
  quietMs: number,
  now: number,
): StudyBook {
  const book = new StudyBook({ quietMs, endedMs: quietMs });
  // The last that came decides.
  for (const { key, changedAt } of found.toSorted((a, b) => a.changedAt - b.changedAt)) {
    const file = files.get(key);
    if (file?.is === 'of-study')
      book.add(file.study, { name: file.name, path: file.sha256 }, changedAt, null);
  }
  for (const study of heldUp(files).keys()) book.hold(study, now);
  return book;
}

/** Of studies that are gone from the prefix nothing is kept. */
function sentOf(before: ArrivalsRecord, files: ReadonlyMap<string, ReadFile | null>) {
  const there = new Set<string>();
  for (const file of files.values()) if (file?.is === 'of-study') there.add(file.study);
  return Object.fromEntries(Object.entries(before.sent).filter(([study]) => there.has(study)));
}

function readOnes(files: ReadonlyMap<string, ReadFile | null>): ArrivalsRecord['files'] {
  return Object.fromEntries(
    [...files].flatMap(([key, file]) => (file === null ? [] : [[fileKeyOf(key), file] as const])),
  );
}

async function manifestOf(store: ListedStore, site: string, { files }: ClosedStudy): Promise<StudyManifest> {
  const digests = [...new Set(files.map(({ path }) => path))].sort();
  const calibrations = await calibrationSnapshot(store, site);
  return {
    schema: 'osteon/study/1',
    studyId: studyIdOf(site, digests),
    site,
    files: digests.map((sha256) => ({
      key: arrivedFileKey(site, sha256),
      schema: SOURCE_FILE_SCHEMA,
      sha256,
    })),
    labels: null,
    ...(calibrations === null ? {} : { calibrations }),
    order: null,
  };
}
