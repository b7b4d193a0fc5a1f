/** Perfect plasticity on a yield surface by the compiled kernels. */
import {
  F64,
  POINTS,
  POINT_BYTES,
  POINT_XX,
  POINT_XY,
  POINT_XZ,
  POINT_YY,
  POINT_YZ,
  POINT_ZZ,
  STRAIN_BYTES,
} from '../../kernels/layout.ts';
import { ModelInvalid, type DirichletData, type VoxelModel } from '../model.ts';
import { checkSurface, type YieldSurface } from '../yield-surface.ts';
import { componentSize, heldOn, onWhole, putPadded } from './grid/padded.ts';
import { cut, placesIn, put, type Trimmed } from './grid/trim.ts';
import type { Host } from './host.ts';
import { runPlastic, type Job } from './job.ts';
import { teamSize } from './machine/context.ts';
import type { LevelLayout } from './memory/level-layout.ts';
import { plasticLayoutOf } from './memory/plastic-layout.ts';
import { clearVectors } from './multigrid/fill.ts';
import { fillPlastic } from './plastic/fill.ts';
import type { IncrementResult, NewtonOptions } from './plastic/newton.ts';
import { checkMemory, fill, prepare } from './prepare.ts';

export interface PlasticModel extends VoxelModel {
  /** Yield stress in uniaxial compression (along z, where axes differ), MPa, one an element; Infinity keeps it elastic. */
  readonly strength: Float64Array;
  /** Left out, von Mises. */
  readonly surface?: YieldSurface;
}

export interface PlasticOptions extends Partial<NewtonOptions> {
  /** Go on from here; left out, from the unloaded body. */
  readonly from?: PlasticState;
  readonly onIncrement?: (report: { increment: number; of: number } & IncrementResult) => void;
}

/** Where a loading stands, to go on from; of one model alone. */
export interface PlasticState {
  /** mm, 3 a grid node. */
  readonly displacement: Float64Array;
  /** Dimensionless, in the order in which the kernels keep it. */
  readonly plasticStrain: Float64Array;
}

export interface PlasticIncrement extends IncrementResult {
  /** N, 3 a grid node: the reaction where a displacement is prescribed; elsewhere 0, or on planes of such nodes the imbalance. */
  readonly force: Float64Array;
}

export interface PlasticSolution {
  /** As far as it went: one that did not converge is the last. */
  readonly increments: readonly PlasticIncrement[];
  readonly converged: boolean;
  readonly elements: number;
  readonly nodes: number;
  /** mm, 3 a grid node. */
  readonly displacement: Float64Array;
  /** After the last increment that converged. */
  readonly state: PlasticState;
  /** Part of the element's eight Gauss points that have flowed, one an element of the grid. */
  readonly yieldedFraction: Float32Array;
}

/** Plastic strain as numbers: of two elements side by side, of one of them, of a point of both; where components begin. */
const PAIR_NUMBERS = STRAIN_BYTES / F64;
const STRAIN_NUMBERS = PAIR_NUMBERS / 2;
const POINT_NUMBERS = POINT_BYTES / F64;
const VOIGT = [POINT_XX, POINT_YY, POINT_ZZ, POINT_YZ, POINT_XZ, POINT_XY].map((at) => at / F64);
const DEFAULTS: NewtonOptions = { tolerance: 1e-4, maxNewton: 12, maxKrylov: 2000, maxCuts: 6 };

/**
 * @param increments prescribed displacements, one after another, on the same degrees of freedom
 * @throws ModelInvalid before anything is solved, where the model is not well posed.
 */
export function solvePlasticWith(
  host: Host,
  model: PlasticModel,
  increments: readonly DirichletData[],
  options: PlasticOptions = {},
): PlasticSolution {
  if (increments.length === 0)
    throw new ModelInvalid('NO_CONSTRAINT', 'got no increment; wanted one or more');
  checkStrength(model);
  const prepared = prepare(model, increments[0], host.threads);
  const { trim, layout, laws, elements, nodes } = prepared;
  const plastic = plasticLayoutOf(layout);
  checkMemory(plastic.bytes);
  if (laws.length > 1)
    throw new ModelInvalid('LAW_UNKNOWN', `got ${laws.length} elastic laws; plasticity wants one`);
  const machine = host.machine(plastic.bytes);
  const { buffer, kernels } = machine;
  const bounds = fill(machine, prepared);
  fillPlastic(buffer, plastic, laws[0], model.surface ?? { kind: 'von Mises' }, model);
  const level = layout.levels[0];
  const strength = new Float64Array(buffer, plastic.strength, componentSize(level));
  const cutStrength = cut(model.strength, new Float64Array(trim.model.modulus.length), trim.elements);
  eachRow(trim.model.dims, level, (e, n, count) => {
    strengthsInto(strength, n, trim.model.modulus, cutStrength, e, count);
  });
  const kept = new Float64Array(buffer, plastic.plasticStrain, STRAIN_NUMBERS * componentSize(level));
  if (options.from !== undefined) restore(options.from, kept, level, trim, buffer, plastic.last);
  const { tolerance, maxNewton, maxKrylov, maxCuts } = { ...DEFAULTS, ...options };
  const job: Job = {
    kind: 'plastic',
    layout,
    bounds,
    plastic,
    increments: increments.map((increment) => heldOn(level, trim.renumber(increment))),
    options: { tolerance, maxNewton, maxKrylov, maxCuts },
  };
  const done: PlasticIncrement[] = [];
  const team = machine.begin(job, teamSize(host.threads, layout.levels));
  runPlastic(buffer, kernels, job, team, {
    onIncrement(result) {
      done.push({ ...result, force: onWhole(level, trim, new Float64Array(buffer, level.b)) });
      clearVectors(buffer, level);
      options.onIncrement?.({ increment: done.length, of: increments.length, ...result });
    },
  });
  team.barrier();
  const solution = {
    increments: done,
    converged: done.length === increments.length && done.every(({ converged }) => converged),
    elements,
    nodes,
    state: {
      displacement: onWhole(level, trim, new Float64Array(buffer, plastic.last)),
      plasticStrain: kept.slice(),
    },
    displacement: onWhole(level, trim, new Float64Array(buffer, layout.displacement)),
    yieldedFraction: put(
      yieldedOf(buffer, plastic.plasticStrain, trim.model, level),
      new Float32Array(model.modulus.length),
      trim.elements,
    ),
  };
  machine.release();
  return solution;
}

/** @throws ModelInvalid where the state is another model's. */
function restore(
  { displacement, plasticStrain }: PlasticState,
  kept: Float64Array,
  level: LevelLayout,
  { nodes }: Trimmed,
  buffer: ArrayBufferLike,
  last: number,
): void {
  const size = 3 * placesIn(nodes.whole);
  if (displacement.length !== size || plasticStrain.length !== kept.length) {
    throw new ModelInvalid(
      'SIZE_MISMATCH',
      `got a state of ${displacement.length} displacements and ${plasticStrain.length} strains; wanted ${size} and ${kept.length}`,
    );
  }
  kept.set(plasticStrain);
  const part = cut(displacement, new Float64Array(3 * placesIn(nodes.size)), nodes, 3);
  putPadded(level, part, new Float64Array(buffer, last));
}

/** A point has yielded where it has plastic strain. */
function yieldedOf(
  buffer: ArrayBufferLike,
  plasticStrain: number,
  { dims, modulus }: VoxelModel,
  level: LevelLayout,
): Float32Array {
  const out = new Float32Array(modulus.length);
  const strain = new Float64Array(buffer, plasticStrain, STRAIN_NUMBERS * componentSize(level));
  eachRow(dims, level, (e, n, count) => {
    for (let i = 0; i < count; i++)
      if (modulus[e + i] !== 0) out[e + i] = pointsYielded(strain, n + i) / POINTS;
  });
  return out;
}

function pointsYielded(strain: Float64Array, n: number): number {
  const first = PAIR_NUMBERS * Math.floor(n / 2) + (n % 2);
  let yielded = 0;
  for (let g = 0; g < POINTS; g++) {
    const at = first + POINT_NUMBERS * g;
    for (const c of VOIGT) {
      if (strain[at + c] === 0) continue;
      yielded++;
      break;
    }
  }
  return yielded;
}

function strengthsInto(
  strength: Float64Array,
  n: number,
  modulus: Float64Array,
  own: Float64Array,
  e: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) strength[n + i] = modulus[e + i] > 0 ? own[e + i] : Infinity;
}

function eachRow(
  [nx, ny, nz]: VoxelModel['dims'],
  { stride, nodes }: LevelLayout,
  visit: (firstElement: number, firstPadded: number, count: number) => void,
): void {
  for (let k = 0, e = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++, e += nx) visit(e, (k * nodes[1] + j) * stride, nx);
  }
}

function checkStrength({ strength, modulus, surface }: PlasticModel): void {
  if (surface !== undefined) checkSurface(surface);
  if (strength.length !== modulus.length) {
    throw new ModelInvalid('SIZE_MISMATCH', `got ${strength.length} strengths; wanted ${modulus.length}`);
  }
  for (let e = 0; e < strength.length; e++) {
    if (modulus[e] > 0 && !(strength[e] > 0)) {
      throw new ModelInvalid(
        'STRENGTH_INVALID',
        `element ${e} has strength ${strength[e]}; wanted more than 0`,
      );
    }
  }
}
