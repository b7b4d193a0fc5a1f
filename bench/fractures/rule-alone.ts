/** What the grading rule makes of heights that are exact but for a given error: hundreds of spines in seconds, no image. */
import { gradeFractures } from '../../spine/judge/fractures/genant-grade.ts';
import { GENANT_LOSS, genantGrade } from '../../spine/definitions/fractures.ts';
import type { Heights } from '../../contracts/level/level-result.ts';
import type { Quantity } from '../../contracts/primitives.ts';
import { placeSpine } from '../../phantoms/anatomy/layout.ts';
import { uniformNumbers } from '../../phantoms/random.ts';
import { truthOf, type LevelTruth } from '../../phantoms/truth.ts';
import { Z95 } from '../../spine/math/normal.ts';

import { fractureSpine, type SetName } from './spines.ts';

const SPINES = 150;
const BORDERS = Object.values(GENANT_LOSS);
const AWAY = 0.025;
/** The sum of so many uniform numbers, less its mean, is as good as normal with a standard deviation of 1. */
const SUMMED = 12;

/** @param errorMm standard deviation of every height, mm */
export function ruleAlone(set: SetName, errorMm: number): string {
  const uniform = uniformNumbers(SPINES + SUMMED);
  const normal = (): number =>
    Array.from({ length: SUMMED }, () => uniform()).reduce((sum, x) => sum + x, -SUMMED / 2);
  const read = (value: number): Quantity<'mm'> => {
    const seen = value + errorMm * normal();
    const margin = Z95 * errorMm;
    return {
      value: seen,
      unit: 'mm',
      uncertainty: { kind: 'interval95', low: seen - margin, high: seen + margin, basis: 'drawn' },
    };
  };
  const heightsOf = ({ heightsMm, points }: LevelTruth): Heights => ({
    anterior: read(heightsMm.anterior),
    middle: read(heightsMm.middle),
    posterior: read(heightsMm.posterior),
    points: structuredClone(points) as Heights['points'],
    method: 'truth and a drawn error',
  });
  let [intact, falsely, fractured, right, away, awayRight, named, shaped] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let n = 0; n < SPINES; n++) {
    const options = fractureSpine(set, n);
    const { levels } = truthOf(placeSpine(options), options);
    const grades = gradeFractures(levels.map((truth) => ({ level: truth.level, heights: heightsOf(truth) })));
    for (const { level, fracture } of levels) {
      const seen = grades.get(level)!.fracture;
      if (fracture.shape === 'none') {
        intact += 1;
        if (seen.grade > 0) falsely += 1;
        continue;
      }
      const hit = seen.grade === genantGrade(fracture.loss) ? 1 : 0;
      const far = BORDERS.every((border) => Math.abs(fracture.loss - border) >= AWAY);
      fractured += 1;
      right += hit;
      if (far) [away, awayRight] = [away + 1, awayRight + hit];
      if (seen.grade > 0) [named, shaped] = [named + 1, shaped + (seen.shape === fracture.shape ? 1 : 0)];
    }
  }
  const share = (part: number, of: number): string =>
    of === 0 ? '–' : `${part} of ${of} (${((100 * part) / of).toFixed(1)} %)`;
  return [
    `${set}, ${SPINES} spines, heights off by ${errorMm} mm (SD)`,
    `  intact bodies of grade 1 or more: ${share(falsely, intact)}`,
    `  grade right: ${share(right, fractured)}; 2.5 points and more from a border: ${share(awayRight, away)}`,
    `  shape right: ${share(shaped, named)}`,
  ].join('\n');
}
