/** Forces by the ratio of solves on larger elements, against solves on the body's own. */
import { describe, expect, test } from 'vitest';

import { LevelRefused } from '../../../../../contracts/refusals.ts';
import { demoSpine, digitalSpine } from '../../../../../phantoms/index.ts';
import { OUTLINE_BY_PLACE } from '../../../../../spine/definitions/priors/outline-prior.ts';
import { strengthsByBody } from '../../../../../spine/measure/strength/errors/by-energies.ts';
import { spread } from '../../../../../spine/measure/strength/errors/propagation.ts';
import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import {
  heightOf,
  modelledBody,
  vertebraGrid,
} from '../../../../../spine/measure/strength/model/body-model.ts';
import { grownBody } from '../../../../../spine/measure/strength/model/varied-body.ts';
import {
  COARSER,
  onOwnElements,
  solvingAgain,
  type SolveAgain,
  type Variation,
} from '../../../../../spine/measure/strength/solves/again.ts';
import { linearStrength } from '../../../../../spine/measure/strength/solves/linear.ts';
import { plasticStrength } from '../../../../../spine/measure/strength/solves/plastic.ts';
import { surfaceOfMask } from '../../../../../spine/outline/index.ts';

const SET = PARAMETER_SETS['osteon-default-4'];
/** Of the digital bodies the one whose shares differ most. */
const SPINE = digitalSpine({
  ...demoSpine,
  levels: [{ level: 'T11', vbmdMgCc: 110, fracture: null }],
  neighbours: 'cut',
});
const [{ labelValue, frame }] = SPINE.truth.levels as [(typeof SPINE.truth.levels)[number]];
const { ct } = SPINE;
const surface = surfaceOfMask(SPINE.bodies, labelValue)!;
const LINE = { slope: 0.7, intercept: 2 };
const modelOf = (spacingMm: number) => modelledBody({ ct, surface, frame }, SET, spacingMm);
const model = modelOf(SET.elementMm);
const solved = plasticStrength({
  grid: vertebraGrid(model, LINE),
  heightMm: heightOf(model),
  materials: SET,
  plastic: SET.plastic,
  strains: SET.plastic.strains,
})!;
const input = { model, line: LINE, solved, parameters: SET };
const onOwn = onOwnElements(input, SET.plastic);
const scaled = (factor: number): Variation => ({
  line: { slope: factor * LINE.slope, intercept: factor * LINE.intercept },
});
const linear = linearStrength({
  grid: vertebraGrid(model, LINE),
  heightMm: heightOf(model),
  materials: SET,
  strain: SET.linearStrain,
});
const grown = (mm: number): Variation => ({
  body: (body) => grownBody(body, ct, mm),
  stiffer: strengthsByBody(linear, model, LINE, SET)(grownBody(model, ct, mm)).stiffness / linear.stiffness,
});

describe('forces of the same body with something varied', () => {
  const byRatio = solvingAgain({ ...input, coarser: () => modelOf(COARSER * SET.elementMm) });

  test('are the forces of its solve where nothing is', () => {
    const { strength, offsetStrength } = byRatio({})!;
    expect([strength, offsetStrength]).toEqual([solved.strength, solved.offsetStrength]);
  });

  // The standard error of a logarithm of a share that is told for it is 1.5 %: a test of one body allows two of them.
  test.each([0.45, 1.7])('are as on its own elements with densities times %d', (factor) => {
    const ratio = byRatio(scaled(factor))!;
    const own = onOwn(scaled(factor))!;
    for (const force of ['strength', 'offsetStrength'] as const) {
      const grows = Math.log(own[force]! / solved[force]!);
      expect(Math.abs(Math.log(ratio[force]! / own[force]!) / grows), force).toBeLessThan(0.03);
    }
  });

  test('give the outline the error that its own elements give it, to 10 %', () => {
    const error = (again: SolveAgain, force: 'strength' | 'offsetStrength'): number => {
      const moved = [0.4, -0.4].map((mm) => again(grown(mm))![force]!);
      return Math.hypot(spread(solved[force]!, ...moved), OUTLINE_BY_PLACE);
    };
    for (const force of ['strength', 'offsetStrength'] as const)
      expect(Math.abs(error(byRatio, force) / error(onOwn, force) - 1), force).toBeLessThan(0.1);
  });
});

test('a body that larger elements do not make is solved on its own', () => {
  const refused = new LevelRefused({ code: 'BODY_OUTSIDE_CT', saw: '1 voxel', wanted: 'none' });
  const again = solvingAgain({
    ...input,
    coarser: () => {
      throw refused;
    },
  });
  expect(again(scaled(0.6))).toEqual(onOwn(scaled(0.6)));
});

test('another fault of larger elements is not swallowed', () => {
  const again = solvingAgain({
    ...input,
    coarser: () => {
      throw new RangeError('made up');
    },
  });
  expect(() => again({})).toThrow('made up');
});
