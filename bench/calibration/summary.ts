/** Bias, spread and coverage of each method, as text. */
import { markdownTable } from '../document.ts';
import { accuracyOf, METHODS, type Method } from './readings.ts';
import type { CaseResult } from './run-case.ts';

/** Bars that a method is held to: bias in mg/cm3, coverage as a share (design values). */
const MOST_BIAS: Readonly<Record<Method, number>> = {
  phantom: 3,
  'air-blood': 6,
  'air-fat': 6,
  'kvp-slope': 6,
};
const COVERAGE = [0.9, 0.98] as const;

/** Without contrast agent, by method: density, and the strength that rests on it. */
export function accuracyTable(results: readonly CaseResult[]): string {
  const plain = results.filter(({ phase }) => phase === 'none');
  const rows = METHODS.map((method) => {
    const [density, strength] = (['readings', 'strengths'] as const).map((kind) =>
      accuracyOf(plain.flatMap((one) => one[kind].filter((reading) => reading.method === method))),
    );
    if (density == null || strength == null) return [method, '–', '–', '–', '–', '–'];
    return [
      method,
      signed(density.bias).trim(),
      `±${density.halfWidth.toFixed(0)}`,
      percent(density.coverage),
      `±${(100 * strength.relativeHalfWidth).toFixed(0)} %`,
      percent(strength.coverage),
    ];
  });
  const head = [
    'method',
    'density, bias, mg/cm³',
    '95 % interval',
    'holds the truth',
    'strength, 95 % interval by the calibration',
    'holds the truth',
  ];
  return `${plain.length} studies without contrast agent, with the slopes of four real scanners:\n\n${markdownTable(head, rows)}\n\n${phasesText(results)}`;
}

const WITHOUT_PHANTOM = METHODS.filter((method) => method !== 'phantom');

export function summary(results: readonly CaseResult[]): string {
  const plain = results.filter(({ phase }) => phase === 'none');
  const portal = results.filter(({ phase, seenPhase }) => phase === 'portal' && seenPhase === 'portal');
  return [
    `without contrast agent (${plain.length} cases)`,
    ...METHODS.map((method) => line(method, method, plain)),
    '',
    'strength by the calibration alone, without contrast agent',
    ...METHODS.map((method) => strengthLine(method, plain)),
    '',
    'by what the header says of the maker',
    ...[...new Set(plain.map(({ manufacturer }) => manufacturer))].sort().flatMap((maker) =>
      WITHOUT_PHANTOM.map((method) =>
        line(method, `${method}, ${maker}`, plain.filter((one) => one.manufacturer === maker)))), // prettier-ignore
    '',
    'by tube voltage',
    ...[80, 100, 120, 140].flatMap(
      (kvp) =>
      METHODS.map((method) => line(method, `${method} ${kvp}`, plain.filter((one) => one.kvp === kvp))), // prettier-ignore
    ),
    '',
    'by phantom',
    ...[...new Set(plain.map(({ phantom }) => phantom))].sort().map(
      (type) =>
      line('phantom', type, plain.filter(({ phantom }) => phantom === type)), // prettier-ignore
    ),
    '',
    `portal phase, seen as such, less what agent adds (${portal.length} cases)`,
    ...METHODS.map((method) => line(method, method, portal)),
    '',
    ...phases(results),
    ...misses(results),
  ].join('\n');
}

function line(method: Method, name: string, results: readonly CaseResult[]): string {
  const found = accuracyOf(
    results.flatMap(({ readings }) => readings.filter((one) => one.method === method)),
  );
  if (found === null) return `  ${name.padEnd(26)} nothing read`;
  const { levels, bias, sd, coverage, halfWidth, relative } = found;
  const kept = Math.abs(bias) <= MOST_BIAS[method] && coverage >= COVERAGE[0] && coverage <= COVERAGE[1];
  return [
    `  ${name.padEnd(26)} ${String(levels).padStart(4)} levels`,
    `bias ${signed(bias)} SD ${sd.toFixed(1).padStart(4)} mg/cm3 (${(100 * relative).toFixed(1)} %)`,
    `interval ±${halfWidth.toFixed(1)} holds ${(100 * coverage).toFixed(1).padStart(5)} %`,
    kept ? '' : 'beyond the bar',
  ].join('  ');
}

function strengthLine(method: Method, results: readonly CaseResult[]): string {
  const found = accuracyOf(
    results.flatMap(({ strengths }) => strengths.filter((one) => one.method === method)),
  );
  if (found === null) return `  ${method.padEnd(26)} nothing read`;
  const { levels, bias, relative, relativeHalfWidth, coverage } = found;
  return [
    `  ${method.padEnd(26)} ${String(levels).padStart(4)} levels`,
    `bias ${signed(bias)} N, root mean square ${(100 * relative).toFixed(1)} %`,
    `interval ±${(100 * relativeHalfWidth).toFixed(1)} % holds ${percent(coverage)}`,
  ].join('  ');
}

function phasesText(results: readonly CaseResult[]): string {
  return results.every(({ phase, seenPhase }) => phase === seenPhase)
    ? 'Contrast phase recognised in every study.'
    : `Contrast: ${phases(results).join('; ')}.`;
}

function phases(results: readonly CaseResult[]): readonly string[] {
  return (['none', 'portal', 'arterial'] as const).map((phase) => {
    const these = results.filter((one) => one.phase === phase);
    const seen = new Map<string, number>();
    for (const { seenPhase } of these) seen.set(seenPhase, (seen.get(seenPhase) ?? 0) + 1);
    const told = [...seen].map(([name, count]) => `${name} ${count}`).join(', ');
    return `phase ${phase} (${these.length}): seen as ${told === '' ? 'nothing' : told}`;
  });
}

function misses(results: readonly CaseResult[]): readonly string[] {
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const { missing, failedGates, phase } of results) {
    for (const { method, why } of missing) count(`${method} not given, phase ${phase}: ${why}`);
    for (const tissue of failedGates) count(`${tissue} beyond its gate, phase ${phase}`);
  }
  return [...counts].sort().map(([what, n]) => `${what}: ${n}`);
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)}`.padStart(6);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
