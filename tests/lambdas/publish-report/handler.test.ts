import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';

import { handler } from '../../../lambdas/publish-report/handler.ts';
import { PAGE } from '../../../report/pdf/kit/page.ts';
import { makeReport } from '../../../report/report.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { resultOf } from '../../../report/result.ts';
import { getBytes, getJson } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { publishReportInputSchema, publishReportOutputSchema } from '../../../contracts/states.ts';
import { LEVELS } from '../../../contracts/levels.ts';
import { parameterDigest } from '../../../spine/definitions/digest.ts';

import { densityOnly, THICK_FLAGS } from '../../spine/judge/cases.ts';
import { memoryStore, putAssessment, type FixtureOptions } from '../../report/fixture.ts';

import { slowStore } from '../shared/slow-store.ts';
import { failureOf, lacksPoppler, published, textOf, wordsOf, type Word } from './published.ts';

const WHOLE_SPINE = LEVELS.slice(LEVELS.indexOf('T1'), LEVELS.indexOf('L5') + 1).filter(
  (level) => level !== 'T13',
);
const LONG_NAME =
  'Wolfeschlegelsteinhausenbergerdorff-Montgomery-Featherstonehaugh, Maximiliana Alexandrina Bartholomea';

/** Share of the smaller word that lies under the other. */
function overlap(a: Word, b: Word): number {
  const along = (p: readonly [number, number], q: readonly [number, number]): number =>
    Math.max(0, Math.min(p[1], q[1]) - Math.max(p[0], q[0]));
  const area = ({ x, y }: Word): number => (x[1] - x[0]) * (y[1] - y[0]);
  return (along(a.x, b.x) * along(a.y, b.y)) / Math.min(area(a), area(b));
}

test('the handler writes report and result under the assessment, with their digests', async () => {
  const store = memoryStore();
  provideStore(store);
  const { input, ...parts } = await putAssessment(store, { levels: ['L1', 'L2'], refused: ['L3'] });
  const output = publishReportOutputSchema.parse(await handler({ ...input, ...parts }, {} as Context));
  expect(output.outcome).toBe('assessed');
  expect(output.report.key).toBe('assessments/0123456789abcdef/test/report.pdf');
  const pdf = await getBytes(store, output.report);
  expect(new TextDecoder().decode(pdf.slice(0, 5))).toBe('%PDF-');
  const result = await getJson(store, output.result, resultSchema);
  expect(result.artifacts.map(({ key }) => key)).toEqual(expect.arrayContaining(['ct.json', 'risk.json']));
});

test('what a report is made of is read side by side, and so are its files written, the result last', async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, { levels: WHOLE_SPINE });
  const slow = slowStore(store);
  const written: string[] = [];
  provideStore({
    get: (key) => slow.get(key),
    put: async (key, body, type) => {
      await slow.put(key, body, type);
      written.push(key.split('/').at(-1)!);
    },
  });
  await handler({ ...input, ...parts }, {} as Context);
  expect(slow.most.get).toBe(8);
  expect(slow.most.put).toBeGreaterThan(1);
  expect(written.slice(-2)).toEqual(['report.pdf', 'result.json']);
});

test('a study that is refused after its vertebrae were found names them all', async () => {
  const failure = failureOf({ code: 'NO_ASSESSABLE_LEVEL', saw: 'none', wanted: 'one' });
  const { pdf, result } = await published({ levels: [], refused: ['T12', 'L1'] }, failure);
  expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'NO_ASSESSABLE_LEVEL' } });
  expect(result.levels.map(({ level, refusal }) => [level, refusal?.code])).toEqual([
    ['T12', 'LEVEL_TRUNCATED'],
    ['L1', 'LEVEL_TRUNCATED'],
  ]);
  expect(pdf.length).toBeGreaterThan(1000);
});

test('a study whose every level was refused in solving tells each reason and no number', async () => {
  const store = memoryStore();
  const { input, risk, levels, ...parts } = await putAssessment(store, { levels: ['T12', 'L1'] });
  const own = failureOf({ code: 'BODY_FRAGMENTED', saw: 'two pieces', wanted: 'one' });
  const failure = failureOf({ code: 'NO_ASSESSABLE_LEVEL', saw: 'none', wanted: 'one' });
  expect(risk).toBeDefined();
  const event = publishReportInputSchema.parse({
    ...input,
    ...parts,
    // The second was measured, and refused when levels were compared.
    levels: [{ level: 'T12', failure: { ...own, Error: 'LevelRefused' } }, levels![1]],
    failure,
  });
  const data = await readReportData(store, event);
  const result = resultSchema.parse(resultOf(data));
  expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'NO_ASSESSABLE_LEVEL' } });
  expect(result.levels.map(({ refusal }) => refusal!.code)).toEqual([
    'BODY_FRAGMENTED',
    'NO_ASSESSABLE_LEVEL',
  ]);
  for (const { strength, vbmd, anteriorHeight } of result.levels)
    expect([strength, vbmd, anteriorHeight]).toEqual([null, null, null]);
  expect((await makeReport(data)).length).toBeGreaterThan(1000);
});

test.skipIf(lacksPoppler())(
  'densities alone make a report without a strength, a height or an empty reason (needs poppler-utils)',
  async () => {
    const store = memoryStore();
    const { input, ...parts } = await putAssessment(store, { levels: ['L1', 'L2'] });
    const whole = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
    const levels = new Map([...whole.levels].map(([level, found]) => [level, densityOnly(found)]));
    const risk = {
      ...whole.risk!,
      levels: whole.risk!.levels.map((outcome) => ({ ...outcome, fracture: null, flags: THICK_FLAGS })),
    } as typeof whole.risk;
    const data = { ...whole, levels, risk, strains: new Map() };
    const text = textOf(await makeReport(data)).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Not evaluated: slices of 5 mm; strength not computed.');
    expect(text).toContain('slices too thick for strength');
    expect(text).toMatch(/Profile along the spine/);
    expect(text).not.toMatch(/NaN|undefined|null|Strength and its checks|Strain|Solver tolerance|0\.0068/);
    expect(text).not.toMatch(/depth of the superior/);
    for (const { strength, linearStrength, stiffness, vbmd } of resultOf(data).levels) {
      expect([strength, linearStrength, stiffness]).toEqual([null, null, null]);
      expect(vbmd).not.toBeNull();
    }
  },
);

test('a refusal is reported even where the volumes are gone', async () => {
  const store = memoryStore();
  const { input, ct } = await putAssessment(store, { levels: ['L1'] });
  store.objects.delete('ct.nii.gz');
  const failure = failureOf({ code: 'PHANTOM_FIT_POOR', saw: 'x', wanted: 'y' });
  const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ct, failure }));
  expect((await makeReport(data)).length).toBeGreaterThan(1000);
});

test('the same assessment gives the same bytes', async () => {
  const [one, other] = [await published({ levels: ['L1', 'L2'] }), await published({ levels: ['L1', 'L2'] })];
  expect(Buffer.compare(one.pdf, other.pdf)).toBe(0);
});

test('the result holds every level, measured or refused, with its uncertainty', async () => {
  const { result } = await published({ levels: ['L1', 'L2'], refused: ['L3'] });
  expect(result.levels.map(({ level, status }) => `${level} ${status}`)).toEqual([
    'L1 assessed',
    'L2 assessed',
    'L3 refused',
  ]);
  expect(result.levels[0]!.linearStrength!.uncertainty.kind).toBe('interval95');
  expect(result.levels[2]).toMatchObject({ linearStrength: null, refusal: { code: 'LEVEL_TRUNCATED' } });
  expect(result.clearedForClinicalUse).toBe(false);
});

test.skipIf(lacksPoppler())(
  'the PDF tells every level, every refusal, and what it is not (needs poppler-utils)',
  async () => {
    const { pdf } = await published({
      levels: ['L1', 'L2'],
      refused: ['L3'],
      patient: { name: 'Žofie Müller-Nováková', id: 'A-1' },
    });
    const text = textOf(pdf);
    for (const wanted of [
      'Žofie Müller-Nováková',
      'Overall fracture risk: moderate (probability 0.71)',
      'vBMD of 120 and less',
      'possible, needs a reader',
      'Spinal deformity index',
      'LEVEL_TRUNCATED',
      'uncalibrated, ±10 to 15 %',
      'informational',
      'Not provided: smoking',
      'Not cleared for clinical use',
      'PRELIMINARY: NOT SIGNED',
      'Page 1 of',
    ]) {
      expect(text).toContain(wanted);
    }
    for (const level of ['L1', 'L2', 'L3']) expect(text).toContain(level);
  },
);

test.skipIf(lacksPoppler())(
  'FRAX and DXA are shown as supplied, apart from the result (needs poppler-utils)',
  async () => {
    const text = textOf(
      (
        await published({
          levels: ['L1'],
          order: {
            schema: 'osteon/order/1',
            indication: 'Height loss',
            dxa: { site: 'femoral-neck', tScore: -2.1 },
            frax: { majorOsteoporoticPercent: 18, hipPercent: 4.2 },
          },
        })
      ).pdf,
    );
    expect(text).toContain('Supplied by the referring clinic');
    expect(text).toMatch(/major osteoporotic 18 %, hip 4\.2 %/);
    expect(text).toContain('T-score −2.1');
  },
);

test.skipIf(lacksPoppler())(
  'seventeen levels and a NIfTI without header facts still fit their pages (needs poppler-utils)',
  async () => {
    const { pdf } = await published({ levels: WHOLE_SPINE, source: 'nifti' });
    const text = textOf(pdf);
    expect(text).toContain('tube voltage not available');
    for (const level of WHOLE_SPINE) expect(text).toContain(level);
    expect(new Set(wordsOf(pdf).map(({ page }) => page)).size).toBe(10);
  },
);

test.skipIf(lacksPoppler()).each<[string, FixtureOptions]>([
  ['seventeen levels', { levels: WHOLE_SPINE }],
  [
    'a long name and identifier',
    { levels: ['L1'], patient: { name: LONG_NAME, id: '1234567890'.repeat(5) } },
  ],
  ['a study without any assessed level', { levels: [], refused: ['T12', 'L1'] }],
  ['a body at the upper end of the CT', { levels: ['T12', 'L1'], aboveMm: 9 }],
])('no word lies on another or leaves the page, with %s (needs poppler-utils)', async (_, options) => {
  const words = wordsOf((await published(options)).pdf);
  expect(words.length).toBeGreaterThan(100);
  for (const [n, word] of words.entries()) {
    expect(word.x[0]).toBeGreaterThanOrEqual(PAGE.margin - 1);
    expect(word.x[1]).toBeLessThanOrEqual(PAGE.width - PAGE.margin + 1);
    for (const other of words.slice(n + 1)) {
      // Boxes hold ascenders and descenders: neighbouring lines share up to a quarter of them.
      if (other.page === word.page && overlap(word, other) > 0.3)
        expect.fail(`"${word.text}" lies on "${other.text}" on page ${word.page + 1}`);
    }
  }
});

test.skipIf(lacksPoppler())(
  'no word of a report of seventeen levels is cut short (needs poppler-utils)',
  async () => {
    const { pdf } = await published({ levels: WHOLE_SPINE, category: 'low-bone-mass' });
    const text = textOf(pdf);
    expect(text).toContain('lumbar: 81, 119)');
    expect(text).not.toMatch(/…|\.\.\./);
  },
);

test.skipIf(lacksPoppler())(
  'what the order adds to the category stands on the first page, under it (needs poppler-utils)',
  async () => {
    const flags = (['DXA_OSTEOPOROSIS', 'CUT_OFF_POPULATION', 'RISK_AGE_EXTRAPOLATED'] as const).map(
      (code) => ({
        code,
        message: `told ${code}`,
      }),
    );
    const words = wordsOf((await published({ levels: ['L1'], flags })).pdf);
    const first = words.filter(({ page }) => page === 0).map(({ text }) => text);
    expect(first.join(' ')).toContain('Reported in the order: a DXA T-score in the osteoporotic range;');
    expect(first.join(' ')).toContain('density cut-offs are for postmenopausal women and older men');
    expect(first.join(' ')).not.toContain('RISK_AGE_EXTRAPOLATED');
  },
);

test.skipIf(lacksPoppler())(
  'a known fracture or reading stands with what was measured, uncut (needs poppler-utils)',
  async () => {
    const known = { L1: 'read-intact', L2: 'read-fractured', L3: 'in-history', L4: 'by-accident' } as const;
    const { pdf, result } = await published({ levels: ['L1', 'L2', 'L3'], refused: ['L4'], known });
    const text = textOf(pdf).replaceAll(/\s+/g, ' ');
    for (const wanted of [
      'Genant read as intact (measured 1 wedge)',
      'Genant read as fractured (measured 0)',
      'Genant fracture in history (measured 0)',
      '× cut off by the image border, traumatic fracture',
    ])
      expect(text).toContain(wanted);
    // Beside the picture, in the table, beside the figures.
    for (const wanted of [/read as intact/g, /measured 1 wedge/g]) expect(text.match(wanted)).toHaveLength(3);
    expect(text).not.toMatch(/…|\.\.\./);
    expect(result.levels.map(({ knownFracture }) => knownFracture)).toEqual(Object.values(known));
  },
);

test('the result names the digest of its parameter set, and what its density line rests on', async () => {
  const { result } = await published({ levels: ['L1'] });
  expect(result.provenance.parameterDigest).toBe(parameterDigest('osteon-default-1'));
  expect(result.calibration).toMatchObject({ fit: null, source: 'made up' });
});

test.skipIf(lacksPoppler())(
  'the cut-offs are those of the threshold table (needs poppler-utils)',
  async () => {
    const text = textOf((await published({ levels: ['L1', 'L2'] })).pdf);
    expect(text).toMatch(/cut-offs:\s+81\s+and\s+119\s+mg\/cm³/);
  },
);

test.skipIf(lacksPoppler())(
  'a name and an identifier are never cut where they are told first (needs poppler-utils)',
  async () => {
    const id = '1234567890'.repeat(5);
    const words = wordsOf((await published({ levels: ['L1'], patient: { name: LONG_NAME, id } })).pdf);
    const first = words.filter(({ page, y }) => page === 0 && y[0] > PAGE.top).map(({ text }) => text);
    expect(first.join('')).toContain(id);
    for (const part of LONG_NAME.split(' ')) expect(first.join('')).toContain(part);
  },
);

test.skipIf(lacksPoppler())(
  'a refused study is reported with what was seen and wanted, and with no number (needs poppler-utils)',
  async () => {
    const failure = failureOf({
      code: 'LABEL_GRID_MISMATCH',
      saw: 'a map of 10 slices',
      wanted: '20 slices',
    });
    const { pdf, result } = await published({ levels: [] }, failure);
    const text = textOf(pdf);
    for (const wanted of [
      'NOT EVALUATED',
      'LABEL_GRID_MISMATCH',
      'a map of 10 slices',
      '20 slices',
      'Abdomen',
      'Not cleared',
    ]) {
      expect(text).toContain(wanted);
    }
    expect(text).not.toMatch(/mg\/cm|OVERALL/);
    expect(result).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'LABEL_GRID_MISMATCH' },
      levels: [],
    });
  },
);
