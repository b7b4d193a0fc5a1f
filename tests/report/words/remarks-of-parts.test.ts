/** Which part of an assessment a remark comes from, and where it is told. */
import { beforeAll, describe, expect, test } from 'vitest';

import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import type { Level } from '../../../contracts/levels.ts';
import { publishReportInputSchema } from '../../../contracts/states.ts';
import type { ReportData } from '../../../report/report-data.ts';
import {
  assessedLevels,
  codesOfAllLevels,
  remarkGroups,
  remarksOf,
  studyRemarks,
} from '../../../report/words/remarks.ts';

import { memoryStore, putAssessment } from '../fixture.ts';

/** L1 and L2 assessed, L3 refused; nothing is remarked on anything. */
let plain: ReportData;

beforeAll(async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels: ['L1', 'L2'], refused: ['L3'] });
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
  const { about, segmentation, calibration, risk } = data;
  plain = {
    ...data,
    about: { ...about!, flags: [] },
    segmentation: {
      ...segmentation!,
      qc: { light: 'green', flags: [] },
      levels: segmentation!.levels.map((level) => ({ ...level, qc: { light: 'green' as const, flags: [] } })),
    },
    calibration: { ...calibration!, flags: [] },
    levels: new Map([...data.levels].map(([level, result]) => [level, { ...result, flags: [] }])),
    risk: { ...risk!, flags: [] },
  };
});

const said = (code: FlagCode, message: string = code): Flag => ({ code, message });

function ofOutline(data: ReportData, level: Level, ...flags: Flag[]): ReportData {
  const levels = data.segmentation!.levels.map((outlined) =>
    outlined.level === level ? { ...outlined, qc: { ...outlined.qc, flags } } : outlined,
  );
  return { ...data, segmentation: { ...data.segmentation!, levels } };
}

function ofSolve(data: ReportData, level: Level, ...flags: Flag[]): ReportData {
  return { ...data, levels: new Map(data.levels).set(level, { ...data.levels.get(level)!, flags }) };
}

function ofGrade(data: ReportData, level: Level, ...flags: Flag[]): ReportData {
  const levels = data.risk!.levels.map((outcome) =>
    outcome.level === level && outcome.status === 'assessed' ? { ...outcome, flags } : outcome,
  );
  return { ...data, risk: { ...data.risk!, levels } };
}

describe('remarks on a level', () => {
  test('come from its outline, its solve and its grade, in this order, and are its own', () => {
    const [a, b, c] = [said('METAL_NEARBY'), said('HEIGHTS_FROM_MASK'), said('SHAPE_OFF_TREND')];
    const data = ofGrade(ofSolve(ofOutline(plain, 'L2', a), 'L2', b), 'L2', c);
    expect(remarksOf('L2', data)).toEqual([a, b, c]);
    expect(remarksOf('L1', data)).toEqual([]);
  });

  test('are each told once; the same code in other words is another remark', () => {
    const flag = said('METAL_NEARBY', 'in front');
    const other = said('METAL_NEARBY', 'behind');
    const twin = said('SHAPE_OFF_TREND', 'in front');
    expect(remarksOf('L1', ofSolve(ofOutline(plain, 'L1', flag), 'L1', flag, other, twin))).toEqual([
      flag,
      other,
      twin,
    ]);
  });

  test('are none of a level that nothing was found out about', () => {
    const nothing = { ...plain, segmentation: null, risk: null, levels: new Map() };
    expect(remarksOf('L1', nothing)).toEqual([]);
    expect(remarksOf('T4', plain)).toEqual([]);
    expect(assessedLevels(nothing)).toEqual([]);
  });

  test('a refused level is not among the assessed ones', () => {
    expect(assessedLevels(plain)).toEqual(['L1', 'L2']);
    expect(remarksOf('L3', plain)).toEqual([]);
  });
});

test('remarks on the study come from the CT, the outlines, the calibration and the risk, each once', () => {
  const [a, b, c, d] = [
    said('SEX_UNKNOWN'),
    said('SHAPE_OFF_TREND'),
    said('NOISE_HIGH'),
    said('KERNEL_SHARP'),
  ];
  const data: ReportData = {
    ...plain,
    about: { ...plain.about!, flags: [a] },
    segmentation: { ...plain.segmentation!, qc: { light: 'amber', flags: [b] } },
    calibration: { ...plain.calibration!, flags: [c, a] },
    risk: { ...plain.risk!, flags: [d] },
  };
  expect(studyRemarks(data)).toEqual([a, b, c, d]);
  const nothing = { ...plain, about: null, segmentation: null, calibration: null, risk: null };
  expect(studyRemarks(nothing)).toEqual([]);
});

describe('groups of remarks', () => {
  test('hold each level once, the first message, and say where messages differ', () => {
    const data = ofSolve(
      ofOutline(ofOutline(plain, 'L1', said('METAL_NEARBY', 'one')), 'L2', said('METAL_NEARBY', 'two')),
      'L1',
      said('METAL_NEARBY', 'three'),
      said('HEIGHTS_FROM_MASK', 'same'),
    );
    expect(remarkGroups(data)).toEqual([
      { code: 'METAL_NEARBY', levels: ['L1', 'L2'], message: 'one', messagesDiffer: true },
      { code: 'HEIGHTS_FROM_MASK', levels: ['L1'], message: 'same', messagesDiffer: false },
    ]);
  });

  test('leave out of the study what its levels say in the same words, and nothing else', () => {
    const same = said('METAL_NEARBY', 'one');
    const levels = ofOutline(ofOutline(plain, 'L1', same), 'L2', said('SHAPE_OFF_TREND', 'x'));
    const of = (...flags: Flag[]): (readonly [string, number])[] =>
      remarkGroups({ ...levels, risk: { ...levels.risk!, flags } })
        .filter((group) => group.levels.length === 0)
        .map(({ code, message }) => [`${code} ${message}`, 0] as const);
    expect(of(same)).toEqual([]);
    expect(of(said('METAL_NEARBY', 'two'))).toEqual([['METAL_NEARBY two', 0]]);
    // The message of one code and the code of another are no repetition.
    expect(of(said('NOISE_HIGH', 'one'))).toEqual([['NOISE_HIGH one', 0]]);
  });

  test('say again of the study what differs among its levels', () => {
    const same = said('METAL_NEARBY', 'one');
    const levels = ofOutline(ofOutline(plain, 'L1', same), 'L2', said('METAL_NEARBY', 'two'));
    const groups = remarkGroups({ ...levels, risk: { ...levels.risk!, flags: [same] } });
    expect(groups[0]).toEqual({ code: 'METAL_NEARBY', levels: [], message: 'one', messagesDiffer: false });
    expect(groups).toHaveLength(2);
  });
});

describe('codes of all levels', () => {
  test('are those that every assessed level carries', () => {
    const all = said('METAL_NEARBY');
    const data = ofOutline(ofOutline(plain, 'L1', all, said('NOISE_HIGH')), 'L2', all);
    expect(codesOfAllLevels(data)).toEqual(['METAL_NEARBY']);
  });

  test('are none where there is one level', () => {
    const risk = { ...plain.risk!, levels: plain.risk!.levels.filter(({ level }) => level === 'L1') };
    const data = ofOutline({ ...plain, risk }, 'L1', said('METAL_NEARBY'));
    expect(assessedLevels(data)).toEqual(['L1']);
    expect(codesOfAllLevels(data)).toEqual([]);
  });
});
