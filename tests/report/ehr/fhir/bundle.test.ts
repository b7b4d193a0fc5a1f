/** The bundle as a records system reads it: structure by the official schema, bindings, references, and what it says of each state. */
import type { Bundle, Coding, DiagnosticReport, Observation, Provenance, RiskAssessment } from 'fhir/r4.js';
import { beforeAll, describe, expect, test } from 'vitest';

import { levelFindings } from '../../../../report/ehr/level-findings.ts';
import { OWN_CODES, vertebra } from '../../../../report/dicom/codes.ts';
import { fhirBundle } from '../../../../report/ehr/fhir/bundle.ts';
import { SYSTEM } from '../../../../report/ehr/fhir/codings.ts';
import { CODES_SYSTEM, OWN_SYSTEM } from '../../../../report/ehr/fhir/ids.ts';
import type { ReportData } from '../../../../report/report-data.ts';
import { resultOf } from '../../../../report/result.ts';
import { refusalCodeSchema } from '../../../../contracts/codes/codes.ts';
import { VARIANTS } from '../../page-variants.ts';
import { PDF, READER, reviewedData, studyData } from '../documented.ts';

import { r4Validator } from './r4-schema.ts';

/** As it is written to the file and read again. */
const bundleOf = (data: ReportData): Bundle =>
  JSON.parse(JSON.stringify(fhirBundle(data, resultOf(data), PDF))) as Bundle;
const resources = (bundle: Bundle) => bundle.entry!.map(({ resource }) => resource!);
const of = <T extends { resourceType: string }>(bundle: Bundle, type: T['resourceType']): T[] =>
  resources(bundle).filter(({ resourceType }) => resourceType === type) as unknown as T[];
const reportIn = (bundle: Bundle): DiagnosticReport => of<DiagnosticReport>(bundle, 'DiagnosticReport')[0]!;

/** Every object of the tree. */
function* objects(value: unknown): Generator<Record<string, unknown>> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* objects(inner);
}

let problemsOf: ReturnType<typeof r4Validator>;
const bundles = new Map<string, Bundle>();
beforeAll(async () => {
  problemsOf = r4Validator();
  for (const name of Object.keys(VARIANTS)) bundles.set(name, bundleOf(await studyData(name)));
  bundles.set('signed', bundleOf(await reviewedData(['preliminary', 'final'])));
  bundles.set('amended', bundleOf(await reviewedData(['final', 'addendum'])));
}, 60_000);

describe.each([...Object.keys(VARIANTS), 'signed', 'amended'])('the bundle of a study that is %s', (name) => {
  test('has the structure that FHIR R4 asks for', () => {
    const bundle = bundles.get(name)!;
    for (const one of [bundle, ...resources(bundle)]) expect(problemsOf(one), one.resourceType).toEqual([]);
  });

  test('refers to nothing that is not in it, and names each resource once', () => {
    const bundle = bundles.get(name)!;
    const urls = bundle.entry!.map(({ fullUrl }) => fullUrl!);
    expect(new Set(urls).size).toBe(urls.length);
    for (const { fullUrl, resource } of bundle.entry!) expect(fullUrl).toBe(`urn:uuid:${resource!.id!}`);
    for (const url of urls)
      expect(url).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const referred = [...objects(bundle)].flatMap(({ reference }) =>
      typeof reference === 'string' ? [reference] : [],
    );
    for (const one of referred) expect(urls).toContain(one);
  });

  test('codes with what is standard or documented, and nothing else', () => {
    const codings = [...objects(bundles.get(name)!)].filter(
      (one) => typeof one.system === 'string' && typeof one.code === 'string',
    ) as unknown as Coding[];
    const sites = ['T12', 'L1', 'L2', 'L3', 'L4', 'V1'].map((level) => vertebra(level).CodeValue);
    const allowed: Record<string, readonly string[]> = {
      [OWN_SYSTEM]: Object.keys(OWN_CODES),
      [CODES_SYSTEM]: refusalCodeSchema.options,
      [SYSTEM.absent]: ['not-performed', 'error'],
      [SYSTEM.category]: ['imaging'],
      [SYSTEM.dicom]: ['CT'],
      [SYSTEM.identifierType]: ['ACSN'],
      [SYSTEM.interpretation]: ['N', 'L', 'A', 'IND'],
      [SYSTEM.loinc]: ['18748-4'],
      [SYSTEM.participant]: ['assembler', 'verifier'],
      [SYSTEM.section]: ['RAD'],
      [SYSTEM.signature]: ['1.2.840.10065.1.12.1.5', '1.2.840.10065.1.12.1.15'],
      [SYSTEM.snomed]: sites,
      [SYSTEM.ucum]: ['N', 'mm', 'mg/cm3', '%', '1', 'a'],
    };
    for (const { system, code } of codings) expect(allowed[system!], `${system} ${code}`).toContain(code);
  });

  test('has a value in every observation, or the reason why it has none', () => {
    for (const one of of<Observation>(bundles.get(name)!, 'Observation')) {
      const values = Object.keys(one).filter((key) => key.startsWith('value'));
      expect(values.length + (one.dataAbsentReason === undefined ? 0 : 1), one.id).toBe(1);
      if (one.dataAbsentReason !== undefined) expect(one.dataAbsentReason.text).not.toBe('');
    }
  });
});

test('is the same bytes twice, and other resources in another revision', async () => {
  const data = await studyData('whole');
  expect(bundleOf(data)).toEqual(bundleOf(data));
  expect(bundles.get('signed')!.id).not.toBe(bundles.get('whole')!.id);
});

test('carries the report itself', () => {
  const [form] = reportIn(bundles.get('whole')!).presentedForm!;
  expect(form).toMatchObject({ contentType: 'application/pdf', size: PDF.length });
  expect(Buffer.from(form!.data!, 'base64')).toEqual(Buffer.from(PDF));
});

test('tells each level with its vertebra, and a refused one with its reason', () => {
  const observations = of<Observation>(bundles.get('whole')!, 'Observation');
  const at = (level: string) => observations.filter(({ bodySite }) => bodySite?.text === level);
  expect(at('L2').map(({ code }) => code.coding![0]!.code)).toEqual([
    'strength', 'vbmd', 'anterior-height', 'middle-height', 'posterior-height', 'genant-grade',
  ]); // prettier-ignore
  expect(at('L2')[0]!.bodySite!.coding).toEqual([{ system: SYSTEM.snomed, code: '14293000' }]);
  for (const one of at('L4'))
    expect(one.dataAbsentReason!.coding).toMatchObject([
      { system: SYSTEM.absent, code: 'not-performed' },
      { system: CODES_SYSTEM, code: 'LEVEL_TRUNCATED' },
    ]);
  // A level without a name is at the spine, with the names that it may have.
  const [unnamed] = of<Observation>(bundles.get('unsettled')!, 'Observation').filter(({ bodySite }) =>
    bodySite?.text?.startsWith('V1'),
  );
  expect(unnamed!.bodySite).toMatchObject({
    coding: [{ code: '421060004' }],
    text: 'V1: most likely T8 (0.68) or T9 (0.31)',
  });
});

test('a level whose processing failed says so, and no more than that', async () => {
  const [level] = resultOf(await studyData('nothing-solved')).levels;
  const found = levelFindings({ ...level!, status: 'failed' });
  for (const { value } of found)
    expect(value).toMatchObject({ kind: 'error', refusal: level!.refusal!.code });
});

test('what a reader has said outweighs the interpretation of what was measured', () => {
  const grades = of<Observation>(bundles.get('whole')!, 'Observation').filter(
    ({ code }) => code.coding![0]!.code === 'genant-grade',
  );
  expect(grades.map(({ bodySite, interpretation }) => `${bodySite!.text} ${interpretation?.[0]!.coding![0]!.code}`)).toEqual([
    'T12 IND', 'L1 A', 'L2 N', 'L3 N', 'L4 undefined',
  ]); // prettier-ignore
});

test.each([
  ['whole', 'preliminary'],
  ['refused', 'preliminary'],
  ['failed', 'cancelled'],
  ['signed', 'final'],
  ['amended', 'amended'],
])('a report that is %s has the status %s', (name, status) => {
  const bundle = bundles.get(name)!;
  expect(reportIn(bundle).status).toBe(status);
  for (const type of ['Observation', 'RiskAssessment'])
    for (const one of of<Observation>(bundle, type as 'Observation')) expect(one.status).toBe(status);
  expect(reportIn(bundle).resultsInterpreter !== undefined).toBe(['final', 'amended'].includes(status));
});

test('a correction that nobody signed is preliminary and names no interpreter', async () => {
  const bundle = bundleOf(await reviewedData(['preliminary']));
  expect(reportIn(bundle)).toMatchObject({ status: 'preliminary' });
  expect(reportIn(bundle).resultsInterpreter).toBeUndefined();
  for (const { signature } of of<Provenance>(bundle, 'Provenance')) expect(signature).toBeUndefined();
});

test('a signature has name, time, meaning and the digest of what was signed', () => {
  const bundle = bundles.get('signed')!;
  const signed = of<Provenance>(bundle, 'Provenance').filter(({ signature }) => signature !== undefined);
  expect(signed).toHaveLength(1);
  expect(signed[0]).toMatchObject({
    recorded: '2026-03-03T10:11:12+01:00',
    reason: [{ text: 'report approved as final' }],
    signature: [{ type: [{ code: '1.2.840.10065.1.12.1.5' }], when: '2026-03-03T10:11:12+01:00' }],
  });
  expect(JSON.stringify(signed[0]!.entity)).toContain('2'.repeat(64));
  expect(JSON.stringify(bundle)).toContain(JSON.stringify(READER.name));
});

test('a fault has no finding, and a refusal none with a value', () => {
  expect(of(bundles.get('failed')!, 'Observation')).toEqual([]);
  expect(reportIn(bundles.get('failed')!).conclusion).toContain('Not assessed: technical fault.');
  const observations = of<Observation>(bundles.get('refused')!, 'Observation');
  expect(observations.length).toBeGreaterThan(0);
  for (const { dataAbsentReason, bodySite } of observations)
    expect(dataAbsentReason!.coding![1]!.code).toBe(
      bodySite?.text === 'L2' ? 'LEVEL_TRUNCATED' : 'NO_CT_SERIES',
    );
  expect(reportIn(bundles.get('refused')!).conclusion).toContain('Study not evaluated');
});

test('the order is referred to by its number, and by nothing that is not known of it', async () => {
  const data = await studyData('whole');
  const request = { system: 'urn:oid:1.2.3', value: 'ORD-7' };
  expect(reportIn(bundleOf(data)).basedOn).toBeUndefined();
  const ordered = bundleOf({ ...data, order: { ...data.order!, request } });
  expect(reportIn(ordered).basedOn).toEqual([{ type: 'ServiceRequest', identifier: request }]);
});

test('a span over patients of either sex is a range without an interval, and says so', async () => {
  const data = await studyData('unsettled');
  const { absolute } = data.risk!;
  const ranges = absolute.ranges!.map(({ outcome, years, low, high }) => ({ outcome, years, low, high }));
  const bundle = bundleOf({ ...data, risk: { ...data.risk!, absolute: { ...absolute, ranges } } });
  const [model] = of<RiskAssessment>(bundle, 'RiskAssessment').filter(({ method }) =>
    method!.text!.includes('made-up'),
  );
  expect(problemsOf(model!)).toEqual([]);
  expect(
    model!.prediction!.map(({ probabilityRange: range }) => [range!.low!.value, range!.high!.value]),
  ).toEqual(ranges.map(({ low, high }) => [low, high]));
  for (const { rationale, extension } of model!.prediction!) {
    expect(rationale).toContain('no confidence interval');
    expect(extension).toBeUndefined();
  }
});

test('the validator finds what is wrong', () => {
  const report = reportIn(bundles.get('whole')!);
  expect(problemsOf({ ...report, status: 'done' } as never)).not.toEqual([]);
  expect(problemsOf({ ...report, number: 1 } as never)).not.toEqual([]);
  const { code, ...uncoded } = report;
  expect(code).toBeDefined();
  expect(problemsOf(uncoded as never)).not.toEqual([]);
});

test('a reading names its reader where one alone has reviewed, and nobody else', async () => {
  const data = await reviewedData(['final', 'addendum']);
  const levels = data.risk!.levels.map((one) =>
    one.level === 'L1' ? { ...one, readGrade: { grade: 2, shape: 'wedge' } as const } : one,
  );
  const read = { ...data, risk: { ...data.risk!, levels } };
  const performerIn = (from: ReportData) =>
    of<Observation>(bundleOf(from), 'Observation').find(
      ({ code }) => code.coding![0]!.code === 'reader-grade',
    )!.performer;
  expect(performerIn(read)).toHaveLength(1);
  const [first, second] = read.reviewed!.history;
  const history = [first!, { ...second!, reader: { name: 'Another', role: null } }];
  expect(performerIn({ ...read, reviewed: { ...read.reviewed!, history } })).toBeUndefined();
});
