/** Drums of even density by each set's elements, against a mesh that follows their walls. */
import type { Frame } from '../../contracts/segmentation.ts';
import type { Volume } from '../../spine/grid/volume.ts';
import { parametersOf } from '../../spine/definitions/parameter-sets.ts';
import { atDensity } from '../../spine/measure/strength/model/vertebra-model.ts';
import { heightOf, modelledBody, vertebraGrid } from '../../spine/measure/strength/model/body-model.ts';
import { plasticStrength } from '../../spine/measure/strength/solves/plastic.ts';

import { conformingForces, drumSurface, type Drum } from './conforming.ts';

const DRUM: Drum = { halfAxes: [18, 14], halfHeight: 12, waist: 0.15, dish: 0 };
const DRUMS = [
  { name: 'flat ends', drum: DRUM },
  { name: 'ends hollow by 1.5 mm', drum: { ...DRUM, dish: 1.5 } },
];
const SETS = ['osteon-default-3', 'osteon-default-4'] as const;
/** 126 mg/cm3 by the slope. */
const [HU, SLOPE] = [180, 0.7];
/** C3D20R along a side of a block of the section: 3 give what 4 do to 0.02 %. */
const ACROSS = 4;
const FRAME: Frame = { origin: [0, 0, 0], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
/** Off the middle of an element, so that no wall falls on an edge. */
const ORIGIN = -25.3;
const ct: Volume<Int16Array> = {
  dims: [51, 51, 51],
  affine: [1, 0, 0, ORIGIN, 0, 1, 0, ORIGIN, 0, 0, 1, ORIGIN],
  data: new Int16Array(51 ** 3).fill(HU),
};

/** Rows: body, set, F at 1.9 % (N) at each size and its difference from the conforming mesh (%), the same of K H (kN). */
export function againstConforming(sizes: readonly number[]): string[][] {
  return DRUMS.flatMap(({ name, drum }) => {
    const surface = drumSurface(drum);
    const truth = truthOf(drum);
    const rows = [[name, 'conforming', truth.force.toFixed(0), '', (truth.stiffness / 1000).toFixed(1), '']];
    for (const set of SETS) {
      const parameters = parametersOf(set);
      const { plastic } = parameters;
      if (plastic === null) throw new Error('saw a linear set, wanted a plastic one');
      const solved = sizes.map((mm): Solved => {
        const model = modelledBody({ ct, surface, frame: FRAME }, parameters, mm);
        const found = plasticStrength({
          grid: vertebraGrid(model, { slope: SLOPE, intercept: 0 }),
          heightMm: heightOf(model),
          materials: parameters,
          plastic,
          strains: plastic.strains,
        });
        if (found === null) throw new Error('saw no load curve');
        const [first] = found.curve;
        return { force: found.strength, stiffness: first!.force / first!.strain };
      });
      const percent = (of: (one: Solved) => number): string =>
        solved.map((one) => (100 * (of(one) / of(truth) - 1)).toFixed(2)).join(' / ');
      rows.push([
        name,
        set,
        solved.map(({ force }) => force.toFixed(0)).join(' / '),
        percent(({ force }) => force),
        solved.map(({ stiffness }) => (stiffness / 1000).toFixed(1)).join(' / '),
        percent(({ stiffness }) => stiffness),
      ]);
    }
    for (const row of rows) console.log(row.join('   '));
    return rows;
  });
}

interface Solved {
  /** At 1.9 %, N. */
  readonly force: number;
  /** Force over strain at 0.2 %, N. */
  readonly stiffness: number;
}

function truthOf(drum: Drum): Solved {
  const { modulus, caps, plastic } = parametersOf('osteon-default-4');
  if (plastic === null) throw new Error('saw a linear set, wanted a plastic one');
  const density = SLOPE * HU;
  const bone = {
    modulus: atDensity(modulus, density),
    yieldStress: atDensity(plastic.yieldStress, density),
    poisson: plastic.poisson,
  };
  const strains = [0.002, 0.006, 0.01, 0.019];
  const forces = conformingForces(drum, { bone, cement: caps }, strains, ACROSS);
  return { force: forces.at(-1)!, stiffness: forces[0]! / strains[0]! };
}
