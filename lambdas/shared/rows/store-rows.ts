/** An assessment that has ended, whatever its outcome, as rows that analysts query. */
import { calibrationSchema } from '../../../contracts/calibration/calibration.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { resultSchema, type Result } from '../../../contracts/result.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { rowsOf, TABLES, type TableName } from '../../../report/rows/tables.ts';

import { assessmentKey, getJson, putBytes, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import { ObjectMissing, type ObjectStore } from '../object-store.ts';

import { parquetOf } from './parquet.ts';
import type { Pseudonyms } from './pseudonym.ts';
import { rowsKey } from './rows-key.ts';

const ROWS_ARTIFACT = 'osteon/rows/1';

/**
 * Again, it writes the same bytes to the same keys: no row is ever there twice.
 *
 * @returns one file a table
 * @throws ObjectMissing where it has neither a result nor the report of a fault
 */
export async function storeRows(
  store: ObjectStore,
  assessment: AssessmentKey,
  pseudonym: Pseudonyms,
): Promise<readonly ArtifactRef[]> {
  const result = await resultOf(store, assessment);
  const read = async <T>(schema: string, of: (ref: ArtifactRef) => Promise<T>): Promise<T | null> => {
    const ref = result.artifacts.find((one) => one.schema === schema);
    return ref === undefined ? null : of(ref);
  };
  const ct = await read('osteon/ct/1', (ref) => getJson(store, ref, ctSchema));
  const calibration = await read('osteon/calibration/2', (ref) => getJson(store, ref, calibrationSchema));
  const site = await read('osteon/study/1', async (ref) => {
    // A marker that is none may be what the study was refused for.
    const marker = studyManifestSchema.safeParse(parsedJson(await store.get(ref.key), ref.key));
    return marker.data?.site ?? null;
  });
  const patient = pseudonym(site, ct?.patient.id ?? null);
  const rows = rowsOf({ result, ct, calibration, site, patient, revision: 0, signed: false });
  return Promise.all(
    (Object.keys(TABLES) as TableName[]).map(async (table) => {
      const bytes = parquetOf(TABLES[table].columns, rows[table]);
      const at = rowsKey({ table, site, date: ct?.study.date ?? null, revision: 0, ...assessment });
      return putBytes(store, at, ROWS_ARTIFACT, bytes, 'application/vnd.apache.parquet');
    }),
  );
}

/** A result stands whatever failed after it. */
async function resultOf(store: ObjectStore, assessment: AssessmentKey): Promise<Result> {
  const read = async (name: string): Promise<Result> => {
    const key = assessmentKey(assessment, name);
    return checked(resultSchema, parsedJson(await store.get(key), key), key);
  };
  return read('result.json').catch((cause: unknown) => {
    if (cause instanceof ObjectMissing) return read('fault.json');
    throw cause;
  });
}
