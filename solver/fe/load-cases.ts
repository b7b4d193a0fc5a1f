/**
 * How a body between two plates is loaded. The lower plate holds the lowest slice of elements; the upper one moves the
 * highest: down, about an axis in its plane, or about the axis of the body. x, y, z are the grid's axes; for a vertebra
 * in its own frame x runs to the left, y to the back, z up.
 */
import { nodeCount, type DirichletData, type VoxelModel } from './model.ts';

export type Vector = readonly [number, number, number];

export type LoadCase =
  /** @remarks `sideways` free lets the top face spread and shift: bonded plates hold it. */
  | { readonly kind: 'compression'; readonly shorteningMm: number; readonly sideways: 'held' | 'free' }
  /**
   * The top plane turns about an axis through its centre: about x, by a positive angle the back (+y) goes up and the
   * front down, which is forward bending; about y, by a positive angle, the right side (-x) goes up: lateral bending.
   */
  | {
      readonly kind: 'bending';
      readonly about: 'x' | 'y';
      readonly angleRad: number;
      readonly sideways: 'held' | 'free';
    }
  /** The top plane turns about z through its centre, its height held. */
  | { readonly kind: 'torsion'; readonly angleRad: number };

export interface AppliedLoad {
  readonly dirichlet: DirichletData;
  readonly bottomNodes: Int32Array;
  readonly topNodes: Int32Array;
  /** Mean position of the top nodes, mm from the grid's corner: what moments are about. */
  readonly centre: Vector;
}

/** Force (N) and moment about a point (N mm) that plates put on some nodes. */
export interface Reaction {
  readonly force: Vector;
  readonly moment: Vector;
}

/** What the plates hold: the same for every load of a model. */
export type Plates = Omit<AppliedLoad, 'dirichlet'>;

function platesOf(model: VoxelModel): Plates {
  const [low, high] = solidSlices(model);
  const topNodes = faceNodes(model, high, high + 1);
  return { bottomNodes: faceNodes(model, low, low), topNodes, centre: centreOf(model, topNodes) };
}

/**
 * @param plates of the same model, as an earlier load of it says them; left out, they are looked for
 * @remarks Angles are small: displacement is angle times distance.
 */
export function applyLoad(model: VoxelModel, load: LoadCase, plates: Plates = platesOf(model)): AppliedLoad {
  const { bottomNodes, topNodes, centre } = plates;
  const dofs: number[] = [];
  const values: number[] = [];
  const hold = (node: number, u: readonly (number | null)[]): void => {
    for (let axis = 0; axis < 3; axis++) {
      const value = u[axis];
      if (value === null) continue;
      dofs.push(3 * node + axis);
      values.push(value);
    }
  };
  for (const node of bottomNodes) hold(node, [0, 0, 0]);
  for (const node of topNodes) hold(node, topDisplacement(load, minus(positionOf(model, node), centre)));
  return {
    dirichlet: { dofs: Int32Array.from(dofs), values: Float64Array.from(values) },
    bottomNodes,
    topNodes,
    centre,
  };
}

/** @param force N, 3 a grid node, of a solution */
export function reactionOn(
  model: VoxelModel,
  force: Float64Array,
  nodes: Int32Array,
  about: Vector,
): Reaction {
  const sum = [0, 0, 0] as [number, number, number];
  const moment = [0, 0, 0] as [number, number, number];
  for (const node of nodes) {
    const [x, y, z] = minus(positionOf(model, node), about);
    const [fx, fy, fz] = [force[3 * node], force[3 * node + 1], force[3 * node + 2]];
    sum[0] += fx;
    sum[1] += fy;
    sum[2] += fz;
    moment[0] += y * fz - z * fy;
    moment[1] += z * fx - x * fz;
    moment[2] += x * fy - y * fx;
  }
  return { force: sum, moment };
}

function topDisplacement(load: LoadCase, [x, y]: Vector): readonly (number | null)[] {
  switch (load.kind) {
    case 'compression':
      return load.sideways === 'held' ? [0, 0, -load.shorteningMm] : [null, null, -load.shorteningMm];
    case 'bending': {
      const uz = load.about === 'x' ? load.angleRad * y : -load.angleRad * x;
      return load.sideways === 'held' ? [0, 0, uz] : [null, null, uz];
    }
    case 'torsion':
      return [-load.angleRad * y, load.angleRad * x, 0];
  }
}

function positionOf({ dims, spacing }: VoxelModel, node: number): Vector {
  const nx = dims[0] + 1;
  const ny = dims[1] + 1;
  return [
    spacing[0] * (node % nx),
    spacing[1] * (Math.floor(node / nx) % ny),
    spacing[2] * Math.floor(node / (nx * ny)),
  ];
}

function centreOf(model: VoxelModel, nodes: Int32Array): Vector {
  const sum = [0, 0, 0];
  for (const node of nodes) positionOf(model, node).forEach((value, axis) => (sum[axis] += value));
  return [sum[0] / nodes.length, sum[1] / nodes.length, sum[2] / nodes.length];
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** Lowest and highest slice with a solid element. */
function solidSlices({ dims, modulus }: VoxelModel): [number, number] {
  const plane = dims[0] * dims[1];
  const first = modulus.findIndex((E) => E > 0);
  const last = modulus.findLastIndex((E) => E > 0);
  return [Math.floor(first / plane), Math.floor(last / plane)];
}

/** Nodes of node plane `k` that belong to solid elements of slice `slice`. */
function faceNodes({ dims, modulus }: VoxelModel, slice: number, k: number): Int32Array {
  const [nx, ny] = dims;
  const plane = nodeCount(dims) / (dims[2] + 1);
  const touched = new Uint8Array(plane);
  for (let j = 0, e = nx * ny * slice; j < ny; j++) {
    for (let i = 0; i < nx; i++, e++) {
      if (modulus[e] === 0) continue;
      const n = i + (nx + 1) * j;
      touched[n] = touched[n + 1] = touched[n + nx + 1] = touched[n + nx + 2] = 1;
    }
  }
  const nodes = new Int32Array(plane);
  let count = 0;
  for (let n = 0; n < plane; n++) if (touched[n] === 1) nodes[count++] = n + plane * k;
  return nodes.slice(0, count);
}
