/** PublishReport and ReportFault: the PDF that a radiologist reads, and the same as data. */
import { assessmentKey, putBytes, putJson } from '../shared/artifacts.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { resultSchema } from '../../contracts/result.ts';
import { publishReportInputSchema, publishReportOutputSchema } from '../../contracts/states.ts';

import { dicomObjects } from '../../report/dicom/dicom-objects.ts';
import { makeReport } from '../../report/report.ts';
import { readFaultData } from './read-fault-data.ts';
import { readReportData } from './read-report-data.ts';
import { resultOf } from '../../report/result.ts';

/** Of a fault's report, below the assessment's folder. */
const FAULT_FILES = { pdf: 'fault.pdf', json: 'fault.json' } as const;

export const handler = stepHandler({
  name: 'PublishReport',
  input: publishReportInputSchema,
  output: publishReportOutputSchema,
  async run(input, { store, log }) {
    // A result of the same assessment stands: a run that fails has files of its own.
    const file = input.fault === undefined ? { pdf: 'report.pdf', json: 'result.json' } : FAULT_FILES;
    const data =
      input.fault === undefined
        ? await readReportData(store, input)
        : await readFaultData(store, input, input.fault);
    log.progress('creating the report');
    const pdf = await makeReport(data);
    const result = resultOf(data);
    // Counted by outcome and code (cdk/lib/operations/), which are of closed lists.
    log.info('report made', {
      outcome: result.outcome,
      code: result.refusal?.code ?? result.fault?.code ?? 'none',
    });
    for (const { name, bytes } of dicomObjects(data, result, pdf))
      await putBytes(store, assessmentKey(input, `dicom/${name}`), 'dicom', bytes, 'application/dicom');
    return {
      outcome: result.outcome,
      fault: result.fault,
      report: await putBytes(
        store,
        assessmentKey(input, file.pdf),
        'osteon/report/1',
        pdf,
        'application/pdf',
      ),
      result: await putJson(store, assessmentKey(input, file.json), resultSchema, result),
    };
  },
});
