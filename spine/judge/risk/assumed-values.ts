/** Which of the values behind a patient's probabilities are assumptions of this software: by their tags in the file. */
import type { PossibleFracture } from './fracture-evidence.ts';
import { TABLE_ANCHOR } from './parameters.ts';
import type { TableInput } from './table/table-anchor.ts';

const { vertebralFracture, strength } = TABLE_ANCHOR.value;
const ASSUMED: readonly string[] = ['A', 'D'];

/** A sentence for the report; empty where every value is from the literature. */
export function assumptionsText({ strengthZ }: TableInput, possible: PossibleFracture | null): string {
  const perSd = strength['major-osteoporotic'];
  const entered = strengthZ === null ? 'interval only' : 'value and interval';
  const used = [
    {
      tag: perSd.tag,
      words: `hazard ratio of major fracture per SD of strength (${perSd.ratioPerSd}; ${entered})`,
    },
    ...(possible === null
      ? []
      : [
          {
            tag: vertebralFracture[possible].tag,
            words: `probability that a possible fracture is one where intact people have such ratios too (${Number((100 * vertebralFracture[possible].value).toFixed(1))} %)`,
          },
        ]),
  ];
  const assumed = used.filter(({ tag }) => ASSUMED.includes(tag)).map(({ words }) => words);
  return assumed.length === 0 ? '' : `Assumptions of this software: ${assumed.join('; ')}.`;
}
