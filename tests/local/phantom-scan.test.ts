import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { calibrationFileSchema } from '../../contracts/calibration/calibration-file.ts';
import { CommandLineError } from '../../local/command/errors.ts';
import { writeCalibration } from '../../local/phantom-scan.ts';
import { demoSpine, digitalSpine, writeDicomSeries } from '../../phantoms/index.ts';
import { asynchronous } from '../../spine/calibrate/methods/asynchronous.ts';
import { lacksSharedData, sharedData } from '../shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'osteon-phantom-scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

function asked(study: string, type: 'qrm-bdc3' | 'qrm-cci', name: string) {
  return { study, select: null, phantom: { type, certificate: null }, writeCalibration: join(folder, name) };
}

function read(name: string) {
  return calibrationFileSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

describe.skipIf(lacksSharedData('qrm-thorax-ct'))('a real scan of a QRM-CCI', () => {
  test('has both rods found, with the published slope, and the file calibrates a scan of that scanner', async () => {
    const { told } = await writeCalibration(
      asked(sharedData('qrm-thorax-ct/dicom.zip'), 'qrm-cci', 'cci.json'),
    );
    const file = read('cci.json');
    expect(file).toMatchObject({
      scanner: { manufacturer: 'TOSHIBA', model: 'Aquilion ONE' },
      kvp: 120,
      kernel: 'FC12',
      scannedOn: '2016-02-11',
      phantom: { type: 'qrm-cci' },
    });
    if (file.measured.kind !== 'rods') throw new Error('no rods');
    const [water, rod] = file.measured.rods;
    // Published for this scan: 33 and 310 HU, 0.72225 mg HA/cm3 per HU; 1 % is 3 HU of the rod.
    expect(Math.abs(water!.meanHu - 33)).toBeLessThan(3);
    expect(Math.abs(rod!.meanHu - 310)).toBeLessThan(3);
    expect(Math.abs(200 / (rod!.meanHu - water!.meanHu) / 0.72225 - 1)).toBeLessThan(0.01);
    expect(told).toMatch(/^QRM-CCI: rods 0 \(3\d HU\), 200 \(31\d HU\); 0\.60\d\d mg\/cm3 K2HPO4 per HU/);
    const line = asynchronous(file, {
      manufacturer: 'TOSHIBA',
      scannerModel: 'Aquilion ONE',
      deviceSerial: file.scanner.deviceSerial!,
      kvp: 120,
      kernel: 'FC12',
      study: { date: '2016-02-12' },
    });
    // As K2HPO4: 0.72225 x 0.83.
    expect(Math.abs(line.slope / 0.5995 - 1)).toBeLessThan(0.01);
    // Water read some 34 HU there; whether it does in a patient is not known, so water at 0 HU is in the interval.
    expect(Math.abs(line.intercept)).toBeLessThan(1.96 * line.error.interceptSe);
    expect(line.error.basis).toContain('of water that was off in that scan');
  });

  test('holds no phantom of rods in a row', async () => {
    const scan = asked(sharedData('qrm-thorax-ct/dicom.zip'), 'qrm-bdc3', 'none.json');
    await expect(writeCalibration(scan)).rejects.toThrow('PHANTOM_NOT_FOUND');
  });
});

describe('a digital scan', () => {
  const study = join(folder, 'scan');

  test('of a phantom under a back gives the file of its rods, and is not written over', async () => {
    const image = digitalSpine({
      ...demoSpine,
      levels: [demoSpine.levels[3]!],
      calibrationPhantom: { type: 'qrm-bdc3' },
      scanner: {
        ...demoSpine.scanner,
        pixelMm: 1.5,
        sliceSpacingMm: 3,
        sliceThicknessMm: 3,
        fieldOfViewMm: [290, 140],
        fieldOfViewCentreMm: [0, 95],
      },
    });
    mkdirSync(study);
    for (const { name, bytes } of writeDicomSeries(image, image.truth.options))
      writeFileSync(join(study, name), bytes);
    await writeCalibration(asked(study, 'qrm-bdc3', 'bdc3.json'));
    const { measured, kvp } = read('bdc3.json');
    if (measured.kind !== 'rods') throw new Error('no rods');
    expect(kvp).toBe(120);
    expect(measured.rods.map(({ densityMgCc }) => densityMgCc)).toEqual([100, 400, 800]);
    // The digital rods: 0.83 / 0.70 HU per mg HA/cm3.
    for (const { densityMgCc, meanHu, seHu } of measured.rods)
      expect(Math.abs(meanHu - (0.83 / 0.7) * densityMgCc)).toBeLessThan(4 * seHu + 0.5);
    await expect(writeCalibration(asked(study, 'qrm-bdc3', 'bdc3.json'))).rejects.toThrow(CommandLineError);
  });

  test('without that phantom is refused, and nothing is written', async () => {
    await expect(writeCalibration(asked(study, 'qrm-cci', 'cci-none.json'))).rejects.toThrow(
      'PHANTOM_NOT_FOUND',
    );
    expect(() => read('cci-none.json')).toThrow('ENOENT');
  });
});
