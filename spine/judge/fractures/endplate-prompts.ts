/**
 * Endplates that a reader should look at: a node in one, or one that is sunk in deeper than the patient's others.
 *
 * A fracture wants a depressed endplate (the idea of the algorithm-based qualitative method; docs/method.md#fracture-grades), a short body
 * alone does not; a Schmorl node is a depression and no fracture. Neither makes a grade here.
 */
import { ENDPLATE_SIDES, type Endplate, type Endplates } from '../../../contracts/level/endplates.ts';
import type { Prompt } from '../../../contracts/risk/fracture.ts';
import type { Quantity } from '../../../contracts/primitives.ts';
import type { Level } from '../../../contracts/levels.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import {
  DEEPER_ENDPLATE_MM,
  FEWEST_ENDPLATES,
  NODE_DEPTH_MM,
  NODE_PART,
} from '../../definitions/fractures.ts';

interface MeasuredEndplates {
  readonly level: Level;
  readonly endplates?: Endplates | null | undefined;
}

export function endplatePrompts(
  measured: readonly MeasuredEndplates[],
): ReadonlyMap<Level, readonly Prompt[]> {
  const all = measured.flatMap(({ endplates }) =>
    endplates == null ? [] : ENDPLATE_SIDES.map((side) => endplates[side].concavity.value),
  );
  const usual = all.length < FEWEST_ENDPLATES ? null : upperMedian(all);
  return new Map(
    measured.map(({ level, endplates }) => [
      level,
      endplates == null ? [] : ENDPLATE_SIDES.flatMap((side) => promptsOf(side, endplates[side], usual)),
    ]),
  );
}

function promptsOf(side: Prompt['endplate'], endplate: Endplate, usual: number | null): readonly Prompt[] {
  const { depression, concavity, areaMm2 } = endplate;
  const prompts: Prompt[] = [];
  if (
    depression !== null &&
    lowOf(depression.depth) > NODE_DEPTH_MM &&
    depression.areaMm2 <= NODE_PART * areaMm2
  )
    prompts.push({
      code: 'SCHMORL_NODE',
      endplate: side,
      depth: depression.depth,
      message: `${side} endplate: focal depression of ${mm(depression.depth)} over ${depression.areaMm2.toFixed(0)} mm2, consistent with a Schmorl node; correlation recommended`,
    });
  if (usual !== null && lowOf(concavity) > usual + DEEPER_ENDPLATE_MM)
    prompts.push({
      code: 'ENDPLATE_DEPRESSION',
      endplate: side,
      depth: concavity,
      message: `${side} endplate: concavity of ${mm(concavity)} (other endplates of this patient: ${usual.toFixed(1)} mm); correlation for an endplate fracture recommended`,
    });
  return prompts;
}

function lowOf({ uncertainty }: Quantity<'mm'>): number {
  return uncertainty.kind === 'interval95' ? uncertainty.low : -Infinity;
}

function mm({ value }: Quantity<'mm'>): string {
  return `${value.toFixed(1)} mm`;
}
