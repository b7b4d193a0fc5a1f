/** From a checked model to filled memory: what linear and plastic solves share. */
import type { ElasticLaw } from '../elastic-law.ts';
import { checkIslandsOf } from '../islands.ts';
import { checkDirichlet, checkModel, ModelInvalid, type DirichletData, type VoxelModel } from '../model.ts';
import { fillAggregation } from './aggregation/fill.ts';
import { isPorous, planAggregation, type AggregationPlan } from './coarsening/plan.ts';
import { paddedGrid } from './grid/padded.ts';
import { trimmed, type Trimmed } from './grid/trim.ts';
import type { Machine } from './host.ts';
import type { Bounds } from './machine/context.ts';
import { layoutOf, type Layout } from './memory/layout.ts';
import { fillLevels } from './multigrid/fill.ts';

export interface Prepared {
  /** The model without empty space around it: all that follows is about this one. */
  readonly trim: Trimmed;
  readonly layout: Layout;
  /** The coarse spaces of a porous model; null where boxes will do. */
  readonly plan: AggregationPlan | null;
  readonly laws: readonly ElasticLaw[];
  readonly lawOf: Uint8Array;
  /** 1 for each degree of freedom of the grid whose displacement is prescribed. */
  readonly held: Uint8Array;
  readonly elements: number;
  readonly nodes: number;
}

/** Bits of a presence byte for laws. */
const MOST_LAWS = 6;
/** What 32-bit pointers reach, less a page. */
export const MOST_BYTES = 2 ** 32 - 65_536;

/** @throws ModelInvalid where the model is not well posed, or its memory, known here, is beyond reach. */
export function prepare(model: VoxelModel, dirichlet: DirichletData, threads: number): Prepared {
  checkModel(model);
  checkDirichlet(dirichlet, model.dims);
  const trim = trimmed(model);
  const { laws, lawOf } = lawsInUse(trim.model);
  const plan = isPorous(trim.model) ? planAggregation(trim.model, paddedGrid(trim.model.dims)) : null;
  const layout = layoutOf(trim.model.dims, model.spacing, laws.length, threads, plan);
  checkMemory(layout.bytes);
  const { held, elements, nodes } = checkIslandsOf(trim.model, trim.renumber(dirichlet));
  return { trim, layout, plan, laws, lawOf, held, elements, nodes };
}

/** Fills the machine's memory. Returns the bounds that the smoothers need, one a level. */
export function fill({ buffer, kernels }: Machine, prepared: Prepared): Bounds {
  const { layout, plan, trim, laws, lawOf, held } = prepared;
  const bounds = fillLevels(buffer, layout, trim.model, laws, lawOf, held);
  if (plan === null || layout.aggregation === null) return bounds;
  const [level] = layout.levels;
  return [
    ...bounds,
    ...fillAggregation(
      buffer,
      kernels,
      level,
      layout.aggregation,
      plan,
      laws,
      trim.model.dilatation,
      bounds[0],
    ),
  ];
}

export function checkMemory(bytes: number): void {
  if (bytes > MOST_BYTES) {
    throw new ModelInvalid(
      'TOO_LARGE',
      `the model needs ${(bytes / 2 ** 30).toFixed(1)} GiB; wanted less than ${(MOST_BYTES / 2 ** 30).toFixed(0)} GiB`,
    );
  }
}

/** Laws that some element follows, those that are the same number by number as one, and each element's position. */
function lawsInUse({ laws, lawIndex, modulus }: VoxelModel): { laws: ElasticLaw[]; lawOf: Uint8Array } {
  const position = new Int32Array(256).fill(-1);
  const used: ElasticLaw[] = [];
  const lawOf = new Uint8Array(modulus.length);
  for (let e = 0; e < modulus.length; e++) {
    if (modulus[e] === 0) continue;
    const law = lawIndex[e];
    if (position[law] < 0) {
      const twin = used.findIndex(({ C }) => C.every((c, n) => c === laws[law].C[n]));
      position[law] = twin >= 0 ? twin : used.push(laws[law]) - 1;
    }
    lawOf[e] = position[law];
  }
  if (used.length > MOST_LAWS) {
    throw new ModelInvalid('LAW_UNKNOWN', `got ${used.length} laws in use; wanted ${MOST_LAWS} or fewer`);
  }
  return { laws: used, lawOf };
}
