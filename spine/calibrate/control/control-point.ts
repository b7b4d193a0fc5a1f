/** What one study says of its scanner. */
import type { Calibration, ReferenceRegion } from '../../../contracts/calibration/calibration.ts';
import type { ControlPoint } from '../../../contracts/calibration/control.ts';
import type { Ct } from '../../../contracts/ct.ts';

/** Null where the headers don't say which scanner it was, its voltage or the date. */
export function controlPoint(
  about: Pick<Ct, 'manufacturer' | 'scannerModel' | 'deviceSerial' | 'kvp' | 'study'>,
  calibration: Pick<Calibration, 'method' | 'slope' | 'alternatives' | 'regions' | 'contrast'>,
): ControlPoint | null {
  const { manufacturer, scannerModel: model, deviceSerial = null, kvp } = about;
  const { date } = about.study;
  if (manufacturer === null || model === null || kvp === null || date === null) return null;
  const { method, slope, alternatives, regions, contrast } = calibration;
  const byBlood =
    method === 'air-blood' ? slope : alternatives.find((other) => other.method === 'air-blood')?.slope;
  return {
    schema: 'osteon/control-point/1',
    scanner: { manufacturer, model, deviceSerial },
    kvp,
    date,
    airHu: meanOf(regions, 'air'),
    bloodHu: contrast.phase === 'none' ? meanOf(regions, 'blood') : null,
    fatHu: meanOf(regions, 'fat'),
    slope: contrast.phase === 'none' ? (byBlood ?? null) : null,
  };
}

function meanOf(regions: readonly ReferenceRegion[], tissue: ReferenceRegion['tissue']): number | null {
  return regions.find((region) => region.tissue === tissue && region.accepted)?.meanHu ?? null;
}
