/**
 * `npm run bench [-- [--profile] [--write] MODEL ...]`: the solver on fixed models, with its plain twin and CalculiX (where `ccx` is
 * installed) on the same meshes in the same run. Prints seconds, iterations, elements a second, bytes a voxel, ratios;
 * with --profile also where the time of a linear solve goes, kernel by kernel; with --write also into docs/performance.md.
 */

import { scriptArguments, unusableArguments } from '../local/command/parsed.ts';
import { contextOf, sweep32 } from '../solver/fe/engine/machine/context.ts';
import { layoutOf } from '../solver/fe/engine/memory/layout.ts';
import { fillLevels } from '../solver/fe/engine/multigrid/fill.ts';
import { prepare } from '../solver/fe/engine/prepare.ts';
import { SOLO } from '../solver/fe/engine/team/team.ts';
import {
  applyLoad,
  reactionOn,
  solveLinearWith,
  solvePlasticWith,
  type DirichletData,
  type LoadCase,
  type SolveOptions,
  type VoxelModel,
} from '../solver/fe/index.ts';
import { solveLinear as solvePlain } from '../solver/fe/reference/solve-linear.ts';
import { dismissCrew, hostOf } from '../solver/host/index.ts';
import { calculixReactions, lacksCalculix } from '../tests/peers/calculix.ts';

import { markdownTable, writeSection } from './document.ts';
import { MODELS, TITLES } from './models/index.ts';
import { timed } from './profile.ts';

const TOLERANCE = 1e-6;
const REPEATS = 3;
/** Larger ones take the peers minutes, or more memory than there is. */
const PLAIN_LIMIT = 300_000;
const CALCULIX_LIMIT = 35_000;
const DEFAULT = ['vert1', 'vert05', 'het32', 'het64', 'het128', 'porSmooth64', 'por64', 'vertH'];
const HELP = `Usage: npm run bench -- [MODEL ...] [options]

The solver on fixed models, with its plain twin and CalculiX where ccx is installed: seconds, iterations,
elements a second, bytes a voxel.

  MODEL      some of ${Object.keys(MODELS).join(', ')}; default: ${DEFAULT.join(', ')}
  --profile  where the time of a linear solve goes, kernel by kernel
  --write    replaces the section of docs/performance.md
  --help     show this text`;

const { positionals, values } = scriptArguments(HELP, {
  allowPositionals: true,
  options: { profile: { type: 'boolean' }, write: { type: 'boolean' } },
});
const names = positionals.length > 0 ? positionals : DEFAULT;
const unknown = names.find((name) => !(name in MODELS));
if (unknown !== undefined)
  unusableArguments(`found model ${unknown}; required: some of ${Object.keys(MODELS).join(', ')}`);
/** For the document: model, elements, bytes a voxel, seconds and iterations on one thread, two threads, f32 K u, peers. */
const rows: string[][] = [];
console.log(`Node ${process.version}, ${process.arch}; tolerance ${TOLERANCE}; best of ${REPEATS}\n`);
for (const name of names) {
  const model = MODELS[name]!();
  if (name === 'vertH') plastic(model);
  else linear(name, model);
}
await dismissCrew();
if (values.write === true) writeSection('performance', 'solver', solverTable());

function linear(name: string, model: VoxelModel): void {
  const load = compressionOf(model, 0.01);
  const { dirichlet, topNodes, centre } = applyLoad(model, load);
  const options = { tolerance: TOLERANCE, maxIterations: 5000 };
  const run = (threads: number) => best(() => solveLinearWith(hostOf(threads), model, dirichlet, options));
  const one = run(1);
  const two = run(2);
  const { elements, iterations } = one.result;
  const bytes = prepare(model, dirichlet, 1).layout.bytes / model.modulus.length;
  const force = reactionOn(model, one.result.force, topNodes, centre).force[2];
  line(name, `${elements.toLocaleString('en')} elements, ${bytes.toFixed(0)} bytes a voxel`);
  line(
    '  kernels, one thread',
    `${one.result.seconds.solve.toFixed(3)} s of solve, ${one.seconds.toFixed(3)} s in all, ${iterations} iterations`,
  );
  if (values.profile === true) profile(model, dirichlet, options);
  line(
    '  two threads',
    `${two.result.seconds.solve.toFixed(3)} s of solve, efficiency ${percent(one.result.seconds.solve / two.result.seconds.solve / 2)}`,
  );
  const rate = applyRate(model);
  line('  f32 K u', `${rate.toFixed(0)} M elements/s (cells of the grid, empty ones counted)`);
  const peers: string[] = [];
  if (model.modulus.length <= PLAIN_LIMIT) {
    const plain = best(() => solvePlain(model, dirichlet, options), 1);
    const other = reactionOn(model, plain.result.force, topNodes, centre).force[2];
    line('  plain twin', `${plain.seconds.toFixed(2)} s, ${plain.result.iterations} iterations: ${ratio(plain.seconds / one.seconds)}; reaction off ${relative(other, force)}`); // prettier-ignore
    peers.push(`plain twin ${plain.seconds.toFixed(1)} s`);
  }
  if (!lacksCalculix && elements <= CALCULIX_LIMIT) {
    const peer = calculixReactions(binned(model), [load]);
    line('  CalculiX, SPOOLES', `${peer.seconds.toFixed(1)} s: ${ratio(peer.seconds / one.seconds)}`);
    peers.push(`CalculiX (SPOOLES) ${peer.seconds.toFixed(1)} s`);
  }
  rows.push([
    TITLES[name]!,
    elements.toLocaleString('en'),
    bytes.toFixed(0),
    `${one.seconds.toFixed(2)} s, ${iterations} iterations`,
    percent(one.result.seconds.solve / two.result.seconds.solve / 2),
    `${rate.toFixed(0)} M/s`,
    peers.join('; ') || '–',
  ]);
}

/** Ten increments to 1.5 % of perfect plasticity, one modulus; then the shelled body to 1.9 % in fifteen. */
function plastic(model: VoxelModel): void {
  const homogeneous = { ...model, strength: model.modulus.map(() => 4) };
  curve('plasticity, homogeneous, 10 increments to 1.5 %', homogeneous, 10, 0.015);
  const shelled = MODELS.vert1!();
  const strength = shelled.modulus.map((E) => Math.max(0.02, -0.75 + (24.9 * (E + 34.7)) / 3230));
  curve('plasticity, shell and core, 15 increments to 1.9 %', { ...shelled, strength }, 15, 0.019);
}

function curve(
  name: string,
  model: VoxelModel & { strength: Float64Array },
  count: number,
  strain: number,
): void {
  const loads = Array.from({ length: count }, (_, n) => compressionOf(model, (strain * (n + 1)) / count));
  const applied = loads.map((load) => applyLoad(model, load));
  const run = (threads: number) =>
    best(() => solvePlasticWith(hostOf(threads), model, applied.map(({ dirichlet }) => dirichlet))); // prettier-ignore
  const one = run(1);
  const two = run(2);
  const sum = (key: 'newtonIterations' | 'krylovIterations') =>
    one.result.increments.reduce((total, increment) => total + increment[key], 0);
  line(name, `${one.result.elements.toLocaleString('en')} elements`);
  line('  kernels, one thread', `${one.seconds.toFixed(2)} s, ${sum('newtonIterations')} Newton, ${sum('krylovIterations')} Krylov iterations`); // prettier-ignore
  line('  two threads', `${two.seconds.toFixed(2)} s, efficiency ${percent(one.seconds / two.seconds / 2)}`);
  rows.push([
    name,
    one.result.elements.toLocaleString('en'),
    '–',
    `${one.seconds.toFixed(2)} s, ${sum('newtonIterations')} Newton, ${sum('krylovIterations')} Krylov iterations`,
    percent(one.seconds / two.seconds / 2),
    '–',
    '–',
  ]);
}

function solverTable(): string {
  const head = [
    'model',
    'elements',
    'bytes a voxel',
    'one thread',
    'two threads, efficiency',
    'K u in f32, cells',
    'peers',
  ];
  return `Node ${process.version}, ${process.arch}; residual down by ${TOLERANCE}; best of ${REPEATS}.\n\n${markdownTable(head, rows)}`;
}

function applyRate(model: VoxelModel): number {
  const { dirichlet } = applyLoad(model, compressionOf(model, 0.01));
  const { trim, laws, lawOf, held } = prepare(model, dirichlet, 1);
  const layout = layoutOf(trim.model.dims, model.spacing, laws.length, 1);
  const { buffer, kernels } = hostOf(1).machine(layout.bytes);
  const ctx = contextOf(
    buffer,
    kernels,
    layout,
    fillLevels(buffer, layout, trim.model, laws, lawOf, held),
    SOLO,
  );
  const share = ctx.shares[0]!;
  const { header, even, odd } = share.level;
  const apply = () => {
    sweep32(ctx, share, (k) => void kernels.apply32(header, ctx.work, k, even, odd), () => undefined); // prettier-ignore
  };
  for (let n = 0; n < 5; n++) apply();
  const times = 20;
  const { seconds } = best(() => {
    for (let n = 0; n < times; n++) apply();
  });
  return (times * trim.model.modulus.length) / seconds / 1e6;
}

/** One thread; the rest is JavaScript: filling the memory, and what is between the kernels. */
function profile(model: VoxelModel, dirichlet: DirichletData, options: SolveOptions): void {
  const { host, times } = timed(hostOf(1));
  const began = performance.now();
  solveLinearWith(host, model, dirichlet, options);
  const whole = (performance.now() - began) / 1000;
  let rest = whole;
  for (const { kernel, calls, seconds } of times()) {
    rest -= seconds;
    if (seconds > 0.01 * whole)
      line(`    ${kernel}`, `${percent(seconds / whole)}, ${seconds.toFixed(3)} s, ${calls} calls`);
  }
  line('    outside the kernels', `${percent(rest / whole)}, ${rest.toFixed(3)} s`);
}

function compressionOf({ dims, spacing }: VoxelModel, strain: number): LoadCase {
  return { kind: 'compression', shorteningMm: strain * dims[2] * spacing[2], sideways: 'held' };
}

/** CalculiX takes a material a modulus: a thousand of them are near enough for its time. */
function binned(model: VoxelModel): VoxelModel {
  const steps = 300;
  return {
    ...model,
    modulus: model.modulus.map((E) => (E === 0 ? 0 : Math.exp(Math.round(Math.log(E) * steps) / steps))),
  };
}

function best<T>(run: () => T, repeats = REPEATS): { seconds: number; result: T } {
  let seconds = Infinity;
  let result: T | undefined;
  for (let n = 0; n < repeats; n++) {
    const began = performance.now();
    result = run();
    seconds = Math.min(seconds, (performance.now() - began) / 1000);
  }
  return { seconds, result: result as T };
}

function line(name: string, text: string): void {
  console.log(`${name.padEnd(32)} ${text}`);
}

function ratio(times: number): string {
  return `${times.toFixed(times < 10 ? 1 : 0)} times as long`;
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`;
}

function relative(a: number, b: number): string {
  return Math.abs(a / b - 1).toExponential(0);
}
