/** How often vertebrae bear ribs, by level: what was seen of ribs is weighed by it, so that an anomaly leaves doubt. */
import { levelIndex, type Level } from '../../../contracts/levels.ts';
import type { RibOdds } from '../anchors/ribs.ts';

/**
 * Share of vertebrae beside which bone leads as far as a rib in the deep room (`anchors/ribs.ts`). 60 vertebrae of five CT
 * show no exception above L5; what they are too few for is assumed (recalled): T12 without ribs 2 % (eleven thoracic vertebrae are
 * counted apart, in `sequences.ts`), L1 with ribs 2 %. L5 may touch the hip bone, and what falls from C7 is the first rib.
 */
const BEARS: Partial<Record<Level, number>> = { C7: 0.6, T12: 0.98, T13: 0.98, L1: 0.02, L5: 0.2, L6: 0.2 };
const BEARS_ELSE = { thoracic: 0.99, else: 0.01 } as const;
/** Share of what leads far in the deep room that leads far in the flat one as well (same CT): none from C7, few from T12. */
const FLAT = { cervical: 0.02, toT4: 0.97, toT10: 0.9, T11: 0.85, below: 0.6 } as const;
/** And of what does not: broad transverse processes of the lumbar spine. */
const FLAT_WITHOUT = { cervical: 0.02, else: 0.1 } as const;

/** Log-likelihood of both rooms together, as the flat one repeats what the deep one told. */
export function ribLogLikelihood({ deep, flat }: RibOdds, level: Level): number {
  const thoracic = level.startsWith('T');
  const cervical = level.startsWith('C');
  const bears = BEARS[level] ?? (thoracic ? BEARS_ELSE.thoracic : BEARS_ELSE.else);
  const without = cervical ? FLAT_WITHOUT.cervical : FLAT_WITHOUT.else;
  return Math.log(
    bears * Math.exp(deep) * mixed(flat, flatShare(level)) + (1 - bears) * mixed(flat, without),
  );
}

function flatShare(level: Level): number {
  if (level.startsWith('C')) return FLAT.cervical;
  if (level === 'T11') return FLAT.T11;
  if (levelIndex(level) <= levelIndex('T4')) return FLAT.toT4;
  return levelIndex(level) <= levelIndex('T10') ? FLAT.toT10 : FLAT.below;
}

/** Likelihood against a vertebra whose bone does not lead far. */
function mixed(odds: number, share: number): number {
  return share * Math.exp(odds) + 1 - share;
}
