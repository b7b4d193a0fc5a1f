import { expect, test } from 'vitest';

import { putControlChart, putControlPoint } from '../../../../lambdas/shared/calibrations/control.ts';
import {
  calibrationSnapshot,
  registerCalibration,
  registeredCalibrations,
  withdrawCalibration,
} from '../../../../lambdas/shared/calibrations/registry.ts';
import { getJson } from '../../../../lambdas/shared/artifacts.ts';
import { calibrationRegistrySchema } from '../../../../contracts/calibration/registry.ts';
import type { ControlPoint } from '../../../../contracts/calibration/control.ts';
import { folderObjectStore } from '../../../../local/folder-object-store.ts';
import { scratchFolder } from '../../../pipeline/command.ts';
import { FILE } from '../../../spine/calibrate/methods/calibration-file.ts';

const store = () => folderObjectStore(scratchFolder());
const OTHER = { ...FILE, kvp: 100 };

test('a site sees its own calibrations, each once, until they are withdrawn', async () => {
  const kept = store();
  const { id } = await registerCalibration(kept, 'north', FILE);
  expect((await registerCalibration(kept, 'north', structuredClone(FILE))).id).toBe(id);
  const other = await registerCalibration(kept, 'north', OTHER);
  expect(other.id).not.toBe(id);
  expect(new Set((await registeredCalibrations(kept, 'north')).map((one) => one.id))).toEqual(
    new Set([id, other.id]),
  );
  expect(await registeredCalibrations(kept, 'south')).toEqual([]);

  expect(await withdrawCalibration(kept, 'north', id)).toBe(true);
  expect((await registeredCalibrations(kept, 'north')).map(({ file }) => file)).toEqual([OTHER]);
  await registerCalibration(kept, 'north', FILE);
  expect(await registeredCalibrations(kept, 'north')).toHaveLength(1);
  expect(await withdrawCalibration(kept, 'north', '0'.repeat(12))).toBe(false);
  expect(await withdrawCalibration(kept, 'south', other.id)).toBe(false);
});

test('a snapshot stays what it was when more is registered, and is the same for the same calibrations', async () => {
  const kept = store();
  expect(await calibrationSnapshot(kept, 'north')).toBeNull();
  await registerCalibration(kept, 'north', FILE);
  const before = (await calibrationSnapshot(kept, 'north'))!;
  expect(await calibrationSnapshot(kept, 'north')).toEqual(before);
  const { id } = await registerCalibration(kept, 'north', OTHER);
  const after = (await calibrationSnapshot(kept, 'north'))!;
  expect(after.key).not.toBe(before.key);
  expect((await getJson(kept, before, calibrationRegistrySchema)).calibrations).toHaveLength(1);
  expect((await getJson(kept, after, calibrationRegistrySchema)).calibrations).toHaveLength(2);
  await withdrawCalibration(kept, 'north', id);
  expect(await calibrationSnapshot(kept, 'north')).toEqual(before);
});

test('a file that would refuse every study is not registered', async () => {
  const kept = store();
  const line = { kind: 'line', slopeSe: 0.01, interceptSe: 1, correlation: 0 } as const;
  await expect(
    registerCalibration(kept, 'north', { ...FILE, measured: { ...line, slope: 1.4, intercept: 0 } }),
  ).rejects.toThrow('CALIBRATION_FILE_IMPLAUSIBLE');
  expect(await kept.list('calibrations/')).toEqual([]);
});

const POINT: ControlPoint = {
  schema: 'osteon/control-point/1',
  scanner: FILE.scanner,
  kvp: 120,
  date: '2026-01-01',
  airHu: -1000,
  bloodHu: 41,
  fatHu: -101,
  slope: 0.77,
};

test('the chart counts a study once, by its last assessment, and is written with its picture', async () => {
  const kept = store();
  const put = (studyId: string, assessmentId: string, airHu: number) =>
    putControlPoint(kept, 'north', { studyId, assessmentId }, { ...POINT, airHu });
  await put('a', 'v1', -900);
  await put('a', 'v2', -1000);
  await put('b', 'v1', -998);
  await putControlPoint(kept, 'south', { studyId: 'c', assessmentId: 'v1' }, POINT);
  await registerCalibration(kept, 'north', FILE);
  const { series } = await putControlChart(kept, 'north');
  const air = series.find(({ quantity }) => quantity === 'air')!;
  expect(air.points.map(({ value }) => value)).toEqual([-1000, -998]);
  expect(series.map(({ quantity }) => quantity)).toContain('phantom slope');
  const svg = new TextDecoder().decode(await kept.get('calibrations/north/chart.svg'));
  expect(svg).toContain('SIEMENS Biograph 40 1, 120 kVp: air, HU');
  expect(svg).toContain('learning');
});
