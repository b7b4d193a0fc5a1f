import { readdirSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { PARAMETER_SET_IDS } from '../../../contracts/parameter-set-ids.ts';
import {
  constantsOf,
  DEFINITIONS,
  definitionsDigest,
  HEIGHT_THEMES,
  parameterDigest,
} from '../../../spine/definitions/digest.ts';
import { parametersOf } from '../../../spine/definitions/parameter-sets.ts';
import { canonicalSha256 } from '../../../spine/definitions/pinned-parameters.ts';
import { HEIGHT_POSITIONS } from '../../../spine/definitions/heights.ts';

const FOLDER = new URL('../../../spine/definitions/', import.meta.url);
/** Digests are made here; of the parameter sets only the one in use is digested. */
const APART = ['digest.ts', 'parameter-sets.ts'];
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !APART.includes(name),
);

describe('the digested definitions', () => {
  test.each(FILES)('hold every constant that %s exports', async (name) => {
    const module = (await import(/* @vite-ignore */ new URL(name, FOLDER).href)) as Record<string, unknown>;
    const digested: Readonly<Record<string, unknown>> = DEFINITIONS;
    expect(digested[name.replace(/\.ts$/, '')] ?? {}).toEqual(constantsOf(module));
  });

  test('name no file that is not there', () => {
    const themes = FILES.map((name) => name.replace(/\.ts$/, ''));
    for (const theme of Object.keys(DEFINITIONS)) expect(themes).toContain(theme);
  });

  test('hold the height positions and the density cut-offs', () => {
    expect(DEFINITIONS.heights.HEIGHT_POSITIONS).toEqual(HEIGHT_POSITIONS);
    expect(JSON.stringify(DEFINITIONS['thresholds/threshold-tables'])).toContain('"osteoporosisBelow":80');
  });
});

describe('the digest of a parameter set', () => {
  const digest = (definitions: unknown): string =>
    canonicalSha256({ parameters: parametersOf('osteon-default-4'), definitions });

  test('is that of the set and of all definitions', () => {
    expect(parameterDigest('osteon-default-4')).toBe(digest(DEFINITIONS));
    expect(new Set(PARAMETER_SET_IDS.map(parameterDigest)).size).toBe(PARAMETER_SET_IDS.length);
  });

  test('changes with a height position', () => {
    const further = { ...HEIGHT_POSITIONS, anterior: HEIGHT_POSITIONS.anterior + 0.02 };
    const moved = { ...DEFINITIONS, heights: { ...DEFINITIONS.heights, HEIGHT_POSITIONS: further } };
    expect(digest(moved)).not.toBe(parameterDigest('osteon-default-4'));
  });
});

describe('the digest of some definitions', () => {
  test('does not depend on their order, and not on the others', () => {
    expect(definitionsDigest(['surfaces', 'heights'])).toBe(definitionsDigest(HEIGHT_THEMES));
    expect(definitionsDigest(HEIGHT_THEMES)).toBe(
      canonicalSha256({ heights: DEFINITIONS.heights, surfaces: DEFINITIONS.surfaces }),
    );
    expect(definitionsDigest(['heights'])).not.toBe(definitionsDigest(HEIGHT_THEMES));
  });
});

describe('constants of a module', () => {
  test('are what it exports but its functions, patterns as text', () => {
    const module = { A: [1, { b: null }], PATTERN: /x/i, helper: () => 1 };
    expect(constantsOf(module)).toEqual({ A: [1, { b: null }], PATTERN: '/x/i' });
  });

  test.each([
    ['a set', new Set([1])],
    ['a map', { inner: new Map([[1, 2]]) }],
    ['not a number', [Number.NaN]],
    ['undefined', { inner: undefined }],
    ['a function within', { inner: () => 1 }],
  ])('refuse %s, whose change JSON would not show', (_, LIMIT) => {
    expect(() => constantsOf({ LIMIT })).toThrow(/saw LIMIT/);
  });
});
