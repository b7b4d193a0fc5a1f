/** The levels of an assessment as its Map gave them, from its result, and again as a review has them. */
import { levelResultSchema } from '../../contracts/level/level-result.ts';
import type { Level } from '../../contracts/levels.ts';
import type { ArtifactRef } from '../../contracts/primitives.ts';
import type { Result } from '../../contracts/result.ts';
import type { Segmentation } from '../../contracts/segmentation.ts';
import type { CaughtFailure } from '../../contracts/refusals.ts';
import { getJson, levelKey, putJson, type AssessmentKey } from '../shared/artifacts.ts';
import { ContractBroken } from '../shared/errors.ts';
import type { ObjectStore } from '../shared/object-store.ts';

import type { MapResult } from '../../spine/judge/index.ts';

export interface MeasuredLevel {
  readonly found: MapResult;
  /** Null of a level that has no result. */
  readonly artifact: ArtifactRef | null;
}

type Item = { readonly level: Level } & (
  { readonly artifact: ArtifactRef } | { readonly failure: CaughtFailure }
);

/**
 * Cranial to caudal.
 * @throws ContractBroken where a level that could be assessed has neither a result nor a reason
 */
export async function measuredLevels(
  store: ObjectStore,
  { artifacts, levels: outcomes }: Result,
  { levels }: Segmentation,
): Promise<readonly MeasuredLevel[]> {
  const results = new Map<Level, MeasuredLevel>();
  for (const artifact of artifacts.filter(({ schema }) => schema === 'osteon/level/2')) {
    const result = await getJson(store, artifact, levelResultSchema);
    results.set(result.level, { found: { level: result.level, result }, artifact });
  }
  return levels
    .filter(({ refusal }) => refusal === null)
    .map(({ level }): MeasuredLevel => {
      const measured = results.get(level);
      if (measured !== undefined) return measured;
      const outcome = outcomes.find((one) => one.level === level);
      if (outcome?.refusal == null) throw new ContractBroken(`${level} has neither a result nor a refusal`);
      const { status, refusal } = outcome;
      const failure = {
        Error: status === 'failed' ? 'SolveNotConverged' : 'LevelRefused',
        Cause: JSON.stringify({ errorMessage: JSON.stringify(refusal) }),
      };
      return { found: { level, failure }, artifact: null };
    });
}

/** What AggregateRisk takes; a level with another name, or another content by it, is an artefact of the revision. */
export async function levelItems(
  store: ObjectStore,
  assessment: AssessmentKey,
  {
    results,
    renamed,
  }: { readonly results: readonly MapResult[]; readonly renamed: ReadonlyMap<Level, Level> },
  measured: readonly MeasuredLevel[],
): Promise<Item[]> {
  const items: Item[] = [];
  for (const found of results) {
    const { level } = found;
    if ('failure' in found) {
      items.push({ level, failure: found.failure });
      continue;
    }
    const same = measured.find((one) => one.found === found)?.artifact ?? null;
    const artifact =
      same ??
      (await putJson(store, levelKey(assessment, level, 'level.json'), levelResultSchema, {
        ...found.result,
        provenance: {
          ...found.result.provenance,
          inputs: [...found.result.provenance.inputs, formerDigest(level, renamed, measured)],
        },
      }));
    items.push({ level, artifact });
  }
  return items;
}

function formerDigest(
  level: Level,
  renamed: ReadonlyMap<Level, Level>,
  measured: readonly MeasuredLevel[],
): string {
  const former = measured.find(({ found }) => renamed.get(found.level) === level);
  if (former?.artifact == null) throw new ContractBroken(`${level} was not measured under a former name`);
  return former.artifact.sha256;
}
