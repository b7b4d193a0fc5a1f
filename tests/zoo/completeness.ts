/** Nothing of a study is dropped, doubled or joined without a word. */
import { series } from '../spine/ct/ct-series.ts';

import { named, type ZooCase } from './zoo.ts';

export const COMPLETENESS: readonly ZooCase[] = [
  {
    name: 'a slice was lost on the way',
    why: 'a vertebra measured across the gap is too short: a fracture that is none',
    make: () => named(series().filter((_, n) => n !== 4)),
    expected: { refused: 'MISSING_SLICES', saw: /1 images missing/ },
  },
];
