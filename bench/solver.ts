/**
 * `npm run bench`: the solver on a vertebra-like block, with its plain twin (24x24 element matrices) as the reference
 * of the same run. Prints seconds, iterations, elements a second and the ratio.
 */
import { solveInto } from '../solver/fe/conjugate-gradients.ts';
import { denseOperator } from '../solver/fe/dense-operator.ts';
import { orthotropicLaw, type VoxelModel } from '../solver/fe/index.ts';
import { meshOf, type Mesh } from '../solver/fe/mesh.ts';
import type { LinearOperator } from '../solver/fe/operator.ts';
import { parityOperator } from '../solver/fe/parity-operator.ts';

const DIMS = [50, 40, 30] as const;
const TOLERANCE = 1e-6;
const BONE = orthotropicLaw('bone', {
  Ex: 1 / 3, Ey: 1 / 3, Ez: 1, nuXy: 0.381, nuZx: 0.312, nuZy: 0.312, Gyz: 0.157, Gxz: 0.157, Gxy: 0.121,
}); // prettier-ignore

/** An elliptic cylinder of 1 mm voxels: a stiff shell of 2 mm around a core of 20 to 500 MPa, seeded. */
function vertebraLike(): VoxelModel {
  const [nx, ny, nz] = DIMS;
  const modulus = new Float64Array(nx * ny * nz);
  let state = 1;
  for (let e = 0; e < modulus.length; e++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const [i, j, k] = [e % nx, Math.floor(e / nx) % ny, Math.floor(e / (nx * ny))];
    const radius = Math.hypot((i + 0.5 - nx / 2) / (nx / 2), (j + 0.5 - ny / 2) / (ny / 2));
    if (radius > 1) continue;
    const shell = radius > 0.9 || k < 2 || k >= nz - 2;
    modulus[e] = shell ? 3000 : 20 + (480 * state) / 2 ** 32;
  }
  return { dims: DIMS, spacing: [1, 1, 1], modulus, lawIndex: new Uint8Array(modulus.length), laws: [BONE] };
}

/** Bonded plates, top moved by -1 % of the height. */
function held(mesh: Mesh): { x: Float64Array; fixed: Uint8Array } {
  const plane = (DIMS[0] + 1) * (DIMS[1] + 1);
  const x = new Float64Array(3 * mesh.nodes.length);
  const fixed = new Uint8Array(x.length);
  mesh.nodes.forEach((node, n) => {
    const k = Math.floor(node / plane);
    if (k !== 0 && k !== DIMS[2]) return;
    fixed.fill(1, 3 * n, 3 * n + 3);
    if (k === DIMS[2]) x[3 * n + 2] = -0.01 * DIMS[2];
  });
  return { x, fixed };
}

function timed(name: string, operator: LinearOperator, mesh: Mesh): number {
  const { x, fixed } = held(mesh);
  const began = performance.now();
  const { iteration, converged } = solveInto(x, operator, fixed, {
    tolerance: TOLERANCE,
    maxIterations: 5000,
  });
  const seconds = (performance.now() - began) / 1000;
  const rate = (mesh.elements.length * iteration) / seconds / 1e6;
  console.log(
    `${name.padEnd(28)} ${seconds.toFixed(2).padStart(7)} s  ${iteration} iterations  ${rate.toFixed(2)} M elements/s  ` +
      (converged ? 'converged' : 'NOT CONVERGED'),
  );
  return seconds;
}

const model = vertebraLike();
const mesh = meshOf(model);
console.log(
  `${mesh.elements.length} elements, ${mesh.nodes.length} nodes, tolerance ${TOLERANCE}, one core, Node ${process.version}`,
);
const plain = timed('24x24 matrices (plain twin)', denseOperator(model, mesh), mesh);
const factored = timed('parity blocks', parityOperator(model, mesh), mesh);
console.log(`parity is ${(plain / factored).toFixed(1)} times as fast`);
