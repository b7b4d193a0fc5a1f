/** PublishReport and ReportFault: the PDF that a radiologist reads, and the same as data. */
import { assessmentKey, putBytes, putJson } from '../shared/artifacts.ts';
import { currentPatientPorts } from '../shared/aws/row-ports.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { inParallel } from '../shared/in-parallel.ts';
import { resultSchema } from '../../contracts/result.ts';
import { publishReportInputSchema, publishReportOutputSchema } from '../../contracts/states.ts';

import { dicomObjects } from '../../report/dicom/dicom-objects.ts';
import { fhirBundle } from '../../report/ehr/fhir/bundle.ts';
import { oruMessage } from '../../report/ehr/hl7/message.ts';
import { claimSheet } from '../../report/pdf/claim/claim-sheet.ts';
import { makePagedReport } from '../../report/report.ts';
import { readFaultData } from './read-fault-data.ts';
import { readReportData } from './read-report-data.ts';
import { resultOf } from '../../report/result.ts';

/** Below the assessment's folder. */
const FILES = {
  pdf: 'report.pdf',
  json: 'result.json',
  fhir: 'fhir.json',
  hl7: 'oru.hl7',
  claim: 'claim-support.pdf',
} as const;
/** A result of the same assessment stands: a run that fails has files of its own. */
const FAULT_FILES = {
  pdf: 'fault.pdf',
  json: 'fault.json',
  fhir: 'fault.fhir.json',
  hl7: 'fault.oru.hl7',
  claim: 'fault.claim-support.pdf',
} as const;

/** Written at a time: of each a store says when it is safe. */
const FILES_AT_ONCE = 4;

export const handler = stepHandler({
  name: 'PublishReport',
  input: publishReportInputSchema,
  output: publishReportOutputSchema,
  async run(input, { store, log }) {
    const file = input.fault === undefined ? FILES : FAULT_FILES;
    const data =
      input.fault === undefined
        ? await readReportData(store, input, currentPatientPorts)
        : await readFaultData(store, input, input.fault);
    log.progress('creating the report');
    const { pdf, pages } = await makePagedReport(data);
    const result = resultOf(data);
    // Counted by outcome and code (cdk/lib/operations/), which are of closed lists.
    log.info('report made', {
      outcome: result.outcome,
      code: result.refusal?.code ?? result.fault?.code ?? 'none',
    });
    const others: readonly (readonly [name: string, type: string, content: string | Uint8Array])[] = [
      ...dicomObjects(data, result, pdf).map(
        ({ name, bytes }) => [`dicom/${name}`, 'application/dicom', bytes] as const,
      ),
      [file.fhir, 'application/fhir+json', JSON.stringify(fhirBundle(data, result, pdf))],
      [file.hl7, 'x-application/hl7-v2+er7', oruMessage(data, result, pdf)],
      [file.claim, 'application/pdf', await claimSheet(data, result, pages)],
    ];
    await inParallel(others, FILES_AT_ONCE, ([name, type, content]) =>
      store.put(
        assessmentKey(input, name),
        typeof content === 'string' ? Buffer.from(content) : content,
        type,
      ),
    );
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
