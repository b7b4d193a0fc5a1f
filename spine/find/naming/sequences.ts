/** The ways in which the vertebrae of a column can be named from below upwards, the usual one and the transitional ones. */
import { LEVELS, type NamedLevel } from '../../../contracts/levels.ts';

export interface Sequence {
  readonly id: 'usual' | 'six-lumbar' | 'four-lumbar' | 'thirteen-thoracic' | 'eleven-thoracic';
  /** Caudal to cranial, from the one over the sacrum to C3: what is named lies between two discs, and C1 and C2 do not. */
  readonly levels: readonly NamedLevel[];
  /** How many people have it, of one. */
  readonly share: number;
}

const USUAL: readonly NamedLevel[] = LEVELS.filter(
  (level) => !['T13', 'L6', 'sacrum', 'C1', 'C2'].includes(level),
).toReversed();

/**
 * Shares: transitional numbers of lumbar and of thoracic vertebrae are seen in 4-6 % of people each (six lumbar 5.5 %,
 * eleven thoracic 5.8 % of 293, Yan et al., J Orthop Surg Res 2018; VerSe 2020 has 16 L6 and 2 T13 in 113 scans, enriched
 * by design). Those here are design values near it.
 */
export const SEQUENCES: readonly Sequence[] = [
  { id: 'usual', levels: USUAL, share: 0.88 },
  { id: 'six-lumbar', levels: ['L6', ...USUAL], share: 0.04 },
  { id: 'four-lumbar', levels: USUAL.slice(1), share: 0.03 },
  {
    id: 'thirteen-thoracic',
    levels: USUAL.flatMap((level): NamedLevel[] => (level === 'T12' ? ['T13', 'T12'] : [level])),
    share: 0.02,
  },
  { id: 'eleven-thoracic', levels: USUAL.filter((level) => level !== 'T12'), share: 0.03 },
];
