import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { calibrationSection } from '../../../../report/pdf/notes/calibration-section.ts';
import { closePdf, openPdf } from '../../../../report/pdf/kit/page.ts';
import { readReportData } from '../../../../lambdas/publish-report/read-report-data.ts';
import { publishReportInputSchema } from '../../../../contracts/states.ts';
import { FRAME } from '../frame.ts';
import { scratchFolder } from '../../../pipeline/command.ts';
import { memoryStore, putAssessment } from '../../fixture.ts';

const POINTS = [
  { name: 'A', hu: -70, densityMgCc: -52, residualMgCc: 0.04 },
  { name: 'E', hu: 530, densityMgCc: 376, residualMgCc: -1.26 },
];

function reader(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!reader())(
  'the section tells the residual of every rod, and the aorta once (needs poppler-utils)',
  async () => {
    const store = memoryStore();
    const { input, ...parts } = await putAssessment(store, { levels: ['L1'] });
    const data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
    const contrast = { phase: 'none', aortaHu: 40, correctionMgCc: 0, basis: 'aorta 40 HU' } as const;
    const calibration = { ...data.calibration!, fit: { r2: 0.99987, points: POINTS }, contrast };
    const pdf = openPdf(FRAME);
    calibrationSection(pdf, { ...data, calibration });
    const path = join(scratchFolder(), 'section.pdf');
    writeFileSync(path, await closePdf(pdf, FRAME));
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replaceAll(
      /\s+/g,
      ' ',
    );
    expect(text).toContain('R² 0.9999; residuals of the 2 rods (mg/cm³): A: 0.0, E: −1.3.');
    expect(text.match(/aorta/g)).toHaveLength(1);
  },
);
