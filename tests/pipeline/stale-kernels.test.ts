/** An installation whose compiled kernels are of other sources, or not there, is told as such by the command. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { demoSpine, digitalSpine, writeDicomSeries } from '../../phantoms/index.ts';

import { runCommand, scratchFolder } from './command.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SMALL = {
  ...demoSpine,
  levels: demoSpine.levels.slice(1, 3),
  scanner: { ...demoSpine.scanner, pixelMm: 1.2, sliceSpacingMm: 1.5, sliceThicknessMm: 1.5 },
};
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** This tree by links, with kernels of its own. @returns its command */
function installation(): string {
  const tree = scratchFolder();
  for (const name of readdirSync(ROOT))
    if (name !== 'dist' && name !== '.git') symlinkSync(join(ROOT, name), join(tree, name));
  mkdirSync(join(tree, 'dist', 'kernels'), { recursive: true });
  for (const name of ['kernels.wasm', 'kernels-shared.wasm'])
    writeFileSync(join(tree, 'dist', 'kernels', name), EMPTY_MODULE);
  return join(tree, 'local', 'main.ts');
}

test('kernels that do not fit end the study as a fault of the installation, and no level is an outcome', async () => {
  const [study, out] = [join(scratchFolder(), 'study'), scratchFolder()];
  mkdirSync(study);
  for (const { name, bytes } of writeDicomSeries(digitalSpine(SMALL), SMALL))
    writeFileSync(join(study, name), bytes);
  const { code, stdout, stderr } = await runCommand([study, '--out', out], {
    main: installation(),
    // Links lead nowhere else: what is imported is of that tree.
    nodeOptions: ['--preserve-symlinks', '--preserve-symlinks-main'],
  });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('not assessed: technical fault FAULT_INSTALLATION in SolveLevel (KernelsStale)');
  expect(stderr).toContain('npm ci');
  const written = readdirSync(join(out, 'assessments'), { recursive: true, encoding: 'utf8' });
  expect(
    written.filter((path) => /(result|fault|level)\.json$/.test(path)).map((path) => path.split('/').at(-1)),
  ).toEqual(['fault.json']);
});
