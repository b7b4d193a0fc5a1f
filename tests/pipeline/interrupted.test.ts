/** A run that is killed leaves whole files only, and the next run ends as if nothing had happened. */
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
