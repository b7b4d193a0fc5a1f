/** What is printed of digital spines: heights by slice, wedges told apart, shapes out of the ordinary. */
import type { BodyRow, DigitalResult, HeightName, MeasuredFracture } from '../results.ts';
import { leastOf, medianOf, mostOf, spreadOf, type Spread } from '../reports/statistics.ts';
import { number, signed, textTable } from '../reports/text-table.ts';

export interface SliceSummary {
  readonly sliceMm: number;
  readonly bodies: number;
  readonly heights: Readonly<Record<HeightName | 'all', Spread | null>>;
  /** Of one height of one body, seen rotated and not, pooled, mm. */
  readonly repeatSd: number | null;
  readonly volumeRatio: { readonly least: number; readonly median: number; readonly most: number } | null;
  readonly dice: { readonly least: number; readonly median: number } | null;
  readonly identified: number;
  readonly identifiable: number;
  readonly refused: number;
}

export interface WedgeSummary {
  readonly sliceMm: number;
  readonly lost: number;
  readonly measured: Spread | null;
  readonly missed: number;
}

/** Variants that a measurement must not notice: the same bodies, seen otherwise. */
export const REPEATS = ['plain', 'turned', 'turned back', 'shifted half a voxel'] as const;
const NAMES: readonly HeightName[] = ['anterior', 'middle', 'posterior'];

export function digitalReport(results: readonly DigitalResult[]): string {
  const parts: string[] = [];
  const slices = sliceSummaries(results);
  if (slices.length > 0) {
    parts.push(
      'Digital spines: heights (bias and SD, mm), volume and Dice against truth:',
      textTable([
        [
          'slices',
          'bodies',
          'Ha',
          'Hm',
          'Hp',
          'all',
          'repeat SD',
          'volume',
          'Dice (least)',
          'identified',
          'refused',
        ],
        ...slices.map(sliceCells),
      ]),
    );
  }
  const wedges = wedgeSummaries(results);
  if (wedges.length > 0) {
    const rows = wedges.map(({ sliceMm, lost, measured, missed }) => [
      `${sliceMm} mm`,
      `${lost} %`,
      measured === null ? '-' : `${measured.mean.toFixed(1)} +-${measured.sd.toFixed(1)} % (${measured.n})`,
      String(missed),
    ]);
    parts.push('Wedges as graded:', textTable([['slices', 'lost', 'measured', 'not measured'], ...rows]));
  }
  const shapes = results.filter(({ name }) => name.startsWith('shape/') || name.startsWith('large/'));
  if (shapes.length > 0) {
    const head = ['shape', 'bodies', 'heights', 'volume', 'Dice (least)', 'identified', 'fractures'];
    parts.push('Out of the ordinary (slices of 1 mm):', textTable([head, ...shapes.map(shapeCells)]));
  }
  return parts.join('\n');
}

/** Of the spines without a fracture. */
export function sliceSummaries(results: readonly DigitalResult[]): readonly SliceSummary[] {
  const ordinary = results.filter(
    ({ name, fractures }) => name.startsWith('slices-') && fractures.length === 0,
  );
  const slices = [...new Set(ordinary.map(({ sliceMm }) => sliceMm))].sort((a, b) => a - b);
  return slices.map((sliceMm) =>
    sliceSummary(
      sliceMm,
      ordinary.filter((result) => result.sliceMm === sliceMm),
    ),
  );
}

export function wedgeSummaries(results: readonly DigitalResult[]): readonly WedgeSummary[] {
  const all = results
    .filter(({ name }) => name.startsWith('wedge-'))
    .flatMap(({ sliceMm, fractures }) => fractures.map((fracture) => ({ sliceMm, ...fracture })));
  const keys = [...new Set(all.map(({ sliceMm, lost }) => `${sliceMm} ${lost}`))];
  return keys.map((key) => {
    const those = all.filter(({ sliceMm, lost }) => `${sliceMm} ${lost}` === key);
    const measured = those.flatMap(({ measured }) => (measured === null ? [] : [measured]));
    const { sliceMm, lost } = those[0]!;
    return { sliceMm, lost, measured: spreadOf(measured), missed: those.length - measured.length };
  });
}

function sliceSummary(sliceMm: number, results: readonly DigitalResult[]): SliceSummary {
  const rows = rowsOf(results);
  const dice = rows.map((row) => row.dice!);
  const volumes = rows.map((row) => row.volumeRatio!);
  const errors = (name: HeightName): number[] =>
    rows.flatMap(({ heightErrorMm }) => (heightErrorMm === null ? [] : [heightErrorMm[name]]));
  const [anterior, middle, posterior] = NAMES.map(errors) as [number[], number[], number[]];
  return {
    sliceMm,
    bodies: rows.length,
    heights: {
      anterior: spreadOf(anterior),
      middle: spreadOf(middle),
      posterior: spreadOf(posterior),
      all: spreadOf([...anterior, ...middle, ...posterior]),
    },
    repeatSd: repeatSdOf(results.filter(({ variant }) => REPEATS.some((name) => name === variant))),
    volumeRatio:
      rows.length === 0
        ? null
        : { least: leastOf(volumes)!, median: medianOf(volumes)!, most: mostOf(volumes)! },
    dice: rows.length === 0 ? null : { least: leastOf(dice)!, median: medianOf(dice)! },
    identified: sumOf(results, 'identified'),
    identifiable: sumOf(results, 'identifiable'),
    refused: results.filter(({ refusal }) => refusal !== null).length,
  };
}

/** Root of the mean variance over all heights that were measured more than once. */
function repeatSdOf(results: readonly DigitalResult[]): number | null {
  const seen = new Map<string, number[]>();
  for (const { level, heightErrorMm } of rowsOf(results)) {
    if (heightErrorMm === null) continue;
    for (const name of NAMES) {
      const key = `${level} ${name}`;
      seen.set(key, [...(seen.get(key) ?? []), heightErrorMm[name]]);
    }
  }
  const variances = [...seen.values()].filter(({ length }) => length > 1).map((v) => spreadOf(v)!.sd ** 2);
  return variances.length === 0 ? null : Math.sqrt(spreadOf(variances)!.mean);
}

function rowsOf(results: readonly DigitalResult[]): readonly BodyRow[] {
  return results.flatMap(({ comparison }) => comparison?.rows ?? []).filter(({ found }) => found !== null);
}

function sumOf(results: readonly DigitalResult[], key: 'identified' | 'identifiable'): number {
  return results.reduce((sum, { comparison }) => sum + (comparison?.[key] ?? 0), 0);
}

function sliceCells(summary: SliceSummary): readonly string[] {
  const { heights, volumeRatio, dice } = summary;
  return [
    `${summary.sliceMm} mm`,
    String(summary.bodies),
    ...([...NAMES, 'all'] as const).map((name) => spreadText(heights[name])),
    number(summary.repeatSd, 2),
    volumeRatio === null
      ? '-'
      : `${volumeRatio.median.toFixed(3)} (${volumeRatio.least.toFixed(3)}-${volumeRatio.most.toFixed(3)})`,
    dice === null ? '-' : `${dice.median.toFixed(3)} (${dice.least.toFixed(3)})`,
    `${summary.identified} of ${summary.identifiable}`,
    String(summary.refused),
  ];
}

function shapeCells(result: DigitalResult): readonly string[] {
  const { variant, refusal, fractures } = result;
  if (refusal !== null) return [variant, `refused: ${refusal.code}`];
  const [, bodies, , , , heights, , volume, dice, identified] = sliceCells(
    sliceSummary(result.sliceMm, [result]),
  );
  return [variant, bodies!, heights!, volume!, dice!, identified!, fractures.map(fractureText).join(', ')];
}

function fractureText({ level, lost, measured, grade }: MeasuredFracture): string {
  return measured === null
    ? `${level} ${lost} %: not measured`
    : `${level} ${lost} %: ${measured.toFixed(1)} %, grade ${grade ?? '-'}`;
}

function spreadText(spread: Spread | null): string {
  return spread === null ? '-' : `${signed(spread.mean, 2)} +-${spread.sd.toFixed(2)}`;
}
