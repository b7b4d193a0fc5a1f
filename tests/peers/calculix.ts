/**
 * CalculiX (`ccx`, Debian's calculix-ccx) as a second opinion: the same voxels as C3D8 elements, full integration.
 *
 * @remarks Forces are printed per node with seven digits; their sum has as many or more.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { applyLoad, type LoadCase, type PlasticModel, type VoxelModel } from '../../solver/fe/index.ts';
import { meshOf } from '../../solver/fe/mesh.ts';

export const lacksCalculix = spawnSync('ccx', ['-v']).error !== undefined;

/** Corners of `hexahedron.ts` in CalculiX's order: counterclockwise below, then above. */
const ORDER = [0, 1, 3, 2, 4, 5, 7, 6];

export interface PeerResult {
  /** N along z on the top plane, one an increment. */
  readonly forces: readonly number[];
  readonly seconds: number;
}

/** Fully integrated, or with incompatible modes. */
type PeerElement = 'C3D8' | 'C3D8I';

interface PeerOptions {
  readonly solver?: 'SPOOLES' | 'ITERATIVECHOLESKY';
  readonly element?: PeerElement;
}

/** @param strength given, perfect von Mises plasticity; moduli and strengths must be few (a material each pair) */
export function calculixReactions(
  model: VoxelModel & Partial<PlasticModel>,
  loads: readonly LoadCase[],
  { solver = 'SPOOLES', element = 'C3D8' }: PeerOptions = {},
): PeerResult {
  const { topNodes } = applyLoad(model, loads[0]!);
  const { printed, seconds } = ranCalculix(deckOf(model, loads, solver, element));
  return { forces: topForces(printed, new Set(Array.from(topNodes, (node) => node + 1))), seconds };
}

/** A deck on one thread: what it prints, and how long it takes. */
export function ranCalculix(deck: string): { readonly printed: string; readonly seconds: number } {
  const folder = mkdtempSync(join(tmpdir(), 'osteon-ccx-'));
  try {
    writeFileSync(join(folder, 'model.inp'), deck);
    const began = performance.now();
    execFileSync('ccx', ['-i', 'model'], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    const seconds = (performance.now() - began) / 1000;
    return { printed: readFileSync(join(folder, 'model.dat'), 'latin1'), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function deckOf(
  model: VoxelModel & Partial<PlasticModel>,
  loads: readonly LoadCase[],
  solver: string,
  element: PeerElement,
): string {
  const mesh = meshOf(model);
  const [nx, ny] = model.dims;
  const lines: string[] = ['*NODE, NSET=ALL'];
  for (const node of mesh.nodes) {
    const i = node % (nx + 1);
    const j = Math.floor(node / (nx + 1)) % (ny + 1);
    const k = Math.floor(node / ((nx + 1) * (ny + 1)));
    lines.push(`${node + 1}, ${[i, j, k].map((n, axis) => n * model.spacing[axis]!).join(', ')}`);
  }
  const materials = new Map<string, { elements: number[]; text: string[] }>();
  mesh.elements.forEach((e, n) => {
    const strength = model.strength?.[e] ?? Infinity;
    const key = `${model.lawIndex[e]!}/${model.modulus[e]!}/${strength}`;
    let material = materials.get(key);
    if (material === undefined) {
      const text = elasticOf(model, model.lawIndex[e]!, model.modulus[e]!);
      if (strength < Infinity) text.push('*PLASTIC', `${strength}, 0.`);
      material = { elements: [], text };
      materials.set(key, material);
    }
    material.elements.push(n);
  });
  let number = 0;
  for (const { elements, text } of materials.values()) {
    const name = `M${number++}`;
    lines.push(`*ELEMENT, TYPE=${element}, ELSET=${name}`);
    for (const n of elements) {
      const corners = ORDER.map((c) => mesh.nodes[mesh.corners[8 * n + c]!]! + 1);
      lines.push(`${n + 1}, ${corners.join(', ')}`);
    }
    lines.push(
      [`*MATERIAL, NAME=${name}`, ...text].join('\n'),
      `*SOLID SECTION, ELSET=${name}, MATERIAL=${name}`,
    );
  }
  const { topNodes } = applyLoad(model, loads[0]!);
  lines.push('*NSET, NSET=TOP', Array.from(topNodes, (node) => `${node + 1},`).join('\n'));
  for (const load of loads) {
    const { dirichlet } = applyLoad(model, load);
    lines.push(
      `*STEP, INC=1000${model.strength === undefined ? '' : ', NLGEOM=NO'}`,
      `*STATIC, SOLVER=${solver}`,
      '1., 1.',
    );
    if (model.strength !== undefined) {
      // An equilibrium a thousand times tighter than CalculiX's own.
      lines.push('*CONTROLS, PARAMETERS=FIELD', '1.e-6, 1.e-6, , , 1.e-6, 1.e-5, 1.e-3, ');
    }
    lines.push('*BOUNDARY');
    dirichlet.dofs.forEach((dof, n) => {
      const axis = (dof % 3) + 1;
      lines.push(`${Math.floor(dof / 3) + 1}, ${axis}, ${axis}, ${dirichlet.values[n]!}`);
    });
    lines.push('*NODE PRINT, NSET=TOP, FREQUENCY=1000', 'RF', '*END STEP');
  }
  return lines.join('\n') + '\n';
}

/** The nine stiffnesses of an orthotropic law; CalculiX wants D1111 D1122 D2222 D1133 D2233 D3333 D1212 D1313 D2323. */
function elasticOf({ laws }: VoxelModel, law: number, E: number): string[] {
  const { C } = laws[law]!;
  const values = [C[0], C[1], C[7], C[2], C[8], C[14], C[35], C[28], C[21]].map((c) => c! * E);
  const isotropic = C[0] === C[14] && Math.abs(C[21]! - (C[0]! - C[1]!) / 2) < 1e-12;
  if (isotropic) {
    const nu = C[1]! / (C[0]! + C[1]!);
    return ['*ELASTIC', `${E * C[21]! * 2 * (1 + nu)}, ${nu}`];
  }
  return ['*ELASTIC, TYPE=ORTHO', `${values.slice(0, 8).join(', ')},`, `${values[8]!}`];
}

/** Of every step's last block of reaction forces: the sum along z. */
function topForces(dat: string, top: ReadonlySet<number>): number[] {
  const out: number[] = [];
  for (const block of dat.split(/forces \(fx,fy,fz\)[^\n]*\n/).slice(1)) {
    let sum = 0;
    for (const line of block.split('\n')) {
      const words = line.trim().split(/\s+/);
      if (words.length === 4 && top.has(Number(words[0]))) sum += Number(words[3]);
    }
    out.push(sum);
  }
  return out;
}
