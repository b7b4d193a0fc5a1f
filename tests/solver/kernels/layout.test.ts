/** The table of the memory that kernels and host share: records that don't overlap, and kernels built from it. */
import { expect, test } from 'vitest';

import { isotropicLaw } from '../../../solver/fe/index.ts';
import { coefficientsOf } from '../../../solver/fe/engine/multigrid/coefficients.ts';
import { hostOf } from '../../../solver/host/machine.ts';
import {
  checkKernels,
  checkLayout,
  compiledFrom,
  KernelsStale,
  linked,
} from '../../../solver/host/linked.ts';
import * as LAYOUT from '../../../solver/kernels/layout.ts';

const TABLE: Readonly<Record<string, number>> = LAYOUT;

/** Names of a record's fields, in the order of their offsets. */
function fields(prefix: string, ...others: readonly string[]): string[] {
  const not = ['BYTES', 'CONSTANTS'].map((end) => `${prefix}_${end}`).concat(others);
  return Object.keys(TABLE)
    .filter((name) => name.startsWith(`${prefix}_`) && !not.includes(name))
    .sort((a, b) => TABLE[a]! - TABLE[b]!);
}

test.each(['LEVEL', 'STATE', 'MATRIX', 'PRODUCT'])('%s: words one after another, to the end', (record) => {
  const offsets = fields(record).map((name) => TABLE[name]);
  expect(offsets.length).toBeGreaterThan(3);
  expect(offsets).toEqual(offsets.map((_, n) => 4 * n));
  expect(TABLE[`${record}_BYTES`]).toBe(4 * offsets.length);
});

test.each([
  ['a point', fields('POINT'), LAYOUT.REGISTER, LAYOUT.POINT_BYTES],
  ['the constants of a cone', fields('CONE'), 1, LAYOUT.CONE_CONSTANTS],
])('%s: no gap, no overlap', (_, names, size, end) => {
  expect(names.map((name) => TABLE[name])).toEqual(names.map((__, n) => size * n));
  expect(end).toBe(size * names.length);
});

test.each([
  ["Hill's constants", [[LAYOUT.HILL_V, 9], [LAYOUT.HILL_W, 9], [LAYOUT.HILL_SHEAR, 3], [LAYOUT.HILL_UNSHEAR, 3], [LAYOUT.HILL_PHI, 6], [LAYOUT.HILL_CONSTANTS, 0]]],
  ['a point of the tangent', [[0, LAYOUT.POINT_BYTES], [LAYOUT.TANGENT_LEFT, LAYOUT.REGISTER], [LAYOUT.TANGENT_POINT_BYTES, 0]]],
  ['parts of a block', [[0, LAYOUT.BLOCK32 / 2], [3 * LAYOUT.ROW32, LAYOUT.BLOCK32 / 2], [LAYOUT.F32 * LAYOUT.RIGID_MODES ** 2, 0]]],
] as const)('%s: each begins where the one before ends', (_, parts) => {
  parts.slice(1).forEach(([at], n) => {
    expect(at).toBe(parts[n]![0] + parts[n]![1]);
  });
}); // prettier-ignore

test('scratch of a sweep: modes, forces, points and the sum lie apart, below what is carried', () => {
  const parts = [
    [LAYOUT.WORK_MODES, 3 * LAYOUT.MODES_BYTES],
    [LAYOUT.WORK_FORCES, 3 * LAYOUT.MODES_BYTES],
    [LAYOUT.WORK_POINTS, LAYOUT.POINTS * LAYOUT.POINT_BYTES],
    [LAYOUT.WORK_HELD_SUM, LAYOUT.F64],
    [LAYOUT.WORK_CARRIED, 0],
  ] as const;
  parts.slice(1).forEach(([at], n) => {
    expect(at).toBeGreaterThanOrEqual(parts[n]![0] + parts[n]![1]);
  });
});

test('sizes in bytes are those of what they hold', () => {
  const { RIGID_MODES, BLOCK_NUMBERS, BLOCK32, BLOCK64, ROW32, ROW64, F32, F64 } = LAYOUT;
  expect(BLOCK_NUMBERS).toBe(RIGID_MODES ** 2);
  expect([BLOCK32, BLOCK64]).toEqual([F32 * BLOCK_NUMBERS, F64 * BLOCK_NUMBERS]);
  expect([ROW32, ROW64]).toEqual([F32 * RIGID_MODES, F64 * RIGID_MODES]);
  expect([LAYOUT.NODE_BLOCK64, LAYOUT.PLACE64]).toEqual([9 * F64, 3 * F64]);
  expect(LAYOUT.FACTORS).toBe(3 * LAYOUT.FACTORS_AN_AXIS);
  expect(LAYOUT.REGISTER).toBe(LAYOUT.NODES_A_CHUNK * F32);
});

test('a law fills every coefficient of its table', () => {
  const { table } = coefficientsOf(isotropicLaw(0.3), [0.9, 1.1, 1.3]);
  expect(table.length).toBe(33);
  expect(table.every((value) => value !== 0)).toBe(true);
});

test('the compiled kernels were built from this table, and others are refused', () => {
  const { kernels } = hostOf(1).machine(65_536);
  const exports = kernels as unknown as Record<string, unknown>; // they are an instance's exports
  expect(() => {
    checkLayout(exports);
  }).not.toThrow();
  expect(() => {
    checkLayout(exports, { ...TABLE, LEVEL_LAWS: 16 });
  }).toThrow(KernelsStale);
  expect(() => {
    checkLayout({}, TABLE);
  }).toThrow(/F32 = none|= none/);
});

/** None of these gets as far as asking for it. */
const NO_MEMORY = undefined as never;

test.each([
  ['damaged bytes', Uint8Array.of(0, 1, 2, 3)],
  ['a module of another program', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
  // One import, of a function env.other that the host does not have.
  [
    'a module with other imports',
    Uint8Array.from([
      0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 13, 1, 3, 0x65, 0x6e, 0x76, 5, 0x6f, 0x74,
      0x68, 0x65, 0x72, 0, 0,
    ]),
  ],
])('%s in place of the kernels are a fault of the installation', (_, bytes) => {
  expect(() => {
    linked(compiledFrom(bytes, 'kernels.wasm'), NO_MEMORY);
  }).toThrow(KernelsStale);
});

test('kernels that are older than what the host calls are told as such', () => {
  const lacking = { differencePlane: () => 0, dividePlane: () => 0, goOnPlane: () => 0 };
  expect(() => {
    checkKernels(lacking);
  }).toThrow(new KernelsStale('the compiled kernels lack takePlane; run `npm run build`'));
  expect(() => {
    checkKernels({ ...lacking, takePlane: () => 0 });
  }).not.toThrow();
});
