/** Where a value lies for age and sex: density on a band over the ages, strength on a line of standard deviations. */
import type { ModelledStrength } from '../../../contracts/risk/strength-reference.ts';
import { REFERENCE_AGES } from '../../../spine/definitions/reference/trabecular-reference.ts';
import type { AgeBand } from '../../words/page-one/density-reference.ts';

import { ACCENT, GREY, line, RULE, type Pdf } from '../kit/page.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const BAND = { wide: '#e3ebf2', narrow: '#c4d5e4', mean: '#7d97ad' } as const;
const AXIS = { left: 22, foot: 10, size: 6.2 } as const;
const AGE_STEP = 5;
/** Of so many ages one has its label. */
const LABELLED = 4;
const DENSITY_STEP = 50;
/** Standard deviations to either side that the line of strength shows. */
const MOST_Z = 3;
const DOT = 2.8;

/** @param cuts cut-offs in mg/cm3, dashed; none where none is applied */
export function ageBandChart(
  pdf: Pdf,
  { at, ageYears, value }: AgeBand,
  cuts: readonly number[],
  box: Box,
): void {
  const { lowest, highest } = REFERENCE_AGES;
  const ages = Array.from({ length: (highest - lowest) / AGE_STEP + 1 }, (_, n) => lowest + n * AGE_STEP);
  const [low, high] = ends(value);
  const most = ages.reduce(
    (top, age) => Math.max(top, at(age).mean + 2 * at(age).sd),
    Math.max(high, value.value),
  );
  const top = DENSITY_STEP * Math.ceil(most / DENSITY_STEP);
  const [left, bottom] = [box.x + AXIS.left, box.y + box.height - AXIS.foot];
  const right = box.x + box.width - 4;
  const toX = (age: number): number => left + ((age - lowest) / (highest - lowest)) * (right - left);
  const toY = (density: number): number => bottom - (Math.max(0, density) / top) * (bottom - box.y);
  for (const [deviations, colour] of [
    [2, BAND.wide],
    [1, BAND.narrow],
  ] as const) {
    const edge = (sign: 1 | -1): [number, number][] =>
      ages.map((age) => [toX(age), toY(at(age).mean + sign * deviations * at(age).sd)]);
    pdf.polygon(...edge(1), ...edge(-1).reverse()).fill(colour);
  }
  path(
    pdf,
    ages.map((age) => [toX(age), toY(at(age).mean)]),
    0.9,
    BAND.mean,
  );
  for (const cut of cuts) {
    pdf.dash(2, { space: 2 });
    path(
      pdf,
      [
        [left, toY(cut)],
        [right, toY(cut)],
      ],
      0.6,
      GREY,
    );
    pdf.undash();
    label(pdf, String(cut), right - 14, toY(cut) - 7, 14, 'right');
  }
  path(
    pdf,
    [
      [left, box.y],
      [left, bottom],
      [right, bottom],
    ],
    0.6,
    RULE,
  );
  for (let density = 0; density <= top; density += 2 * DENSITY_STEP)
    label(pdf, String(density), box.x, toY(density) - 4, AXIS.left - 3, 'right');
  for (const age of ages.filter((_, n) => n % LABELLED === 0))
    label(pdf, String(age), toX(age) - 10, bottom + 2, 20, 'center');
  const x = toX(Math.min(highest, Math.max(lowest, ageYears)));
  path(
    pdf,
    [
      [x, toY(low)],
      [x, toY(high)],
    ],
    1.4,
    ACCENT,
  );
  pdf.circle(x, toY(value.value), DOT).fill(ACCENT);
}

/** The z with its interval, which is cut at three standard deviations. */
export function zLine(pdf: Pdf, { value, low, high }: ModelledStrength['z'], box: Box): void {
  const [left, right] = [box.x + 6, box.x + box.width - 6];
  const bottom = box.y + box.height - AXIS.foot;
  const within = (z: number): number => Math.max(-MOST_Z, Math.min(MOST_Z, z));
  const toX = (z: number): number => left + ((within(z) + MOST_Z) / (2 * MOST_Z)) * (right - left);
  for (const [deviations, colour] of [
    [2, BAND.wide],
    [1, BAND.narrow],
  ] as const)
    pdf.rect(toX(-deviations), box.y, toX(deviations) - toX(-deviations), bottom - box.y).fill(colour);
  path(
    pdf,
    [
      [toX(0), box.y],
      [toX(0), bottom],
    ],
    0.9,
    BAND.mean,
  );
  path(
    pdf,
    [
      [left, bottom],
      [right, bottom],
    ],
    0.6,
    RULE,
  );
  for (let z = -MOST_Z; z <= MOST_Z; z++)
    label(pdf, z < 0 ? `−${-z}` : String(z), toX(z) - 8, bottom + 2, 16, 'center');
  const middle = (box.y + bottom) / 2;
  path(
    pdf,
    [
      [toX(low), middle],
      [toX(high), middle],
    ],
    1.4,
    ACCENT,
  );
  pdf.circle(toX(value), middle, DOT).fill(ACCENT);
}

function ends({ value, uncertainty }: AgeBand['value']): readonly [number, number] {
  return uncertainty.kind === 'none' ? [value, value] : [uncertainty.low, uncertainty.high];
}

function path(pdf: Pdf, points: readonly (readonly [number, number])[], width: number, colour: string): void {
  points.forEach(([x, y], n) => {
    if (n === 0) pdf.moveTo(x, y);
    else pdf.lineTo(x, y);
  });
  pdf.lineWidth(width).strokeColor(colour).stroke();
}

function label(pdf: Pdf, text: string, x: number, y: number, width: number, align: 'right' | 'center'): void {
  line(pdf, text, { x, y, size: AXIS.size, colour: GREY, width, align });
}
