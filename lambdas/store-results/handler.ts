/** StoreResults: every outcome as rows that analysts query. */
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import { ctSchema } from '../../contracts/ct.ts';
import { resultSchema } from '../../contracts/result.ts';
import { storeResultsInputSchema, storeResultsOutputSchema } from '../../contracts/states.ts';
import { rowsOf, TABLES, type TableName } from '../../report/rows/tables.ts';
import { getJson, putBytes } from '../shared/artifacts.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { patientPseudonym } from '../shared/pseudonym.ts';
import { getMarker, unlessBroken } from '../shared/site-documents.ts';

import { parquetOf } from './parquet.ts';
import { rowsKey } from './rows-key.ts';

const ROWS_ARTIFACT = 'osteon/rows/1';

export const handler = stepHandler({
  name: 'StoreResults',
  input: storeResultsInputSchema,
  output: storeResultsOutputSchema,
  async run(input, { store, log }) {
    const result = await getJson(store, input.report.result, resultSchema);
    // A marker that can't be read may be what the study was refused for.
    const marker = await unlessBroken(() => getMarker(store, input));
    const site = marker?.site ?? null;
    const ct = input.ct === undefined ? null : await getJson(store, input.ct.artifact, ctSchema);
    const calibration =
      input.calibration === undefined
        ? null
        : await getJson(store, input.calibration.artifact, calibrationSchema);
    const patient = patientPseudonym(site, ct?.patient.id ?? null);
    const rows = rowsOf({ result, ct, calibration, site, patient, revision: 0, signed: false });
    const stored = await Promise.all(
      (Object.keys(TABLES) as TableName[]).map(async (table) => {
        const bytes = parquetOf(TABLES[table].columns, rows[table]);
        const key = rowsKey({ table, site, date: ct?.study.date ?? null, revision: 0, ...input });
        return putBytes(store, key, ROWS_ARTIFACT, bytes, 'application/vnd.apache.parquet');
      }),
    );
    log.info('results stored', { levels: rows.levels.length });
    return { rows: stored };
  },
});
