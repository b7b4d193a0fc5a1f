/** A run that is killed leaves whole files only, and the next run ends as if nothing had happened. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { sha256 } from '../../spine/host/digest.ts';
import { readNifti } from '../../spine/grid/nifti.ts';
import { demoSpine, digitalSpine, writeDicomSeries } from '../../phantoms/index.ts';

import { runCommand, scratchFolder, startCommand } from './command.ts';

/** Two levels on coarse voxels: seconds, not minutes. T12 is there for the last rib. */
const TWO_LEVELS = {
  ...demoSpine,
  levels: demoSpine.levels.slice(1, 3),
  scanner: { ...demoSpine.scanner, pixelMm: 1.2, sliceSpacingMm: 1.5, sliceThicknessMm: 1.5 },
};

function study(): string {
  const spine = digitalSpine(TWO_LEVELS);
  const folder = join(scratchFolder(), 'study');
  mkdirSync(folder);
  for (const { name, bytes } of writeDicomSeries(spine, TWO_LEVELS)) writeFileSync(join(folder, name), bytes);
  return folder;
}

/** Every artefact of the assessments in `out`, by its path below them. */
function artefacts(out: string): Map<string, Uint8Array> {
  const root = join(out, 'assessments');
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length), readFileSync(path)];
    }),
  );
}

test('a run killed while it solves is followed by one that ends with the same bytes as a run left alone', async () => {
  const folder = study();
  const [alone, broken] = [scratchFolder(), scratchFolder()];
  const undisturbed = await runCommand([folder, '--out', alone]);
  expect(undisturbed.stderr).not.toContain('osteon: ');
  expect(undisturbed.code).toBe(0);

  const victim = startCommand([folder, '--out', broken]);
  await victim.said('CalibrateDensity');
  victim.process.kill('SIGKILL');
  await victim.finished;
  const left = artefacts(broken);
  expect(left.has([...artefacts(alone).keys()].find((path) => path.endsWith('report.pdf'))!)).toBe(false);
  for (const [path, bytes] of left) {
    if (path.endsWith('.nii.gz')) readNifti(bytes);
    else if (path.endsWith('.json')) JSON.parse(Buffer.from(bytes).toString());
  }

  expect((await runCommand([folder, '--out', broken])).code).toBe(0);
  const digests = (out: string) =>
    [...artefacts(out)]
      .filter(([path]) => !path.includes('/.'))
      .map(([path, bytes]) => `${path} ${sha256(bytes)}`);
  expect(digests(broken)).toEqual(digests(alone));
});

/** Processes whose parent is `pid`. */
function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone meanwhile.
  }
}

/** The state before the levels has ended. */
const CALIBRATED = /CalibrateDensity +[\d.]+ s$/m;
/** Three tries of a level have ended: its first and two more. */
const LAST_TRY =
  /(SolveLevel (\w+) .*Runtime\.ExitError)[^]*SolveLevel \2 .*ExitError[^]*SolveLevel \2 .*ExitError/;

test('levels whose process is killed at every try leave a study without a result, exit 1, and a report of the fault', async () => {
  const folder = study();
  const out = scratchFolder();
  const run = startCommand([folder, '--out', out, '--workers', '1']);
  let stderr = '';
  run.process.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  // As the system does where memory runs out: whoever solves a level is killed, until none is left to try.
  const ended = run.finished.then(() => true);
  const pause = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 300));
  while (!(await Promise.race([ended, pause()])))
    if (CALIBRATED.test(stderr) && !LAST_TRY.test(stderr)) childrenOf(run.process.pid!).forEach(kill);
  const { code, stdout, stderr: said } = await run.finished;
  expect([code, stdout]).toEqual([1, '']);
  expect(said).toContain(
    'not assessed: technical fault FAULT_PROCESS_ENDED in SolveLevel (Runtime.ExitError)',
  );
  const [path] = [...artefacts(out).keys()].filter((name) => name.endsWith('fault.json'));
  expect([...artefacts(out).keys()].some((name) => name.endsWith('result.json'))).toBe(false);
  const result = JSON.parse(readFileSync(join(out, 'assessments', path!), 'utf8')) as object;
  expect(result).toMatchObject({ outcome: 'failed', fault: { code: 'FAULT_PROCESS_ENDED' }, levels: [] });
});
