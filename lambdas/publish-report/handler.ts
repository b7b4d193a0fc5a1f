/** PublishReport: the PDF that a radiologist reads, and the same as data. */
import { assessmentKey, putBytes, putJson } from '../shared/artifacts.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { resultSchema } from '../shared/contracts/result.ts';
import { publishReportInputSchema, publishReportOutputSchema } from '../shared/contracts/states.ts';

import { makeReport } from './report.ts';
import { readReportData } from './report-data.ts';
import { resultOf } from './result.ts';

export const handler = stepHandler({
  name: 'PublishReport',
  input: publishReportInputSchema,
  output: publishReportOutputSchema,
  async run(input, { store, log }) {
    const data = await readReportData(store, input);
    log.progress('drawing the report');
    const pdf = await makeReport(data);
    const result = resultOf(data);
    return {
      outcome: result.outcome,
      report: await putBytes(
        store,
        assessmentKey(input, 'report.pdf'),
        'osteon/report/1',
        pdf,
        'application/pdf',
      ),
      result: await putJson(store, assessmentKey(input, 'result.json'), resultSchema, result),
    };
  },
});
