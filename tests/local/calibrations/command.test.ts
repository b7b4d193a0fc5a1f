import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { controlPointSchema } from '../../../contracts/calibration/control.ts';
import { putControlPoint } from '../../../lambdas/shared/calibrations/control.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { parseCalibrations } from '../../../local/calibrations/options.ts';
import { scratchFolder, startCommand } from '../../pipeline/command.ts';
import { FILE } from '../../spine/calibrate/methods/calibration-file.ts';

const main = fileURLToPath(new URL('../../../local/calibrations/main.ts', import.meta.url));
const out = scratchFolder();
const run = (...args: string[]) => startCommand([...args, '--out', out], { main }).finished;

function written(name: string, file: object): string {
  const path = join(scratchFolder(), name);
  writeFileSync(path, JSON.stringify(file));
  return path;
}

test('a calibration is registered, listed and withdrawn, and then no more', async () => {
  const path = written('file.json', FILE);
  const { code, stdout } = await run('register', path);
  expect(code).toBe(0);
  const [, id] = /^registered: ([0-9a-f]{12})$/m.exec(stdout)!;
  const listed = await run('list');
  expect(listed.stdout).toBe(
    `${id}  2026-03-01  SIEMENS Biograph 40 1, 120 kVp, kernel B30f, phantom qrm-bdc3\n`,
  );
  expect((await run('list', '--site', 'north')).stdout).toBe('no calibrations registered\n');
  expect((await run('withdraw', id!)).code).toBe(0);
  expect((await run('list')).stdout).toBe('no calibrations registered\n');
  const again = await run('register', path);
  expect(again).toMatchObject({ code: 2, stdout: '' });
  expect(again.complaint).toContain(`${id} was withdrawn`);
});

test('what can not be a calibration is refused with its reason', async () => {
  const line = { kind: 'line', slope: 1.4, slopeSe: 0.01, intercept: 0, interceptSe: 1, correlation: 0 };
  const implausible = await run('register', written('steep.json', { ...FILE, measured: line }));
  expect(implausible.code).toBe(3);
  expect(implausible.complaint).toContain('calibration refused: CALIBRATION_FILE_IMPLAUSIBLE');
  const invalid = await run('register', written('bad.json', { ...FILE, kvp: 'high' }));
  expect(invalid.code).toBe(2);
  expect(invalid.complaint).toContain('bad.json is not a valid calibration file: kvp');
});

test('a scanner that has drifted is told with the quantity and since when, and drawn', async () => {
  const store = folderObjectStore(out);
  for (let n = 0; n < 60; n++) {
    const date = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const point = controlPointSchema.parse({
      schema: 'osteon/control-point/1',
      ...{ scanner: FILE.scanner, kvp: 120, date, bloodHu: null, fatHu: null, slope: null },
      airHu: -1000 + (n % 2) + (n < 40 ? 0 : 6),
    });
    await putControlPoint(store, 'east', { studyId: `${n}`, assessmentId: 'v1' }, point);
  }
  const { code, stdout, complaint } = await run('chart', '--site', 'east');
  expect(code).toBe(3);
  expect(complaint).toMatch(
    /drift since 2026-02-\d\d: SIEMENS Biograph 40 1, 120 kVp, air -99[5-9] HU, was -1000$/,
  );
  const path = stdout.trim().replace('chart: ', '');
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain('drift since');
});

test.each([
  [[], 'required: one of register'],
  [['enter'], 'required: one of register'],
  [['register'], 'required: one file'],
  [['list', 'x'], 'takes nothing else'],
  [['withdraw', 'a', 'b'], 'required: one file'],
  [['list', '--phantom', 'qrm-bdc3'], '--phantom'],
  [['register', 'x', '--phantom', 'none'], '--phantom'],
  [['list', '--site', '../north'], '--site'],
  [['list', '--site', '-north'], '--site'],
  [['list', '--sites', 'north'], 'Unknown option'],
])('%j is no command', (args, complaint) => {
  expect(() => parseCalibrations(args)).toThrow(complaint);
});
