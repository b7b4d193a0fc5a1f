/** PublishReport and ReportFault: the PDF that a radiologist reads, and the same as data. */
import { assessmentKey, putBytes, putJson } from '../shared/artifacts.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { resultSchema } from '../../contracts/result.ts';
import { publishReportInputSchema, publishReportOutputSchema } from '../../contracts/states.ts';

import { dicomObjects } from '../../report/dicom/dicom-objects.ts';
import { fhirBundle } from '../../report/ehr/fhir/bundle.ts';
import { makeReport } from '../../report/report.ts';
import { readFaultData } from './read-fault-data.ts';
import { readReportData } from './read-report-data.ts';
import { resultOf } from '../../report/result.ts';

/** Below the assessment's folder. */
const FILES = { pdf: 'report.pdf', json: 'result.json', fhir: 'fhir.json' } as const;
/** A result of the same assessment stands: a run that fails has files of its own. */
const FAULT_FILES = { pdf: 'fault.pdf', json: 'fault.json', fhir: 'fault.fhir.json' } as const;

export const handler = stepHandler({
  name: 'PublishReport',
  input: publishReportInputSchema,
  output: publishReportOutputSchema,
  async run(input, { store, log }) {
    const file = input.fault === undefined ? FILES : FAULT_FILES;
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
    for (const { name, body, type } of [
      { name: file.fhir, body: JSON.stringify(fhirBundle(data, result, pdf)), type: 'application/fhir+json' },
    ])
      await putBytes(store, assessmentKey(input, name), type, new TextEncoder().encode(body), type);
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
