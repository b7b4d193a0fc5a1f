/** An assessment that has ended, whatever its outcome, as rows that analysts query. */
import type { z } from 'zod';

import { calibrationSchema } from '../../../contracts/calibration/calibration.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { resultSchema, type Result } from '../../../contracts/result.ts';
import { isSigned } from '../../../contracts/review/review.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import type { ExecutionFacts } from '../../../report/rows/row-source.ts';
import {
  ASSESSMENT_TABLES,
  rowsOf,
  TABLES,
  type AssessmentTable,
  type Row,
} from '../../../report/rows/tables.ts';

import { assessmentKey, getJson, putBytes, unlessMissing, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import type { ObjectStore } from '../object-store.ts';
import { putPatientAssessment } from '../priors/patient-index.ts';
import { getOrder, unlessBroken } from '../site-documents.ts';

import { parquetOf } from './parquet.ts';
import { patientPseudonyms, type Pseudonyms } from './pseudonym.ts';
import { rowsKey } from './rows-key.ts';

const ROWS_ARTIFACT = 'osteon/rows/1';

/** What rows are made with, beside the assessment. */
export interface RowMaking {
  readonly pseudonym: Pseudonyms;
  /** Null where nobody has kept which execution it was. */
  readonly execution: ExecutionFacts | null;
  /** Rows that are there stay as they are. */
  readonly onlyMissing?: boolean;
}

/**
 * Again, it writes the same bytes to the same keys: no row is ever there twice.
 *
 * @param result of the assessment, or the report of its fault where it has none
 * @returns one file a table; none where rows stay
 */
export async function storeRows(
  store: ObjectStore,
  result: Result,
  { pseudonym, execution, onlyMissing = false }: RowMaking,
): Promise<readonly ArtifactRef[]> {
  const read = async <T>(schema: string, of: (ref: ArtifactRef) => Promise<T>): Promise<T | null> => {
    const ref = result.artifacts.find((one) => one.schema === schema);
    return ref === undefined ? null : of(ref);
  };
  const ct = await read('osteon/ct/1', (ref) => getJson(store, ref, ctSchema));
  const calibration = await read('osteon/calibration/2', (ref) => getJson(store, ref, calibrationSchema));
  // A marker or an order that is none may be what the study was refused for.
  const document = <T extends z.ZodType>(schema: string, contract: T) =>
    read(schema, async (ref) => {
      return contract.safeParse(parsedJson(await store.get(ref.key), ref.key)).data ?? null;
    });
  const order = await read('osteon/order/1', (ref) => unlessBroken(() => getOrder(store, ref)));
  const site = (await document('osteon/study/1', studyManifestSchema))?.site ?? null;
  const date = ct?.study.date ?? null;
  const revision = result.review?.revision ?? 0;
  const signed = result.review !== undefined && isSigned(result.review);
  const at = (table: AssessmentTable, month: string | null): string =>
    rowsKey({ table, site, date: month, revision, ...result });
  const put = (month: string | null, of: Readonly<Record<AssessmentTable, readonly Row[]>>) =>
    Promise.all(
      ASSESSMENT_TABLES.map((table) => {
        const bytes = parquetOf(TABLES[table].columns, of[table]);
        return putBytes(store, at(table, month), ROWS_ARTIFACT, bytes, 'application/vnd.apache.parquet');
      }),
    );
  // An execution that failed knew no date: its rows lie elsewhere, and end with the first result.
  if (
    result.fault === null &&
    date !== null &&
    (await unlessMissing(store, at('assessments', null))) !== null
  )
    await put(null, NO_ROWS);
  const patient = ct === null ? null : await patientPseudonyms(pseudonym, site, ct.patient);
  // What an issuer contradicts is told by the comparison: who has none may be the same person.
  if (patient !== null) await putPatientAssessment(store, patient.anyIssuer, result, date);
  if (onlyMissing) {
    const there = await Promise.all(ASSESSMENT_TABLES.map((table) => unlessMissing(store, at(table, date))));
    if (there.every((bytes) => bytes !== null)) return [];
  }
  return put(date, rowsOf({ result, ct, calibration, order, site, patient, revision, signed, execution }));
}

const NO_ROWS: Readonly<Record<AssessmentTable, readonly Row[]>> = { assessments: [], levels: [], steps: [] };

/** The result of an assessment, or null. */
export async function storedResult(
  store: ObjectStore,
  assessment: AssessmentKey,
  name: 'result.json' | 'fault.json' = 'result.json',
): Promise<Result | null> {
  const key = assessmentKey(assessment, name);
  const bytes = await unlessMissing(store, key);
  return bytes === null ? null : checked(resultSchema, parsedJson(bytes, key), key);
}
