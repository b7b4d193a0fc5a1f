/** Names and words in scripts that the embedded faces do not have. */
import type { Patient } from 'fhir/r4.js';
import { beforeAll, describe, expect, test } from 'vitest';

import type { ReportData } from '../../../../report/report-data.ts';
import { fhirBundle } from '../../../../report/ehr/fhir/bundle.ts';
import { oruMessage } from '../../../../report/ehr/hl7/message.ts';
import { makeReport } from '../../../../report/report.ts';
import { resultOf } from '../../../../report/result.ts';
import { nameGroups } from '../../../../spine/ct/index.ts';
import { PDF, studyData } from '../../ehr/documented.ts';
import { runsOf } from '../pdf-runs.ts';

let data: ReportData;
beforeAll(async () => {
  // One page and no picture: what is asked of is its head.
  data = await studyData('refused');
});

function named(patientName: string, institution: string | null = null): ReportData {
  const about = data.about!;
  return {
    ...data,
    about: {
      ...about,
      patient: { ...about.patient, name: nameGroups(patientName)[0] ?? null },
      study: { ...about.study, institution },
      dicom: { ...about.dicom!, patientName },
    },
  };
}

async function textOf(of: ReportData): Promise<string> {
  return runsOf(await makeReport(of))
    .map(({ text }) => text)
    .join('\n');
}

describe('a name', () => {
  test.each([
    ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'Yamada, Tarou'],
    ['Hong^Gildong=洪^吉洞=홍^길동', 'Hong, Gildong'],
    ['王^小東=Wang^XiaoDong', 'Wang, XiaoDong'],
    ['Люкceмбypг^Ян', 'Люкceмбypг, Ян'],
  ])('%s is printed by its group that has all its letters', async (patientName, told) => {
    const text = await textOf(named(patientName));
    // At the head of the page and in the block below it.
    expect(text.split(told)).toHaveLength(3);
    expect(text).not.toContain('□');
  });

  test('in letters that are not there is told to be that, and is whole in the records', async () => {
    const of = named('=山田^太郎=やまだ^たろう');
    const text = await textOf(of);
    expect(text.split('Name not available in print; see the ID')).toHaveLength(3);
    expect(text).not.toContain('□');
    const result = resultOf(of);
    const patient = fhirBundle(of, result, PDF)
      .entry!.map(({ resource }) => resource!)
      .find((one): one is Patient => one.resourceType === 'Patient');
    expect(patient!.name).toEqual([{ text: '山田, 太郎', family: '山田', given: ['太郎'] }]);
    expect(oruMessage(of, result, PDF)).toMatch(/\rPID\|1\|\|[^|]*\|\|山田\^太郎\|/);
  });
});

test('other words say what stands for a letter that is not there, once at the foot of a page', async () => {
  const text = await textOf(named('Doe^Jane', '東京病院 Tokyo'));
  expect(text).toContain('□□□□ Tokyo');
  expect(text).toContain('□: character not available in print.');
  expect(await textOf(named('Doe^Jane', 'Tokyo'))).not.toContain('□');
});
