import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { getJson } from '../../../lambdas/shared/artifacts.ts';
import { calibrationFileSchema } from '../../../contracts/calibration/calibration-file.ts';
import { phantomCertificateSchema } from '../../../contracts/calibration/phantom.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { calibrationFiles } from '../../../local/study/calibration-files.ts';
import { CommandLineError } from '../../../local/command/errors.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { uploadStudy } from '../../../local/study/upload-study.ts';

import { plainStudy } from './study-on-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'osteon-calibration-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

const CERTIFICATE = {
  schema: 'osteon/phantom-certificate/1',
  type: 'mindways',
  model: 'Model 3',
  serial: '1',
  issued: null,
  rods: ['A', 'B', 'C'].map((name, n) => ({ name, k2hpo4MgCc: 100 * n, waterMgCc: 1000 })),
};
const CALIBRATION = {
  schema: 'osteon/calibration-file/1',
  scanner: { manufacturer: 'Maker', model: 'Model', deviceSerial: null },
  kvp: 120,
  kernel: 'B30f',
  scannedOn: '2026-11-01',
  tableHeightMm: null,
  phantom: { type: 'qrm-bdc6', serial: null },
  measured: { kind: 'line', slope: 0.71, slopeSe: 0.01, intercept: 2, interceptSe: 1, correlation: 0 },
};

test('certificate and calibration file are read, and go with the study', async () => {
  const store = folderObjectStore(folder);
  const calibration = await calibrationFiles(
    { type: 'mindways', certificate: file('certificate.json', CERTIFICATE) },
    file('calibration.json', CALIBRATION),
  );
  const study = plainStudy(file('ct.nii', 'voxels'));
  const { manifest } = await uploadStudy(store, { ...study, calibration });
  const { phantom } = manifest;
  if (phantom === undefined || phantom === 'none') throw new Error('no phantom in the manifest');
  expect(await getJson(store, phantom.certificate!, phantomCertificateSchema)).toEqual(CERTIFICATE);
  expect(await getJson(store, manifest.calibrationFile!, calibrationFileSchema)).toEqual(CALIBRATION);
  const { manifest: without } = await uploadStudy(store, study);
  expect(without).not.toHaveProperty('phantom');
  expect(without).not.toHaveProperty('calibrationFile');
});

test('the word that there is no phantom goes with the study, and makes it another assessment', async () => {
  const store = folderObjectStore(folder);
  const study = plainStudy(file('ct.nii', 'voxels'));
  const calibration = await calibrationFiles('none', null);
  const { manifest, marker } = await uploadStudy(store, { ...study, calibration });
  expect(manifest.phantom).toBe('none');
  expect(await getJson(store, marker, studyManifestSchema)).toEqual(manifest);
  expect(marker.sha256).not.toBe((await uploadStudy(store, study)).marker.sha256);
});

test('a file that breaks its contract is refused with the name of the field', async () => {
  const bad = file('bad.json', { ...CALIBRATION, kvp: 150 });
  await expect(calibrationFiles(null, bad)).rejects.toThrow(CommandLineError);
  await expect(calibrationFiles(null, bad)).rejects.toThrow('kvp');
  const swapped = { type: 'mindways', certificate: file('calibration.json', CALIBRATION) } as const;
  await expect(calibrationFiles(swapped, null)).rejects.toThrow('not a valid phantom certificate');
});

test('a phantom that takes the patient’s place is not named for a patient', async () => {
  const named = calibrationFiles({ type: 'qrm-cci', certificate: null }, null);
  await expect(named).rejects.toThrow(CommandLineError);
  await expect(named).rejects.toThrow('--write-calibration');
});
