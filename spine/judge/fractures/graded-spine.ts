/** The levels that have to be graded before it can be said that a spine has no fracture. */
import { LEVELS, levelIndex } from '../../../contracts/levels.ts';

/** T4 to L5; T13 is rare and not waited for. */
export const GRADED_SPINE = LEVELS.slice(levelIndex('T4'), levelIndex('L5') + 1).filter(
  (level) => level !== 'T13',
);
