/**
 * How far to go along a Newton step: to where the imbalance does no more work along it, which is where the energy of a load step is least.
 *
 * @remarks That energy is convex in perfect plasticity with associated flow, so the work falls all the way (Matthies H, Strang G, Int J
 * Numer Methods Eng 14:1613, 1979). The imbalance's norm is no measure: a few nodes amid elements that flow are thrown from
 * one side of their balance to the other by every whole step, and by its half and quarter, while the norm stays as it was
 * (docs/decisions/0069-elements-by-the-part-of-them-inside.md).
 */

/** A step that leaves no more than this part of the imbalance needs no search. */
const STEADY = 0.5;
/** Neither does one that leaves no more than this part of the work, on either side. */
const ENOUGH = 0.3;
/** Evaluations of the imbalance a step: of a motion that costs all but nothing, a step may be a thousand times too long. */
const MOST_TRIES = 12;
/** A try goes at least this part of the way between the two lengths that enclose the root. */
const LEAST_WAY = 0.05;

export interface Step {
  /** Of the imbalance at the start along the whole step, any unit. */
  readonly work: number;
  /** Goes to this part of the step; the imbalance there over that at the start. */
  readonly goTo: (part: number) => number;
  /** Of the imbalance at hand along the whole step, in the same unit. */
  readonly workAt: (part: number) => number;
}

/** Regula falsi (Illinois), from the whole step, which has been gone, with what it left of the imbalance. */
export function shorten({ work, goTo, workAt }: Step, left: number): void {
  let low = { part: 0, work };
  let part = 1;
  let here = left > STEADY ? workAt(1) : 0;
  // A whole step that stops short is Newton's own to go on from.
  if (here >= -ENOUGH * work) return;
  let high = { part, work: here };
  for (let tries = 1; tries < MOST_TRIES; tries++) {
    const way = Math.max(LEAST_WAY, low.work / (low.work - high.work));
    part = low.part + way * (high.part - low.part);
    if (goTo(part) <= STEADY) return;
    here = workAt(part);
    if (Math.abs(here) <= ENOUGH * work) return;
    if (here > 0) {
      low = { part, work: here };
      high = { ...high, work: high.work / 2 };
    } else {
      low = { ...low, work: low.work / 2 };
      high = { part, work: here };
    }
  }
}
