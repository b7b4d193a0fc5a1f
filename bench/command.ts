/** `npm run bench:command`: the command that users run, from DICOM files to the report, timed with all of its processes. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Result } from '../contracts/result.ts';
import { scriptArguments, unusableArguments } from '../local/command/parsed.ts';
import { ProcessTree, type Usage } from './command/process-tree.ts';
import { STUDIES, type TimedStudy } from './command/studies.ts';
import { markdownTable, writeSection } from './document.ts';

const ROOT = resolve(import.meta.dirname, '..');
const HELP = `Usage: npm run bench:command -- [NAME ...] [--reference DIR] [--write]

Assesses studies with the command (npm start), DICOM files to report, and prints time, CPU time,
memory of all processes together, and the levels that were assessed.

NAME              one of ${STUDIES.map(({ name }) => name).join(', ')}; default: all
--reference DIR   another checkout with its packages installed: runs each study there too, and prints ratios
--data DIR        keeps the digital studies' DICOM files here (default: dist/bench-command)
--write           replaces the section of docs/performance.md
--help            show this text`;
/** Reading what pages a process shares stops it meanwhile: five times a second took a tenth of the time that is measured. */
const SAMPLE_EVERY_MS = 1000;

interface Measured extends Usage {
  readonly exit: number | null;
  readonly seconds: number;
  readonly assessed: readonly string[];
}

const { values, positionals } = scriptArguments(HELP, {
  allowPositionals: true,
  options: {
    reference: { type: 'string' },
    data: { type: 'string', default: join(ROOT, 'dist/bench-command') },
    write: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !STUDIES.some((study) => study.name === name));
if (unknown.length > 0)
  unusableArguments(
    `found ${unknown.join(', ')}; required: some of ${STUDIES.map(({ name }) => name).join(', ')}`,
  );
await main();

async function main(): Promise<void> {
  const chosen = STUDIES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const head = ['study', 'slices', 'levels assessed', 'time', 'CPU time', 'memory, all processes'];
  const rows: string[][] = [];
  for (const study of chosen) {
    const path = study.path(values.data, resolve(ROOT, '../shared/data'));
    if (path === null) {
      console.log(`${study.name}: skipped, its data are missing`);
      continue;
    }
    const run = await measured(path, ROOT);
    rows.push(cells(study, path, run));
    console.log(rows.at(-1)!.join(' | '));
    if (values.reference === undefined) continue;
    const reference = await measured(path, resolve(values.reference));
    const of = (now: number, then: number): string => (now / then).toFixed(2);
    console.log(
      `  of the reference: time ${of(run.seconds, reference.seconds)}, CPU time ${of(run.cpuSeconds, reference.cpuSeconds)}, ` +
        `memory ${of(run.peakMb, reference.peakMb)}; it: ${cells(study, path, reference).slice(1).join(' | ')}`,
    );
  }
  if (values.write) writeSection('performance', 'command', markdownTable(head, rows));
}

function cells({ title, truth }: TimedStudy, path: string, run: Measured): string[] {
  const { exit, assessed } = run;
  if (exit !== 0) process.exitCode = 1;
  const right = truth === null ? '' : ` (of ${truth.length}; ${assessed.filter((level) => truth.includes(level)).length} named right)`; // prettier-ignore
  return [
    title,
    slicesIn(path),
    exit === 0 ? `${assessed.length}${right}` : `exit ${String(exit)}`,
    `${run.seconds.toFixed(0)} s`,
    `${run.cpuSeconds.toFixed(0)} s`,
    `${(run.peakMb / 1000).toFixed(2)} GB`,
  ];
}

/** A folder's files, all of one series. */
function slicesIn(path: string): string {
  return statSync(path).isDirectory() ? String(readdirSync(path).length) : '–';
}

async function measured(study: string, tree: string): Promise<Measured> {
  const out = join(values.data, 'out');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', study, '--out', out], {
    cwd: tree,
    stdio: 'ignore',
  });
  const processes = new ProcessTree(child.pid!);
  const timer = setInterval(() => {
    processes.sample();
  }, SAMPLE_EVERY_MS);
  const exit = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('exit', done);
  });
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1000;
  return { exit, seconds, ...processes.usage(), assessed: assessedIn(out) };
}

/** Levels that the result, if there is one, gives as assessed. */
function assessedIn(out: string): readonly string[] {
  const file = readdirSync(out, { recursive: true, encoding: 'utf8' }).find((name) =>
    /(^|\/)result\.json$/.test(name),
  );
  if (file === undefined) return [];
  const { levels } = JSON.parse(readFileSync(join(out, file), 'utf8')) as Result;
  return levels.filter(({ status }) => status === 'assessed').map(({ level }) => level);
}
