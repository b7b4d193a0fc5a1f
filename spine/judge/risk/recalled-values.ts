/** Which of the values that went into a patient's figures are recalled and not verified: by their tags in the file. */
import type { PossibleFracture } from './fracture-evidence.ts';
import { TABLE_ANCHOR } from './parameters.ts';
import type { TableInput } from './table/table-anchor.ts';

const { vertebralFracture, strength } = TABLE_ANCHOR.value;
const RECALLED = 'M';

/** A sentence for the report; empty where everything was read or is a design value. */
export function recalledText(
  { fracture: { probability }, strengthZ }: TableInput,
  possible: PossibleFracture | null,
): string {
  const hip = vertebralFracture.hip;
  const perSd = strength['major-osteoporotic'];
  const entered = strengthZ === null ? 'in the interval only' : 'in figure and interval';
  const used = [
    ...(probability > 0
      ? [{ tag: hip.tag, words: `hip fracture after a vertebral fracture (times ${hip.ratio})` }]
      : []),
    {
      tag: perSd.tag,
      words: `major fracture per standard deviation of strength (times ${perSd.ratioPerSd}, ${entered})`,
    },
    ...(possible === null
      ? []
      : [
          {
            tag: vertebralFracture[possible].tag,
            words: `how often a possible fracture is one (${Number((100 * vertebralFracture[possible].value).toFixed(1))} %)`,
          },
        ]),
  ];
  const recalled = used.filter(({ tag }) => tag === RECALLED).map(({ words }) => words);
  return recalled.length === 0
    ? ''
    : `Rests on values recalled from the literature and not verified: ${recalled.join('; ')}.`;
}
