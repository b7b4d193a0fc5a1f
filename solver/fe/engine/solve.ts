/** Linear elastostatics by the compiled kernels: the same answer as `solve-linear.ts`, its plain twin. */
import type { ElasticLaw } from '../elastic-law.ts';
import { checkDirichlet, checkModel, ModelInvalid, type DirichletData, type VoxelModel } from '../model.ts';
import type { LinearSolution, SolveOptions } from '../solve-linear.ts';
import { COEFFICIENTS } from './coefficients.ts';
import { solveLinearInto } from './conjugate-gradients.ts';
import { contextOf, sweep64, type Context } from './context.ts';
import { cycleOf } from './cycle.ts';
import type { MachineMaker } from './kernels.ts';
import { layoutOf, type Layout } from './layout.ts';
import { fillLevels } from './level.ts';
import { SOLO } from './team.ts';

const LARGEST_LAWS = 6;

export function solveLinearFast(
  makeMachine: MachineMaker,
  model: VoxelModel,
  dirichlet: DirichletData,
  options: SolveOptions,
): LinearSolution {
  checkModel(model);
  checkDirichlet(dirichlet, model.dims);
  const { laws, lawOf } = lawsInUse(model);
  const layout = layoutOf(model.dims, model.spacing, laws.length, 1, 16 * COEFFICIENTS * laws.length);
  const { buffer, kernels } = makeMachine(layout.bytes);
  const held = new Uint8Array(3 * (model.dims[0] + 1) * (model.dims[1] + 1) * (model.dims[2] + 1));
  for (const dof of dirichlet.dofs) held[dof] = 1;
  const bounds = fillLevels(buffer, layout, model, laws, lawOf, held);
  const ctx = contextOf(buffer, kernels, layout, bounds, SOLO);
  putDisplacement(ctx, dirichlet);
  const { converged, iterations, relativeResidual } = solveLinearInto(ctx, cycleOf(ctx), {
    ...options,
    energyTolerance: 0,
  });
  const force = reactions(ctx);
  return {
    converged,
    iterations,
    relativeResidual,
    elements: model.modulus.reduce((count, E) => (E > 0 ? count + 1 : count), 0),
    nodes: 0,
    displacement: onGrid(layout, new Float64Array(buffer, layout.displacement)),
    force,
  };
}

/** Laws that some element follows, and each element's position among them. */
function lawsInUse({ laws, lawIndex, modulus }: VoxelModel): { laws: ElasticLaw[]; lawOf: Uint8Array } {
  const position = new Int32Array(256).fill(-1);
  const used: ElasticLaw[] = [];
  const lawOf = new Uint8Array(modulus.length);
  for (let e = 0; e < modulus.length; e++) {
    if (modulus[e] === 0) continue;
    const law = lawIndex[e];
    if (position[law] < 0) position[law] = used.push(laws[law]) - 1;
    lawOf[e] = position[law];
  }
  if (used.length > LARGEST_LAWS) {
    throw new ModelInvalid('LAW_UNKNOWN', `got ${used.length} laws in use; wanted ${LARGEST_LAWS} or fewer`);
  }
  return { laws: used, lawOf };
}

function putDisplacement({ buffer, layout }: Context, { dofs, values }: DirichletData): void {
  const { nodes, stride } = layout.levels[0];
  const [nx, ny, nz] = nodes;
  const size = stride * ny * nz;
  const u = new Float64Array(buffer, layout.displacement, 3 * size);
  for (let n = 0; n < dofs.length; n++) {
    const node = Math.floor(dofs[n] / 3);
    u[(dofs[n] % 3) * size + Math.floor(node / nx) * stride + (node % nx)] = values[n];
  }
}

/** K u, in the memory of the V-cycle, which is not needed any more: three f32 vectors hold one of f64. */
function reactions(ctx: Context): Float64Array {
  const share = ctx.shares[0];
  const { header, b } = share.level;
  new Uint8Array(ctx.buffer, b, share.level.odd + 12 - b).fill(0);
  sweep64(ctx, share, ctx.layout.displacement, (k) => {
    ctx.kernels.apply64(header, ctx.work, k, ctx.layout.displacement, b);
  });
  return onGrid(ctx.layout, new Float64Array(ctx.buffer, b));
}

/** 3 a grid node from a component after another on padded rows. */
function onGrid({ levels }: Layout, padded: Float64Array): Float64Array {
  const { nodes, stride } = levels[0];
  const [nx, ny, nz] = nodes;
  const size = stride * ny * nz;
  const out = new Float64Array(3 * nx * ny * nz);
  let at = 0;
  for (let row = 0; row < ny * nz; row++) {
    for (let i = row * stride; i < row * stride + nx; i++) {
      out[at++] = padded[i];
      out[at++] = padded[size + i];
      out[at++] = padded[2 * size + i];
    }
  }
  return out;
}
