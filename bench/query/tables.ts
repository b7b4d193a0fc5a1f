/** Rows of the digital archive as files, as `StoreResults` lays them out or with many studies in one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { parquetOf } from '../../lambdas/shared/rows/parquet.ts';
import { rowsKey } from '../../lambdas/shared/rows/rows-key.ts';
import {
  ASSESSMENT_TABLES,
  rowsOf,
  TABLES,
  type AssessmentTable,
  type Row,
} from '../../report/rows/tables.ts';

import type { TrueAssessment } from './archive.ts';
import { sourceOf } from './documents.ts';

/** One file an assessment and table. */
export function writeEach(out: string, archive: readonly TrueAssessment[]): void {
  for (const one of archive) {
    const rows = rowsOf(sourceOf(one));
    for (const table of ASSESSMENT_TABLES) writeRows(join(out, keyOf(one, table)), table, rows[table]);
  }
}

/** One file a month, site and table. @returns bytes that were written */
export function writePacked(out: string, archive: readonly TrueAssessment[]): number {
  let bytes = 0;
  for (const together of Map.groupBy(archive, (one) => dirname(keyOf(one, 'assessments'))).values()) {
    const all = together.map((one) => rowsOf(sourceOf(one)));
    for (const table of ASSESSMENT_TABLES)
      bytes += writeRows(
        join(out, keyOf(together[0]!, table)),
        table,
        all.flatMap((rows) => rows[table]),
      );
  }
  return bytes;
}

/** Of a failed assessment no date is known (decision 0048). */
export function keyOf(one: TrueAssessment, table: AssessmentTable): string {
  const { scanner, studyId, assessmentId, revision } = one;
  const date = one.outcome === 'failed' ? null : one.date;
  return rowsKey({ table, site: scanner.site, date, studyId, assessmentId, revision });
}

/** @returns bytes that were written */
export function writeRows(path: string, table: AssessmentTable, rows: readonly Row[]): number {
  mkdirSync(dirname(path), { recursive: true });
  const bytes = parquetOf(TABLES[table].columns, rows);
  writeFileSync(path, bytes);
  return bytes.length;
}
