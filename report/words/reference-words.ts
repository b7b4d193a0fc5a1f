/** Strength against the modelled reference, in the report's words. */
import type { Quantity } from '../../contracts/primitives.ts';
import type { ModelledStrength, StudyStrengthReference } from '../../contracts/risk/strength-reference.ts';
import type { ReportData } from '../report-data.ts';

/** "84 % (61–116)" */
export function shareText(share: Quantity<'%'>): string {
  const { value, uncertainty } = share;
  return uncertainty.kind === 'none'
    ? `${value.toFixed(0)} %`
    : `${value.toFixed(0)} % (${shareInterval(share)})`;
}

export function shareInterval({ uncertainty }: Quantity<'%'>): string {
  return uncertainty.kind === 'none'
    ? 'interval not available'
    : `${uncertainty.low.toFixed(0)}–${uncertainty.high.toFixed(0)}`;
}

/** "−0.6 (−1.6 to 0.4)" */
export function zText(
  { value, low, high }: ModelledStrength['z'],
  between: (low: string, high: string) => string = (from, to) => `${from} to ${to}`,
): string {
  return `${signed(value)} (${between(signed(low), signed(high))})`;
}

/** One digit, with a minus sign; never "−0.0". */
export function signed(value: number): string {
  const rounded = Math.round(10 * value) / 10;
  return rounded < 0 ? `−${(-rounded).toFixed(1)}` : Math.abs(rounded).toFixed(1);
}

export function studyReferenceText({
  shareOfAverage,
  shareOfYoungAdult,
  z,
  levels,
}: StudyStrengthReference): string {
  const bodies = levels.length === 1 ? 'the same body' : 'the same bodies';
  return (
    `Modelled reference (${levels.join(', ')}): ${shareText(shareOfAverage)} of the strength that ${bodies} would have with the average density ` +
    `for age and sex, z-score ${zText(z)}, and ${shareText(shareOfYoungAdult)} of that with the density of young adults.`
  );
}

/** The modelled reference of a level; null where it has none. */
export function modelledOf(level: string, { risk }: Pick<ReportData, 'risk'>): ModelledStrength | null {
  const outcome = risk?.levels.find((candidate) => candidate.level === level);
  const reference = outcome?.status === 'assessed' ? outcome.strengthReference : undefined;
  return reference?.status === 'modelled' ? reference : null;
}
