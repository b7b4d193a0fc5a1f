/** The objects of an assessment, read as an archive and another house's reader find them. */
import { expect, test } from 'vitest';

import { OWN_CODES } from '../../../report/dicom/codes.ts';
import { dicomObjects } from '../../../report/dicom/dicom-objects.ts';
import type { ReportData } from '../../../report/report-data.ts';
import { resultOf } from '../../../report/result.ts';
import { lacks } from '../../peers/lacks.ts';
import type { FixtureOptions } from '../fixture.ts';

import { dataOf, PDF, run, written } from './written.ts';

const NAMES = ['report.dcm', 'segmentation.dcm', 'measurements.dcm', 'picture.dcm'];

test('are the report, the outlines, the numbers and the picture, the same bytes twice', async () => {
  const data = await dataOf({ levels: ['L1', 'L2'], refused: ['L3'] });
  const [one, two] = [0, 1].map(() => dicomObjects(data, resultOf(data), PDF));
  expect(one!.map(({ name }) => name)).toEqual(NAMES);
  expect(one).toEqual(two);
});

test('are the report alone of a refused study, and none of a fault or of a CT that is no DICOM', async () => {
  const data = await dataOf({ levels: ['L1'] });
  const names = (of: Partial<ReportData>): string[] =>
    dicomObjects({ ...data, ...of }, resultOf(data), PDF).map(({ name }) => name);
  expect(names({ refusal: { code: 'NO_CT_SERIES', saw: 'none', wanted: 'one' } })).toEqual(['report.dcm']);
  expect(
    names({ fault: { code: 'INTERNAL_ERROR', state: 'LoadCt' } as unknown as ReportData['fault'] }),
  ).toEqual([]);
  const { dicom, ...niftiAbout } = data.about!;
  expect(dicom).toBeDefined();
  expect(names({ about: niftiAbout })).toEqual([]);
});

test.skipIf(lacks('dciodvfy'))('have no error by dciodvfy, with levels and without', async () => {
  for (const options of [
    { levels: ['L1', 'L2'], refused: ['L3'] },
    { levels: [], refused: ['L3'] },
  ] as const satisfies readonly FixtureOptions[])
    for (const [name, path] of written(await dataOf(options))) {
      const output = run('sh', ['-c', 'dciodvfy "$0" 2>&1 || true', path]);
      expect(
        output.split('\n').filter((line) => line.startsWith('Error')),
        name,
      ).toEqual([]);
    }
});

test.skipIf(lacks('dsrdump'))(
  'hold the same numbers as result.json, under the patient that the CT has',
  async () => {
    const data = await dataOf({ levels: ['L1', 'L2'], refused: ['L3'] });
    const files = written(data);
    const read = run('dsrdump', ['+Pc', '-q', files.get('measurements.dcm')!]);
    const { levels } = resultOf(data);
    const lines = read.split('\n');
    // A group a level, in its order, and one of the study; the numbers of each by their own codes.
    const groups = read.split('Measurement Group').slice(1);
    expect(groups).toHaveLength(levels.length + 1);
    for (const [n, level] of levels.entries()) {
      for (const [field, meaning] of [
        ['strength', OWN_CODES.strength],
        ['vbmd', OWN_CODES.vbmd],
        ['anteriorHeight', OWN_CODES['anterior-height']],
        ['middleHeight', OWN_CODES['middle-height']],
        ['posteriorHeight', OWN_CODES['posterior-height']],
      ] as const) {
        const line = groups[n]!.split('\n').find((one) => one.includes(`"${meaning}"`));
        const quantity = level[field];
        if (quantity === null) expect(line, `${level.level} ${field}`).toBeUndefined();
        else
          expect(Number(/="?([-\d.e+]+)"? \(/.exec(line!)![1]), `${level.level} ${field}`).toBeCloseTo(
            quantity.value,
            6,
          );
      }
    }
    expect(lines.some((line) => line.includes(levels.at(-1)!.refusal!.code))).toBe(true);
    for (const path of files.values()) {
      const header = run('dcmdump', ['-q', '+U8', '+P', 'PatientName', '+P', 'StudyInstanceUID', path]);
      expect(header).toContain('Müller^Jürgen');
      expect(header).toContain('[1.2.3.4]');
    }
  },
);
