/** All reviews of an assessment up to a revision as one: what is in force, and who said so. */
import { ALL_LEVELS, type Level } from '../../../contracts/levels.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { nameAfter } from '../../../spine/judge/index.ts';
import { SIGNATURE_MEANING, type Review, type Reviewed } from '../../../contracts/review/review.ts';

export interface ReviewChain {
  readonly revision: number;
  readonly review: Review;
  readonly reviewRef: ArtifactRef;
  /** Of the result that was reviewed; null where that is what the machine measured. */
  readonly base: Reviewed | null;
  /** Of the revision before this one, whether or not it was reviewed here: the trail keeps it. */
  readonly earlier: Reviewed | null;
  /** By this review, from the names of `base`. */
  readonly renamed: ReadonlyMap<Level, Level>;
}

/**
 * A later word on a level stands in place of an earlier one.
 * @throws ReviewUnfit where a reading would lie beyond the spine
 */
export function mergedReviews(chain: ReviewChain): Reviewed {
  const { revision, review, reviewRef, base, earlier, renamed } = chain;
  const nameOf = <L extends Level>(level: L): L => nameAfter(level, renamed) as L;
  const included = review.included ?? [];
  const { status, reader, at, comments } = review;
  const meaning = status === 'preliminary' ? null : SIGNATURE_MEANING[status];
  const named = review.names === undefined ? base?.named : { reader: reader.name, revision };
  return {
    schema: 'osteon/reviewed/1',
    revision,
    status,
    names: composed(base?.names ?? [], renamed),
    ...(named === undefined ? {} : { named }),
    excluded: byLevel([
      ...(base?.excluded ?? [])
        .map((one) => ({ ...one, level: nameOf(one.level) }))
        .filter(({ level }) => !included.includes(level)),
      ...(review.excluded ?? []),
    ]),
    readings: byLevel([
      ...(base?.readings ?? []).map((one) => ({ ...one, level: nameOf(one.level) })),
      ...(review.readings ?? []),
    ]),
    priors: distinct([...(base?.priors ?? []), ...(review.priors ?? [])]),
    history: [
      ...(earlier?.history ?? []),
      {
        revision,
        status,
        reader: { name: reader.name, role: reader.role ?? null },
        at,
        meaning,
        comments: comments ?? null,
        review: reviewRef,
        of: review.of,
      },
    ],
  };
}

/** From the machine's names over those of the base; what moved there and back has not moved. */
function composed(before: Reviewed['names'], renamed: ReadonlyMap<Level, Level>): Reviewed['names'] {
  const machine = new Map(before.map(({ from, to }) => [to, from]));
  const now = new Map(before.map(({ from, to }) => [from, to]));
  for (const [from, to] of renamed) now.set(machine.get(from) ?? from, to);
  return ALL_LEVELS.flatMap((from) => {
    const to = now.get(from);
    return to === undefined || to === from ? [] : [{ from, to }];
  });
}

function byLevel<T extends { readonly level: Level }>(words: readonly T[]): readonly T[] {
  const last = new Map(words.map((word) => [word.level, word]));
  return ALL_LEVELS.flatMap((level) => last.get(level) ?? []);
}

function distinct(priors: Reviewed['priors']): Reviewed['priors'] {
  return [...new Map(priors.map((prior) => [`${prior.studyId}/${prior.assessmentId}`, prior])).values()];
}
