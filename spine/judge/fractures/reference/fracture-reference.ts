/**
 * What the heights of a vertebra would be if it were intact: from the patient's own intact neighbours and the table.
 *
 * A fractured neighbour must not be a reference. Three passes, the later ones on what the earlier left:
 *   1. its own ratios: the lowest of the three heights below 0.8 of the highest
 *   2. its posterior height far below the line through all levels (a crushed body keeps its ratios)
 *   3. worst first: the level that lost most against its neighbours is struck out, until none has lost 20 %
 * What a reader or the history says outweighs all three: a vertebra called fractured is never a reference, one that a reader
 * calls intact always is.
 *
 * Where it is wrong: two or more neighbours crushed alike among few levels pass for intact, as nobody of normal height
 * is near.
 */
import { type Level, spinePosition } from '../../../../contracts/levels.ts';

import { expectedRatio, type Expected } from './expected-ratio.ts';
import { intactAt, type Sex } from './intact-table.ts';
import { ratio, weighted, type Estimate } from '../../../math/interval.ts';
import { theilSen } from '../../../math/line-fit.ts';
import {
  GENANT_LOSS,
  LEAST_INTACT_RATIO,
  LEAST_LEVELS_OF_LINE,
  LEAST_OF_LINE,
} from '../../../definitions/fractures.ts';
import { personalRatio, type Compared } from './personal-table.ts';

export interface MeasuredBody {
  readonly level: Level;
  /** mm */
  readonly anterior: Estimate;
  readonly middle: Estimate;
  readonly posterior: Estimate;
}

/** Heights lost, as fractions of what an intact body would have; null where there is no neighbour to tell. */
export interface Losses {
  readonly wedge: Estimate;
  readonly biconcave: Estimate;
  /** Null without intact neighbours. It is a crush only where `inFront` is lost as well. */
  readonly crush: Estimate | null;
  /** Of the anterior height against the same neighbours. */
  readonly inFront: Estimate | null;
  /** Intact neighbours that the body was compared with, cranial first. */
  readonly references: readonly Level[];
  readonly expected: Readonly<Record<'anterior' | 'middle', Expected>>;
}

/** True for a vertebra that is known to be whole, false for one that is known not to be; others are told by measure. */
export type KnownWhole = ReadonlyMap<Level, boolean>;

/** @param bodies cranial to caudal */
export function lossesOf(
  bodies: readonly MeasuredBody[],
  sex: Sex,
  known: KnownWhole,
): ReadonlyMap<Level, Losses> {
  const intact = intactOf(bodies, sex, known);
  return new Map(bodies.map((body) => [body.level, losses(body, intact, sex)]));
}

function intactOf(bodies: readonly MeasuredBody[], sex: Sex, known: KnownWhole): readonly MeasuredBody[] {
  const straight = new Set(aboveLine(bodies).filter(hasIntactRatios));
  let intact = bodies.filter((body) => known.get(body.level) ?? straight.has(body));
  for (;;) {
    let worst: { readonly body: MeasuredBody; readonly loss: number } | null = null;
    for (const body of intact) {
      if (known.has(body.level)) continue;
      const { wedge, biconcave, crush, references } = losses(body, intact, sex);
      if (references.length === 0) continue;
      const loss = Math.max(wedge.value, biconcave.value, crush?.value ?? 0);
      if (loss >= GENANT_LOSS.mild && (worst === null || loss > worst.loss)) worst = { body, loss };
    }
    if (worst === null) return intact;
    const { body } = worst;
    intact = intact.filter((other) => other !== body);
  }
}

function hasIntactRatios({ anterior, middle, posterior }: MeasuredBody): boolean {
  const least = Math.min(anterior.value, middle.value, posterior.value);
  return least >= LEAST_INTACT_RATIO * Math.max(anterior.value, middle.value, posterior.value);
}

function aboveLine(bodies: readonly MeasuredBody[]): readonly MeasuredBody[] {
  if (bodies.length < LEAST_LEVELS_OF_LINE) return bodies;
  const { slope, intercept } = theilSen(
    bodies.map(({ level, posterior }) => [spinePosition(level), posterior.value]),
  );
  return bodies.filter(
    ({ level, posterior }) => posterior.value >= LEAST_OF_LINE * (intercept + slope * spinePosition(level)),
  );
}

function losses(body: MeasuredBody, intact: readonly MeasuredBody[], sex: Sex): Losses {
  const near = neighbours(body, intact);
  const weights = weightsOf(body, near);
  const own = intactAt(body.level, sex);
  const expected = (kind: 'anterior' | 'middle'): Expected =>
    expectedRatio(
      kind,
      own[kind],
      personalRatio(
        kind,
        own[kind],
        intact.flatMap((other) => (other === body ? [] : [compared(other, kind, sex)])),
      ),
      near.map((other, n) => ({
        ...compared(other, kind, sex),
        weight: weights[n]!,
      })),
    );
  const [anterior, middle] = [expected('anterior'), expected('middle')];
  // The change of height from level to level is the table's; the size is the patient's own.
  const size = (pick: (other: MeasuredBody) => Estimate): Estimate =>
    weighted(
      near.map((other) => {
        const grown = own.posterior / intactAt(other.level, sex).posterior;
        const { value, se } = pick(other);
        return { value: grown * value, se: se === null ? null : grown * se };
      }),
      weights,
    );
  const against = (pick: (other: MeasuredBody) => Estimate): Estimate | null =>
    near.length === 0 ? null : lost(pick(body), size(pick));
  return {
    wedge: lost(ratio(body.anterior, body.posterior), anterior.ratio),
    biconcave: lost(ratio(body.middle, body.posterior), middle.ratio),
    crush: against((other) => other.posterior),
    inFront: against((other) => other.anterior),
    references: near.map(({ level }) => level),
    expected: { anterior, middle },
  };
}

function compared(body: MeasuredBody, kind: 'anterior' | 'middle', sex: Sex): Compared {
  return { ratio: ratio(body[kind], body.posterior), intact: intactAt(body.level, sex)[kind] };
}

/** The nearest intact body above and below. */
function neighbours(body: MeasuredBody, intact: readonly MeasuredBody[]): readonly MeasuredBody[] {
  const own = spinePosition(body.level);
  const above = intact.filter(({ level }) => spinePosition(level) < own).at(-1);
  const below = intact.find(({ level }) => spinePosition(level) > own);
  return [above, below].filter((other) => other !== undefined);
}

/** Linear in the level between two neighbours; one alone stands for itself. */
function weightsOf({ level }: MeasuredBody, near: readonly MeasuredBody[]): readonly number[] {
  if (near.length < 2) return near.map(() => 1);
  const [above, own, below] = [near[0]!.level, level, near[1]!.level].map(spinePosition) as [
    number,
    number,
    number,
  ];
  const share = (own - above) / (below - above);
  return [1 - share, share];
}

function lost(seen: Estimate, expected: Estimate): Estimate {
  const { value, se } = ratio(seen, expected);
  return { value: 1 - value, se };
}
