/** What a linear solve is asked and what it answers, whoever solves: the engine or its plain twin. */

export interface IterationReport {
  readonly iteration: number;
  /** ||r|| / ||r0|| over the free unknowns. */
  readonly relativeResidual: number;
}

export interface SolveOptions {
  /** Stop where the residual on the free degrees of freedom has fallen by this factor. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Stop as well where the last iterations have changed the reactions' work by less than this part; 0 or none never does. */
  readonly energyTolerance?: number;
  readonly onIteration?: (report: IterationReport) => void;
}

/** Seconds on the clock: making the model's levels, and solving. */
export interface SolveTime {
  readonly prepare: number;
  readonly solve: number;
}

export interface LinearSolution {
  readonly converged: boolean;
  readonly iterations: number;
  readonly relativeResidual: number;
  readonly elements: number;
  readonly nodes: number;
  /** mm, 3 a grid node; 0 where nothing solid touches the node. */
  readonly displacement: Float64Array;
  /** K u, N, 3 a grid node: the reaction at constrained degrees of freedom, the residual at the others. */
  readonly force: Float64Array;
}

/** Sum of the forces on grid nodes, N along x, y and z. */
export function totalForce({ force }: LinearSolution, gridNodes: Iterable<number>): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (const node of gridNodes) {
    for (let axis = 0; axis < 3; axis++) sum[axis] += force[3 * node + axis];
  }
  return sum;
}
