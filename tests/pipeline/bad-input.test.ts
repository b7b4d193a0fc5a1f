/** What can't be assessed ends in one clear line and a non-zero exit. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { demoSpine, digitalSpine, writeDicomSeries } from '../../phantoms/index.ts';
import { writeNifti } from '../../spine/grid/nifti.ts';
import type { Volume } from '../../spine/grid/volume.ts';

import { runCommand, scratchFolder } from './command.ts';

const UNUSABLE = 2;
const REFUSED = 3;
const NOBODY = 65534;
const SMALL = {
  ...demoSpine,
  scanner: { ...demoSpine.scanner, pixelMm: 1.6, sliceSpacingMm: 3, sliceThicknessMm: 3 },
};

let slices: { name: string; bytes: Uint8Array }[];
let spine: ReturnType<typeof digitalSpine>;

beforeAll(() => {
  spine = digitalSpine(SMALL);
  slices = [];
  for (const slice of writeDicomSeries(spine, SMALL)) slices.push(slice);
});

function folderOf(files: readonly { name: string; bytes: Uint8Array }[]): string {
  const folder = join(scratchFolder(), 'study');
  mkdirSync(folder);
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  return folder;
}

function withModality(bytes: Uint8Array, modality: string): Uint8Array {
  const out = Buffer.from(bytes);
  // (0008,0060) CS, two characters, explicit little endian.
  const at = out.indexOf(Buffer.from([0x08, 0x00, 0x60, 0x00, 0x43, 0x53, 0x02, 0x00]));
  if (at < 0) throw new Error('no Modality in the slice');
  out.write(modality, at + 8, 'latin1');
  return out;
}

function labelFile(labels: Volume): string {
  const path = join(scratchFolder(), 'labels.nii.gz');
  writeFileSync(path, writeNifti(labels));
  return path;
}

async function refusal(args: readonly string[]): Promise<string> {
  const { code, complaint } = await runCommand([...args, '--out', scratchFolder()]);
  expect(code).toBe(REFUSED);
  expect(complaint).toMatch(/^osteon: study refused: [A-Z_]+\. Found: .+\. Required: .+$/);
  return complaint;
}

async function usage(args: readonly string[]): Promise<string> {
  const { code, complaint, stderr } = await runCommand(args);
  expect(code).toBe(UNUSABLE);
  expect(stderr).not.toMatch(/\n\s+at /);
  return complaint;
}

test('an empty folder', async () => {
  const empty = scratchFolder();
  expect(await usage([empty, '--out', scratchFolder()])).toContain('empty folder');
});

test('a study that does not exist', async () => {
  expect(await usage(['nowhere', '--out', scratchFolder()])).toContain('no such file or folder');
});

test('a folder of JPEGs', async () => {
  const jpeg = Uint8Array.from([
    0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0,
  ]);
  await refusal([
    folderOf([1, 2, 3].map((n) => ({ name: `${n}.jpg`, bytes: Uint8Array.from([...jpeg, n]) }))),
  ]);
});

test('an MR series says that MR was seen', async () => {
  const mr = slices.map(({ name, bytes }) => ({ name, bytes: withModality(bytes, 'MR') }));
  expect(await refusal([folderOf(mr)])).toContain('MR');
});

test('a truncated DICOM file', async () => {
  const cut = slices.map((slice, i) =>
    i === 5 ? { ...slice, bytes: slice.bytes.subarray(0, 9000) } : slice,
  );
  expect(await refusal([folderOf(cut)])).toContain('TRUNCATED');
});

test('a zip that is no zip', async () => {
  const path = join(scratchFolder(), 'study.zip');
  writeFileSync(path, 'this is no zip');
  await refusal([path]);
});

test('a label map of another size says both sizes', async () => {
  const [nx, ny, nz] = spine.bodies.dims;
  const shorter = {
    ...spine.bodies,
    dims: [nx, ny, nz - 1] as const,
    data: spine.bodies.data.subarray(0, nx * ny * (nz - 1)),
  };
  const line = await refusal([folderOf(slices), '--labels', labelFile(shorter)]);
  expect(line).toContain('LABEL_GRID_MISMATCH');
  expect(line).toContain(String(nz - 1));
});

test('a label map that matches no convention', async () => {
  const odd = {
    ...spine.bodies,
    data: spine.bodies.data.map((value) => (value === 0 ? 0 : 250 - (value % 3))),
  };
  await refusal([folderOf(slices), '--labels', labelFile(odd)]);
});

test('an order with an impossible age names the field', async () => {
  const order = join(scratchFolder(), 'order.json');
  writeFileSync(
    order,
    JSON.stringify({ schema: 'osteon/order/1', indication: 'x', patient: { ageYears: 212 } }),
  );
  const line = await usage([folderOf(slices), '--order', order, '--out', scratchFolder()]);
  expect(line).toContain('patient.ageYears');
  expect(line).toContain('212');
});

test('an order that is no JSON', async () => {
  const order = join(scratchFolder(), 'order.json');
  writeFileSync(order, '{ indication');
  expect(await usage([folderOf(slices), '--order', order, '--out', scratchFolder()])).toContain('order.json');
});

test('an absurd order is told by its own name before a digital spine is made', async () => {
  const order = join(scratchFolder(), 'absurd.json');
  writeFileSync(
    order,
    JSON.stringify({ schema: 'osteon/order/1', indication: '', patient: { ageYears: -3 } }),
  );
  const out = scratchFolder();
  expect(await usage(['--order', order, '--out', out])).toContain('absurd.json: ');
  expect(existsSync(join(out, 'demo-study'))).toBe(false);
});

test('an --out below a file', async () => {
  const file = join(scratchFolder(), 'file');
  writeFileSync(file, '');
  const complaint = await usage([folderOf(slices), '--out', join(file, 'out')]);
  expect(complaint).toContain('not writable: part of the path is a file');
});

// Root may write anywhere, so as root the command runs as another user; where that is impossible there is nothing to deny.
test.skipIf(process.getuid === undefined)('an --out without write permission', async () => {
  const out = scratchFolder();
  chmodSync(out, 0o555);
  const { code, complaint } = await runCommand(['nowhere', '--out', join(out, 'results')], {
    user: process.getuid?.() === 0 ? NOBODY : undefined,
  });
  expect(code).toBe(UNUSABLE);
  expect(complaint).toContain('permission denied');
});
