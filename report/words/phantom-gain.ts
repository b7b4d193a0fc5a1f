/** What a phantom scan of this scanner would do to the interval of the mean density, in words and as a density. */
import type { Density } from '../../contracts/primitives.ts';
import { densityAfterPhantomScan } from '../../spine/judge/index.ts';

import type { ReportData } from '../report-data.ts';

/** Null where there is nothing to gain, or nothing is known of it. */
export function phantomGain({ calibration, risk, levels }: ReportData): Density | null {
  if (calibration === null || risk === null) return null;
  return densityAfterPhantomScan({ density: risk.density, measured: levels, calibration });
}

/** One sentence; empty where there is no gain. */
export function phantomGainText(data: ReportData): string {
  const gain = phantomGain(data);
  const now = data.risk?.density.vbmd ?? null;
  if (gain === null || now === null) return '';
  const [halfNow, halfThen] = [now, gain].map(halfWidth) as [number, number];
  return `With a phantom scan of this scanner (calibration file, same tube voltage and kernel), the 95 % interval of the mean density would be about ±${halfThen.toFixed(0)} mg/cm³ instead of ±${halfNow.toFixed(0)} mg/cm³.`;
}

function halfWidth({ uncertainty }: Density): number {
  return uncertainty.kind === 'none' ? Number.NaN : (uncertainty.high - uncertainty.low) / 2;
}
