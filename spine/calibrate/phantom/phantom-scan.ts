/** From the scan of a phantom by itself to the file that calibrates patients of the same scanner. */
import {
  calibrationFileSchema,
  type CalibrationFile,
} from '../../../contracts/calibration/calibration-file.ts';
import type { Ct } from '../../../contracts/ct.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { Volume } from '../../grid/volume.ts';

import { calibrateByPhantom, type PhantomCalibration } from './calibrate-by-phantom.ts';
import type { Phantom } from './phantom.ts';

export interface PhantomScan {
  readonly about: Pick<
    Ct,
    'manufacturer' | 'scannerModel' | 'deviceSerial' | 'kvp' | 'kernel' | 'tableHeightMm' | 'study'
  >;
  /** HU; i, j, k closest to patient left, posterior, superior. */
  readonly ct: Volume<Int16Array>;
  readonly phantom: Phantom;
}

export interface ScannedPhantom {
  readonly file: CalibrationFile;
  readonly calibration: PhantomCalibration;
}

/** @throws StudyRefused PHANTOM_SCAN_UNTRACEABLE, PHANTOM_NOT_FOUND, PHANTOM_FIT_POOR */
export function scannedPhantom({ about, ct, phantom }: PhantomScan): ScannedPhantom {
  const { manufacturer, scannerModel, kvp, kernel, study } = about;
  const lacking = Object.entries({ manufacturer, 'scanner model': scannerModel, 'tube voltage': kvp, kernel, date: study.date })
    .filter(([, value]) => value === null)
    .map(([what]) => what); // prettier-ignore
  if (
    manufacturer === null ||
    scannerModel === null ||
    kvp === null ||
    kernel === null ||
    study.date === null
  )
    throw new StudyRefused({
      code: 'PHANTOM_SCAN_UNTRACEABLE',
      saw: `${lacking.join(', ')} not given in the headers`,
      wanted: 'manufacturer, scanner model, tube voltage, kernel and date of the phantom scan',
    });
  const calibration = calibrateByPhantom({ ct, phantom, spine: [], kvp });
  const file = calibrationFileSchema.parse({
    schema: 'osteon/calibration-file/1',
    scanner: { manufacturer, model: scannerModel, deviceSerial: about.deviceSerial ?? null },
    kvp,
    kernel,
    scannedOn: study.date,
    tableHeightMm: about.tableHeightMm ?? null,
    phantom: { type: phantom.type, serial: phantom.serial },
    measured: {
      kind: 'rods',
      rods: calibration.rods.map(({ name, densityMgCc, waterMgCc, region, seHu }) => ({
        name,
        densityMgCc,
        waterMgCc,
        meanHu: region.meanHu,
        seHu,
      })),
    },
  });
  return { file, calibration };
}
