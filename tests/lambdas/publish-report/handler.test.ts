import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { makeReport } from '../../../lambdas/publish-report/report.ts';
import { readReportData } from '../../../lambdas/publish-report/report-data.ts';
import { resultOf } from '../../../lambdas/publish-report/result.ts';
import { resultSchema } from '../../../lambdas/shared/contracts/result.ts';
import { publishReportInputSchema } from '../../../lambdas/shared/contracts/states.ts';
import { StudyRefused } from '../../../lambdas/shared/errors.ts';
import type { Level } from '../../../lambdas/shared/levels.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { memoryStore, putAssessment, type FixtureOptions } from './fixture.ts';

const THORACOLUMBAR: Level[] = [
  'T4',
  'T5',
  'T6',
  'T7',
  'T8',
  'T9',
  'T10',
  'T11',
  'T12',
  'L1',
  'L2',
  'L3',
  'L4',
  'L5',
];

async function published(options: FixtureOptions, failure?: { Error: string; Cause: string }) {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, options);
  const event = publishReportInputSchema.parse({
    ...input,
    ...parts,
    ...(failure === undefined ? {} : { failure }),
  });
  const data = await readReportData(store, event);
  return { ...(await makeReport(data)), result: resultSchema.parse(resultOf(data)) };
}

function lacksPoppler(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

/** What a reader of the PDF finds, by another house's reader. */
function textOf(pdf: Uint8Array): string {
  const path = join(scratchFolder(), 'report.pdf');
  writeFileSync(path, pdf);
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
}

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
      'AT LEAST MODERATE',
      'vBMD of 120 and less',
      'possible, needs a reader',
      'LEVEL_TRUNCATED',
      'uncalibrated, ±10-15 %',
      'Informational',
      'Nobody gave: smoking',
      'Not cleared for clinical use',
      'PRELIMINARY',
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
    expect(text).toContain('Supplied by the clinic, not computed here');
    expect(text).toMatch(/major osteoporotic 18 %, hip 4\.2 %/);
    expect(text).toContain('T-score -2.1');
  },
);

test.skipIf(lacksPoppler())(
  'fourteen levels and a NIfTI without header facts still fit their pages (needs poppler-utils)',
  async () => {
    const text = textOf((await published({ levels: THORACOLUMBAR, source: 'nifti' })).pdf);
    expect(text).toContain('kVp not known');
    for (const level of THORACOLUMBAR) expect(text).toContain(level);
  },
);

test.skipIf(lacksPoppler())(
  'a refused study is reported with what was seen and wanted, and with no number (needs poppler-utils)',
  async () => {
    const error = new StudyRefused({
      code: 'LABEL_GRID_MISMATCH',
      saw: 'a map of 10 slices',
      wanted: '20 slices',
    });
    const failure = {
      Error: error.name,
      Cause: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] }),
    };
    const { pdf, result } = await published({ levels: [] }, failure);
    const text = textOf(pdf);
    for (const wanted of [
      'NOT ASSESSED',
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
