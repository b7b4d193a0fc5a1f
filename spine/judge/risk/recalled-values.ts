/** Which of the values behind a patient's probabilities are assumptions of this software: by their tags in the file. */
import type { PossibleFracture } from './fracture-evidence.ts';
import { TABLE_ANCHOR } from './parameters.ts';
import type { TableInput } from './table/table-anchor.ts';

const { vertebralFracture, strength } = TABLE_ANCHOR.value;
const RECALLED = 'M';

/** A sentence for the report; empty where every value is from the literature or a design value. */
export function recalledText(
  { fracture: { probability }, strengthZ }: TableInput,
  possible: PossibleFracture | null,
): string {
  const hip = vertebralFracture.hip;
  const perSd = strength['major-osteoporotic'];
  const entered = strengthZ === null ? 'interval only' : 'value and interval';
  const used = [
    ...(probability > 0
      ? [{ tag: hip.tag, words: `hazard ratio of hip fracture after vertebral fracture (${hip.ratio})` }]
      : []),
    {
      tag: perSd.tag,
      words: `hazard ratio of major fracture per SD of strength (${perSd.ratioPerSd}; ${entered})`,
    },
    ...(possible === null
      ? []
      : [
          {
            tag: vertebralFracture[possible].tag,
            words: `probability that a possible fracture is a fracture (${Number((100 * vertebralFracture[possible].value).toFixed(1))} %)`,
          },
        ]),
  ];
  const recalled = used.filter(({ tag }) => tag === RECALLED).map(({ words }) => words);
  return recalled.length === 0 ? '' : `Assumptions of this software: ${recalled.join('; ')}.`;
}
