/** `--series` through the command: the named series is assessed; where there is none, the terminal lists what there is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { ctSchema } from '../../contracts/ct.ts';
import { FIRST, NAMES_PATIENT, twoVisits } from '../local/study/two-visits.ts';

import { runCommand, scratchFolder } from './command.ts';

const REFUSED = 3;

test('a series that is named by its UID is taken, one that is not there is refused with a list', async () => {
  const study = twoVisits();
  const [named, missing] = [scratchFolder(), scratchFolder()];
  const taken = await runCommand([study, '--series', FIRST.series, '--out', named]);
  const path = readdirSync(named, { recursive: true, encoding: 'utf8' }).find((one) =>
    one.endsWith('ct.json'),
  );
  const ct = ctSchema.parse(JSON.parse(readFileSync(join(named, path!), 'utf8')));
  expect(ct.study.seriesInstanceUid).toBe(FIRST.series);
  // Twelve images of 6 x 8 pixels hold no spine: all else was as it should be.
  expect(taken.complaint).toContain('SPINE_NOT_FOUND');
  const { code, complaint, stderr } = await runCommand([study, '--series', '1.2.9.99', '--out', missing]);
  expect([code, complaint.includes('SERIES_NOT_FOUND')]).toEqual([REFUSED, true]);
  expect(complaint).toContain('series 1 of study 1 (CT, 12 images), series 2 of study 2 (CT, 12 images)');
  expect(stderr).not.toMatch(NAMES_PATIENT);
});
