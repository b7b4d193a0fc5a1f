/** Studies that a campaign assesses for the first time: there is nothing to compare, and how they ended is all there is to see. */
import type { Drift } from '../../contracts/campaign/drift.ts';

import type { Comparable } from './comparable.ts';

/** Design value: headers qualified all of these studies, so that more than half of them ending without a result wants a look. */
const MOST_WITHOUT_RESULT = 0.5;

export interface FirstResults {
  readonly first: Drift['first'];
  readonly beyond: readonly string[];
}

/** @param studies of the campaign that were never assessed before, those that have not ended among them */
export function firstResultsOf(results: readonly Comparable[], studies: number): FirstResults {
  if (studies === 0) return { first: null, beyond: [] };
  const codes = results.flatMap(({ refusal, fault }) => refusal ?? fault ?? []);
  const without = studies - results.filter(({ outcome }) => outcome === 'assessed').length;
  return {
    first: {
      studies,
      assessed: studies - without,
      codes: [...Map.groupBy(codes, (code) => code)]
        .map(([code, all]) => ({ code, studies: all.length }))
        .toSorted((a, b) => b.studies - a.studies || (a.code < b.code ? -1 : 1)),
    },
    beyond:
      without / studies > MOST_WITHOUT_RESULT
        ? [
            `assessed for the first time: ${without} of ${studies} without a result; allowed: ${100 * MOST_WITHOUT_RESULT} %`,
          ]
        : [],
  };
}
