/**
 * A body by the default set's own way, with slanted walls, against CalculiX: each element as stiff and as strong as the part of it that
 * lies inside, which is counted here from the walls' planes.
 */
import { expect, test } from 'vitest';

import type { Frame } from '../../contracts/segmentation.ts';
import { applyLoad, reactionOn, type PlasticModel, type VoxelModel } from '../../solver/fe/index.ts';
import { solveLinear, solvePlastic } from '../../solver/host/index.ts';
import { parametersOf } from '../../spine/definitions/parameter-sets.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { indexToWorld, type Volume } from '../../spine/grid/volume.ts';
import { heightOf, modelledBody, vertebraGrid } from '../../spine/measure/strength/model/body-model.ts';
import { plasticModel, vertebraModel } from '../../spine/measure/strength/model/vertebra-model.ts';
import { calculixReactions, lacksCalculix } from '../peers/calculix.ts';

const SET = parametersOf('osteon-default-4');
const SIDES = 12;
/** Half the height, and from the axis to the middle of a side at the ends and at the waist, mm. */
const [HALF, ENDS, WAIST] = [8, 8.3, 6.7];
const FRAME: Frame = { origin: [0, 0, 0], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
const angleOf = (n: number): number => (2 * Math.PI * (n + 0.3)) / SIDES;
const apothemAt = (z: number): number => WAIST + (ENDS - WAIST) * Math.abs(z / HALF);

/** Twelve sides, flat ends, a waist halfway: every wall is plane. */
function drum(): Mesh {
  const ring = (z: number) =>
    Array.from({ length: SIDES }, (_, n) => {
      const radius = apothemAt(z) / Math.cos(Math.PI / SIDES);
      return [radius * Math.cos(angleOf(n)), radius * Math.sin(angleOf(n)), z];
    });
  const vertices = [ring(-HALF), ring(0), ring(HALF), [[0, 0, -HALF]], [[0, 0, HALF]]];
  const [bottom, top] = [3 * SIDES, 3 * SIDES + 1];
  const triangles = Array.from({ length: SIDES }, (_, n) => {
    const next = (n + 1) % SIDES;
    const wall = [0, SIDES].flatMap((at) =>
      [n, next, next + SIDES, n, next + SIDES, n + SIDES].map((v) => v + at),
    );
    return [...wall, bottom, next, n, top, n + 2 * SIDES, next + 2 * SIDES];
  });
  return { vertices: Float32Array.from(vertices.flat(2)), triangles: Int32Array.from(triangles.flat()) };
}

/** 90 to 270 HU, in waves that no axis of the body follows. */
const ct: Volume<Int16Array> = {
  dims: [41, 41, 41],
  affine: [1, 0, 0, -20, 0, 1, 0, -20, 0, 0, 1, -20],
  data: Int16Array.from({ length: 41 ** 3 }, (_, at) => {
    const [x, y, z] = [at % 41, Math.floor(at / 41) % 41, Math.floor(at / 41 ** 2)];
    return 180 + 90 * Math.sin(x / 3 + z / 5) * Math.cos(y / 4 - z / 7);
  }),
};

/** Of an element, the columns whose middles lie between the walls, 4 x 4; in the cement as at the end that it lies on. */
function partInside(
  [x, y, z]: readonly [number, number, number],
  [h]: readonly number[],
  slice: number,
): number {
  const apothem = apothemAt(Math.min(Math.abs(z), HALF - slice / 2));
  let inside = 0;
  for (let column = 0; column < 16; column++) {
    const at = [
      x + h! * (((column % 4) + 0.5) / 4 - 0.5),
      y + h! * ((Math.floor(column / 4) + 0.5) / 4 - 0.5),
    ];
    const within = Array.from({ length: SIDES }, (_, n) => angleOf(n + 0.5)).every(
      (middle) => at[0]! * Math.cos(middle) + at[1]! * Math.sin(middle) < apothem,
    );
    if (within) inside++;
  }
  return inside / 16;
}

/** The body on elements of 2 mm, and its moduli and strengths in whole elements times parts of them. */
function bodies() {
  const model = modelledBody({ ct, surface: drum(), frame: FRAME }, SET, 2);
  const grid = vertebraGrid(model, { slope: 0.7, intercept: 0 });
  const count = grid.body.length;
  const [part, modulus, strength] = [0, 1, 2].map(() => new Float64Array(count)) as [Float64Array, Float64Array, Float64Array]; // prettier-ignore
  for (let e = 0; e < count; e++) {
    if (grid.body[e] === 0 && grid.caps[e] === 0) continue;
    const [nx, ny] = grid.dims;
    const middle = indexToWorld(model.affine, e % nx, Math.floor(e / nx) % ny, Math.floor(e / (nx * ny)));
    part[e] = partInside(middle, grid.spacing, grid.spacing[2]);
    const rho = grid.densityMgCc[e]! / 1000;
    modulus[e] = part[e]! * (grid.body[e] === 1 ? -34.7 + 3230 * rho : 2500);
    strength[e] = grid.body[e] === 1 ? part[e]! * (-0.75 + 24.9 * rho) : Infinity;
  }
  return { grid, part, modulus, strength, heightMm: heightOf(model) };
}

const pointwise = <M extends VoxelModel>(model: M): M => ({ ...model, dilatation: 'pointwise' });

test.skipIf(lacksCalculix)(
  'elements by the part of them inside: reaction and load curve are those of CalculiX',
  () => {
    if (SET.plastic === null) throw new Error('wanted a plastic set');
    const { grid, part, modulus, strength, heightMm } = bodies();
    expect(new Set(part).size).toBeGreaterThan(10);
    const at = (strain: number) =>
      ({ kind: 'compression', shorteningMm: strain * heightMm, sideways: 'held' }) as const;

    const linear = pointwise(vertebraModel(grid, SET));
    const load = applyLoad(linear, at(0.0068));
    const { force } = solveLinear(linear, load.dirichlet, { tolerance: 1e-10, maxIterations: 500 });
    const own = reactionOn(linear, force, load.topNodes, load.centre).force[2];
    const peer = calculixReactions({ ...linear, modulus }, [at(0.0068)]).forces[0]!;
    expect(Math.abs(own / peer - 1)).toBeLessThan(1e-6);

    const plastic = plasticModel(grid, SET, SET.plastic);
    const loads = [0.01, 0.019].map(at);
    const curveOf = (model: PlasticModel, tolerance: number): number[] => {
      const applied = loads.map((one) => applyLoad(model, one));
      const held = applied.map(({ dirichlet }) => dirichlet);
      const { increments, converged } = solvePlastic(model, held, { tolerance, maxNewton: 40 });
      expect(converged).toBe(true);
      return increments.map(
        (one) => reactionOn(model, one.force, applied[0]!.topNodes, applied[0]!.centre).force[2],
      );
    };
    const peers = { ...pointwise(plastic), modulus, strength };
    const plain = calculixReactions(peers, loads).forces;
    curveOf(pointwise(plastic), 1e-8).forEach((own, n) => {
      expect(Math.abs(own / plain[n]! - 1)).toBeLessThan(1e-5);
    });
    // As solved by default, one dilatation an element: what incompatible modes carry.
    const incompatible = calculixReactions(peers, loads, { element: 'C3D8I' }).forces.at(-1)!;
    expect(Math.abs(curveOf(plastic, 3e-4).at(-1)! / incompatible - 1)).toBeLessThan(0.015);
  },
);
