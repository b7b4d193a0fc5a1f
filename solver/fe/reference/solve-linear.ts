/** Linear elastostatics of a voxel model under prescribed displacements: the engine's plain twin. */
import { meshOf, piecesOf, type Mesh } from '../mesh.ts';
import { checkDirichlet, checkModel, ModelInvalid, type DirichletData, type VoxelModel } from '../model.ts';
import type { LinearSolution, SolveOptions } from '../solution.ts';
import { solveInto } from './conjugate-gradients.ts';
import { parityOperator } from './parity-operator.ts';

/**
 * @returns the state when the iteration stopped: look at `converged` before using it.
 * @throws ModelInvalid before anything is solved, where the model is not well posed.
 */
export function solveLinear(
  model: VoxelModel,
  dirichlet: DirichletData,
  options: SolveOptions,
): LinearSolution {
  checkModel(model);
  checkDirichlet(dirichlet, model.dims);
  const mesh = meshOf(model);
  const x = new Float64Array(3 * mesh.nodes.length);
  const fixed = new Uint8Array(x.length);
  hold(mesh, dirichlet, x, fixed);
  checkIslands(mesh, fixed);
  const operator = parityOperator(model, mesh);
  const { converged, iteration, relativeResidual } = solveInto(x, operator, fixed, options);
  const force = new Float64Array(x.length);
  operator.applyInto(force, x);
  return {
    converged,
    iterations: iteration,
    relativeResidual,
    elements: mesh.elements.length,
    nodes: mesh.nodes.length,
    displacement: onGrid(mesh, x),
    force: onGrid(mesh, force),
  };
}

function hold(mesh: Mesh, { dofs, values }: DirichletData, x: Float64Array, fixed: Uint8Array): void {
  for (let i = 0; i < dofs.length; i++) {
    const node = mesh.compact[Math.floor(dofs[i] / 3)];
    if (node < 0) {
      throw new ModelInvalid(
        'CONSTRAINT_ON_EMPTY_NODE',
        `dof ${dofs[i]} is held, but nothing solid touches its node`,
      );
    }
    x[3 * node + (dofs[i] % 3)] = values[i];
    fixed[3 * node + (dofs[i] % 3)] = 1;
  }
}

function checkIslands(mesh: Mesh, fixed: Uint8Array): void {
  const pieces = piecesOf(mesh);
  const held = new Uint8Array(mesh.nodes.length);
  for (let dof = 0; dof < fixed.length; dof++) if (fixed[dof] === 1) held[pieces[Math.floor(dof / 3)]] = 1;
  const free = new Set<number>();
  for (const piece of pieces) if (held[piece] === 0) free.add(piece);
  if (free.size > 0) {
    throw new ModelInvalid(
      'FREE_ISLAND',
      `${free.size} separate pieces are held nowhere; wanted every piece constrained`,
    );
  }
}

function onGrid({ nodes, compact }: Mesh, values: Float64Array): Float64Array {
  const out = new Float64Array(3 * compact.length);
  for (let n = 0; n < nodes.length; n++) {
    for (let axis = 0; axis < 3; axis++) out[3 * nodes[n] + axis] = values[3 * n + axis];
  }
  return out;
}
