/**
 * Bodies whose heights no intact and no fractured body has: an endplate or the outline stands in the wrong place.
 *
 *   gained    a height exceeds what an intact body would have, by the other heights or by the neighbours: no fracture does that
 *   taken     the body lost height, and the discs beside it or the next bodies have as much too much
 *   crossed   the surfaces of two neighbours cross
 *
 * Such a body is no reference for others and has no grade. Where it is wrong: a posterior wall that really collapsed (tumour,
 * trauma) is taken for an error too, and said to be one of the two. What it lets through: one endplate that is off in front
 * only, which looks like a wedge, and every error below the limits.
 */
import type { Level } from '../../../contracts/levels.ts';
import type { Refusal } from '../../../contracts/primitives.ts';
import { spinePosition } from '../../../contracts/levels.ts';
import { interval95, type Estimate } from '../../math/interval.ts';
import {
  DISC_TOOK_HEIGHT,
  ENDPLATES_CROSS_MM,
  GREATEST_GAIN,
  LEAST_SURE_GAIN,
} from '../../definitions/fractures.ts';

import { discSpaces, type DiscSpace } from './disc-spaces.ts';
import { bodiesOf, type MeasuredLevel } from './measured-level.ts';
import { lossesOf, type KnownWhole, type Losses, type MeasuredBody } from './reference/fracture-reference.ts';
import type { Sex } from './reference/intact-table.ts';

const GAINS = {
  wedge: 'anterior height, against the posterior,',
  biconcave: 'middle height, against the posterior,',
  crush: 'posterior height, against the intact neighbours,',
} as const satisfies Partial<Record<keyof Losses, string>>;
const WANTED = 'heights of an intact or a fractured body, and endplates that fit those of the neighbours';

interface Gain {
  readonly loss: keyof typeof GAINS;
  readonly fraction: number;
}

/**
 * @param measured cranial to caudal, as for `gradeFractures`
 * @returns HEIGHTS_IMPLAUSIBLE by level
 */
export function implausibleHeights(
  measured: readonly MeasuredLevel[],
  sex: Sex,
  known: KnownWhole,
): ReadonlyMap<Level, Refusal> {
  const bodies = bodiesOf(measured);
  const discs = discSpaces(measured);
  const found = new Map<Level, string>();
  for (;;) {
    const left = bodies.filter(({ level }) => !found.has(level));
    const losses = lossesOf(left, sex, known);
    const worst = worstGain(left, losses);
    if (worst === null) break;
    const { loss, fraction } = worst.gain;
    found.set(worst.level, `${GAINS[loss]} ${percent(fraction)} above that of an intact body`);
  }
  const sound = bodies.filter(({ level }) => !found.has(level));
  for (const body of bodies) {
    const losses = lossesOf(withBody(sound, body, bodies), sex, known).get(body.level)!;
    const taken = takenFrom(body, losses, { discs, bodies, sound, sex, known });
    if (taken !== null && !found.has(body.level)) found.set(body.level, taken);
  }
  for (const { upper, lower, at } of discs) {
    const least = Math.min(at.anterior, at.middle, at.posterior);
    if (least >= -ENDPLATES_CROSS_MM) continue;
    const saw = `endplates of ${upper} and ${lower} overlapping by ${(-least).toFixed(1)} mm`;
    for (const level of [upper, lower]) if (!found.has(level)) found.set(level, saw);
  }
  return new Map(
    [...found].map(([level, saw]) => [level, { code: 'HEIGHTS_IMPLAUSIBLE', saw, wanted: WANTED }]),
  );
}

function worstGain(
  bodies: readonly MeasuredBody[],
  losses: ReadonlyMap<Level, Losses>,
): { readonly level: Level; readonly gain: Gain } | null {
  let worst: { readonly level: Level; readonly gain: Gain } | null = null;
  for (const { level } of bodies) {
    const gain = gainOf(level, losses.get(level)!);
    if (gain !== null && (worst === null || gain.fraction > worst.gain.fraction)) worst = { level, gain };
  }
  return worst;
}

/** The greatest that is beyond the limit. */
function gainOf(level: Level, losses: Losses): Gain | null {
  const lowest = spinePosition(level) >= spinePosition('L5');
  const limit = lowest ? GREATEST_GAIN.lowestLumbar : GREATEST_GAIN.gain;
  let worst: Gain | null = null;
  for (const loss of Object.keys(GAINS) as (keyof typeof GAINS)[]) {
    const found = losses[loss];
    if (found === null || -found.value < limit || -upperEnd(found) < LEAST_SURE_GAIN) continue;
    if (worst === null || -found.value > worst.fraction) worst = { loss, fraction: -found.value };
  }
  return worst;
}

function upperEnd(loss: Estimate): number {
  return interval95(loss)?.[1] ?? loss.value;
}

interface Around {
  readonly discs: readonly DiscSpace[];
  readonly bodies: readonly MeasuredBody[];
  /** Those that gained nothing. */
  readonly sound: readonly MeasuredBody[];
  readonly sex: Sex;
  readonly known: KnownWhole;
}

/** What a body lost to the discs beside it and to the next bodies; null where it lost little, or they gained little. */
function takenFrom(body: MeasuredBody, losses: Losses, around: Around): string | null {
  const { crush, inFront } = losses;
  if (crush === null || inFront === null) return null;
  const fraction = Math.min(crush.value, inFront.value);
  if (fraction < DISC_TOOK_HEIGHT.loss) return null;
  const lostMm = Math.min(
    lossMm(body.posterior.value, crush.value),
    lossMm(body.anterior.value, inFront.value),
  );
  const { level } = body;
  const discs = around.discs.filter(({ upper, lower }) => upper === level || lower === level);
  const gainedMm =
    discs.reduce((sum, { excessMm }) => sum + Math.max(0, excessMm ?? 0), 0) +
    around.bodies.reduce((sum, other) => sum + gainedBy(other, level, around), 0);
  if (gainedMm < Math.max(DISC_TOOK_HEIGHT.wideMm, DISC_TOOK_HEIGHT.shareOfLoss * lostMm)) return null;
  return `${percent(fraction)} of the height missing, and the adjacent discs or bodies larger by ${gainedMm.toFixed(1)} mm`;
}

/** Of the next body's height, mm: what it has too much by its own neighbours other than `level`. */
function gainedBy(other: MeasuredBody, level: Level, { sound, bodies, sex, known }: Around): number {
  if (Math.abs(spinePosition(other.level) - spinePosition(level)) !== 1) return 0;
  const rest = withBody(sound, other, bodies).filter((body) => body.level !== level);
  const { crush, inFront } = lossesOf(rest, sex, known).get(other.level)!;
  if (crush === null || inFront === null) return 0;
  const gained = -Math.max(
    lossMm(other.posterior.value, crush.value),
    lossMm(other.anterior.value, inFront.value),
  );
  return gained < DISC_TOOK_HEIGHT.wideMm ? 0 : gained;
}

/** Of a height that is left of what it would be. */
function lossMm(height: number, loss: number): number {
  return (height * loss) / (1 - loss);
}

/** In their order along the spine. */
function withBody(
  bodies: readonly MeasuredBody[],
  body: MeasuredBody,
  all: readonly MeasuredBody[],
): readonly MeasuredBody[] {
  const kept = new Set([...bodies, body]);
  return all.filter((other) => kept.has(other));
}

function percent(fraction: number): string {
  return `${Math.round(100 * fraction)} %`;
}
