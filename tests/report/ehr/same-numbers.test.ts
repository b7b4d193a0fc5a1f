/** The same numbers, grades and refusals by five ways: `result.json`, the FHIR bundle, HL7 v2, the structured report by another house's reader, and the PDF's text. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DiagnosticReport, Observation, RiskAssessment } from 'fhir/r4.js';
import { beforeAll, describe, expect, test } from 'vitest';

import { openCategories } from '../../../contracts/risk/overall.ts';
import type { Result } from '../../../contracts/result.ts';
import { OWN_CODES } from '../../../report/dicom/codes.ts';
import { dicomObjects } from '../../../report/dicom/dicom-objects.ts';
import { MEASURED } from '../../../report/dicom/measurements.ts';
import { fhirBundle } from '../../../report/ehr/fhir/bundle.ts';
import { oruMessage } from '../../../report/ehr/hl7/message.ts';
import { percent } from '../../../report/pdf/risk/absolute-risk.ts';
import { makeReport } from '../../../report/report.ts';
import { resultOf } from '../../../report/result.ts';
import { numberText } from '../../../report/words/wording.ts';
import { lacks } from '../../peers/lacks.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { runsOf } from '../pdf/pdf-runs.ts';
import { studyData } from './documented.ts';
import { readMessage, type Segment } from './hl7/read-message.ts';

const STATES = ['whole', 'bare', 'unsettled', 'nothing-solved'];

interface Documents {
  readonly result: Result;
  readonly report: DiagnosticReport;
  readonly observations: readonly Observation[];
  readonly risks: readonly RiskAssessment[];
  readonly rows: readonly Segment[];
  /** Of the SR as dsrdump prints it, a part a level; null where it is not there. */
  readonly groups: readonly string[] | null;
  /** Pages after the first, without spaces. */
  readonly text: string;
}

const read = new Map<string, Documents>();

beforeAll(async () => {
  for (const name of STATES) {
    const data = await studyData(name);
    const pdf = await makeReport(data);
    const result = JSON.parse(JSON.stringify(resultOf(data))) as Result;
    const bundle = JSON.parse(JSON.stringify(fhirBundle(data, result, pdf))) as ReturnType<typeof fhirBundle>;
    const resources = bundle.entry!.map(({ resource }) => resource!);
    const sr = dicomObjects(data, result, pdf).find((one) => one.name === 'measurements.dcm');
    read.set(name, {
      result,
      report: resources.find((one): one is DiagnosticReport => one.resourceType === 'DiagnosticReport')!,
      observations: resources.filter((one): one is Observation => one.resourceType === 'Observation'),
      risks: resources.filter((one): one is RiskAssessment => one.resourceType === 'RiskAssessment'),
      rows: readMessage(new TextEncoder().encode(oruMessage(data, result, pdf))).filter(
        (one) => one.name === 'OBX',
      ),
      groups: sr === undefined || lacks('dsrdump') ? null : dumped(sr.bytes),
      text: runsOf(pdf)
        .map((run) => run.text)
        .join('')
        .replaceAll(/\s/g, ''),
    });
  }
}, 60_000);

function dumped(bytes: Uint8Array): readonly string[] {
  const path = join(scratchFolder(), 'measurements.dcm');
  writeFileSync(path, bytes);
  return execFileSync('dsrdump', ['+Pc', '-q', path], { encoding: 'utf8' })
    .split('Measurement Group')
    .slice(1);
}

describe.each(STATES)('of a study that is %s', (name) => {
  test('each level has the same five numbers and limits everywhere, or none anywhere', () => {
    const { result, observations, rows, groups, text } = read.get(name)!;
    expect(result.levels.length).toBeGreaterThan(0);
    for (const [n, level] of result.levels.entries())
      for (const [field, code] of MEASURED) {
        const at = `${level.level} ${field}`;
        const quantity = level[field];
        const observation = observations.find(
          (one) => one.code.coding![0]!.code === code && one.bodySite?.text?.split(':')[0] === level.level,
        )!;
        const row = rows.find((one) => one.at(3, 1) === code && one.at(4) === level.level)!;
        const line = groups?.[n]!.split('\n').find((one) => one.includes(`"${OWN_CODES[code]}"`));
        expect(observation.valueQuantity?.value, at).toBe(quantity?.value);
        if (quantity === null) {
          expect([row.at(2), row.at(11)], at).toEqual(['ST', 'X']);
          expect(line, at).toBeUndefined();
          continue;
        }
        expect(observation.valueQuantity!.code, at).toBe(quantity.unit);
        expect([Number(row.at(5)), row.at(6, 1)], at).toEqual([quantity.value, quantity.unit]);
        if (groups !== null)
          expect(Number(/="?([-\d.e+]+)"? \(/.exec(line!)![1]), at).toBeCloseTo(quantity.value, 6);
        expect(text, at).toContain(numberText(quantity.value, quantity.unit).replaceAll(/\s/g, ''));
        if (quantity.uncertainty.kind === 'none') continue;
        const limits = ['interval-low', 'interval-high'].map((limit) => ({
          fhir: observation.component!.find((one) => one.code.coding![0]!.code === limit)!.valueQuantity!
            .value,
          hl7: Number(
            rows.find((one) => one.at(3, 1) === limit && one.at(4) === `${level.level}.${code}`)!.at(5),
          ),
        }));
        const { low, high } = quantity.uncertainty;
        expect(limits, at).toEqual([low, high].map((limit) => ({ fhir: limit, hl7: limit })));
      }
  });

  test('each level has the same grade everywhere, or the same reason why it has none', () => {
    const { result, observations, rows, groups, text } = read.get(name)!;
    for (const [n, level] of result.levels.entries()) {
      const { fracture, refusal } = level;
      const ofLevel = (code: string) =>
        observations.filter(
          (one) => one.code.coding![0]!.code === code && one.bodySite?.text?.split(':')[0] === level.level,
        );
      const [grade] = ofLevel('genant-grade');
      const row = rows.find((one) => one.at(3, 1) === 'genant-grade' && one.at(4) === level.level)!;
      const line = groups?.[n]!.split('\n').find((one) => one.includes(`"${OWN_CODES['genant-grade']}"`));
      const told = fracture === null ? undefined : (`grade-${fracture.grade}` as const);
      expect(grade!.valueCodeableConcept?.coding![0]!.code, level.level).toBe(told);
      if (told === undefined) expect(row.at(11), level.level).toBe('X');
      else {
        expect(row.at(5, 1), level.level).toBe(told);
        // Its strip begins with name and grade.
        expect(text, level.level).toMatch(new RegExp(`${level.level}Genant[^0-3]*${fracture!.grade}`));
      }
      if (groups !== null && told === undefined) expect(line, level.level).toBeUndefined();
      if (groups !== null && told !== undefined) expect(line, level.level).toContain(told);

      const absent = [...MEASURED.map(([, code]) => code), 'genant-grade'].flatMap(ofLevel);
      const reasons = absent.map((one) => one.dataAbsentReason?.coding?.map(({ code }) => code));
      const reason = groups?.[n]!.split('\n').find((one) => one.includes(`"${OWN_CODES['not-assessed']}"`));
      if (refusal === null) {
        if (groups !== null) expect(reason, level.level).toBeUndefined();
        continue;
      }
      const kind = level.status === 'failed' ? 'error' : 'not-performed';
      expect(reasons, level.level).toEqual(absent.map(() => [kind, refusal.code]));
      expect(absent).toHaveLength(MEASURED.length + 1);
      const ofHl7 = rows.filter((one) => one.at(4) === level.level && one.at(11) === 'X');
      expect(
        ofHl7.map((one) => one.at(5).split(':')[0]),
        level.level,
      ).toEqual(absent.map(() => refusal.code));
      if (groups !== null) expect(reason, level.level).toContain(refusal.code);
      expect(text, level.level).toContain(`${refusal.code}(${level.level})`);
    }
  });

  test('so have density, strength and category of the study, and the probabilities', () => {
    const { result, report, observations, risks, rows, groups, text } = read.get(name)!;
    const ofStudy = (code: string) => observations.find((one) => one.code.coding![0]!.code === code)!;
    const row = (code: string, sub = 'study') =>
      rows.find((one) => one.at(3, 1) === code && one.at(4) === sub)!;
    for (const [code, quantity] of [
      ['study-density', result.density!.vbmd],
      ['study-strength', result.strength!.l1Equivalent],
    ] as const) {
      expect(ofStudy(code).valueQuantity?.value).toBe(quantity?.value);
      if (quantity === null) expect(row(code).at(11)).toBe('X');
      else expect(Number(row(code).at(5))).toBe(quantity.value);
    }
    const { category, shares } = result.overall!;
    // The group after those of the levels is the study's.
    const study = groups?.[result.levels.length] ?? '';
    const ofSr = (code: keyof typeof OWN_CODES): string | undefined =>
      study.split('\n').find((one) => one.includes('NUM:') && one.includes(`"${OWN_CODES[code]}")`));
    const numberIn = (line: string): number => Number(/="?([-\d.e+]+)"? \(/.exec(line)![1]);
    if (groups !== null) {
      for (const [code, quantity] of [
        ['study-density', result.density!.vbmd],
        ['study-density-adjusted', result.density!.adjusted],
        ['study-strength', result.strength!.l1Equivalent],
      ] as const)
        if (quantity === null) expect(ofSr(code), code).toBeUndefined();
        else expect(numberIn(ofSr(code)!), code).toBeCloseTo(quantity.value, 6);
      for (const [one, share] of Object.entries(shares ?? {}))
        expect(numberIn(ofSr(`risk-${one as keyof NonNullable<typeof shares>}`)!), one).toBe(share);
    }
    const coded = ofStudy('overall-category').valueCodeableConcept?.coding![0]!.code;
    const told =
      category === null
        ? undefined
        : openCategories(shares!).length > 1
          ? 'risk-uncertain'
          : `risk-${category}`;
    expect(coded).toBe(told);
    if (told !== undefined) expect(row('overall-category').at(5, 1)).toBe(told);
    expect(report.conclusionCode?.[0]?.coding![0]!.code).toBe(told);
    const overallRisk = risks.find(({ method }) => method!.text!.startsWith('Overall'))!;
    expect(overallRisk.prediction?.[0]?.qualitativeRisk?.coding![0]!.code).toBe(told);
    for (const [one, share] of Object.entries(shares ?? {})) {
      const component = ofStudy('overall-category').component!.find(
        (part) => part.code.coding![0]!.code === `risk-${one}`,
      );
      expect(component!.valueQuantity!.value).toBe(share);
      expect(Number(row(`risk-${one}`, 'study.overall-category').at(5))).toBe(share);
    }
    const { model, ranges = [] } = result.absoluteRisk!;
    const assessment = risks.find(({ method }) => method!.text!.includes(model.id))!;
    const figures = model.status === 'evaluated' ? model.figures : [];
    const predicted = assessment.prediction ?? [];
    const atAges = ranges.flatMap(({ outcome, years, byAge }) =>
      byAge!.map((one) => ({ outcome, years, ...one })),
    );
    expect(predicted.flatMap((one) => one.probabilityDecimal ?? [])).toEqual([
      ...figures.map(({ probability }) => probability.value),
      ...atAges.map(({ median }) => median),
    ]);
    // A span over all ages would be filed as this patient's.
    expect(predicted.filter(({ probabilityRange }) => probabilityRange !== undefined)).toEqual([]);
    expect(rows.filter((one) => one.at(3, 1).startsWith('span-'))).toEqual([]);
    for (const [n, { outcome, years, age, median, low, high }] of atAges.entries()) {
      const { extension, outcome: what } = predicted[figures.length + n]!;
      expect(what!.text).toMatch(
        new RegExp(`^${outcome === 'hip' ? 'Hip' : 'Major'} .*, if the patient's age is ${age}$`),
      );
      const range = extension![0]!.valueRange!;
      expect([range.low!.value, range.high!.value]).toEqual([low, high]);
      const sub = `${model.id}.${outcome}.${years}a.${age}`;
      const told = (['fracture-probability-at-age', 'interval-low', 'interval-high'] as const).map((code) =>
        row(code, sub),
      );
      expect(told.map((one) => Number(one.at(5)))).toEqual([median, low, high]);
      // Where OBX-4 is not shown.
      for (const one of told) expect(one.at(3, 2)).toContain(`: ${what!.text}, 10 years`);
      expect(text).toContain(`${percent(median)}%(${percent(low)}–${percent(high)})`);
    }
    for (const { outcome, years, probability } of figures)
      expect(Number(row('fracture-probability', `${model.id}.${outcome}.${years}a`).at(5))).toBe(
        probability.value,
      );
  });
});

test('these states hold numbers, and levels without any', () => {
  const levels = STATES.flatMap((name) => read.get(name)!.result.levels);
  expect(levels.filter(({ vbmd }) => vbmd !== null).length).toBeGreaterThanOrEqual(7);
  expect(levels.filter(({ vbmd }) => vbmd === null).length).toBeGreaterThanOrEqual(3);
});
