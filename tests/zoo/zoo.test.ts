import { describe, expect, test } from 'vitest';

import { ARCHIVES } from './archives.ts';
import { COMPLETENESS } from './completeness.ts';
import { DERIVED } from './derived.ts';
import { ENHANCED } from './enhanced.ts';
import { IDENTITY } from './identity.ts';
import { NIFTI } from './nifti.ts';
import { PLAUSIBLE_HU } from './plausible-hu.ts';
import { PEERS_READ } from './peers-read.ts';
import { VALUES } from './values.ts';
import { outcomeOf, type ZooCase } from './zoo.ts';

const THEMES: Readonly<Record<string, readonly ZooCase[]>> = {
  identity: IDENTITY,
  completeness: COMPLETENESS,
  derived: DERIVED,
  values: VALUES,
  'plausible HU': PLAUSIBLE_HU,
  'peers read': PEERS_READ,
  'enhanced CT': ENHANCED,
  NIfTI: NIFTI,
  archives: ARCHIVES,
};
const ALL = Object.values(THEMES).flat();

describe.each(Object.entries(THEMES))('%s', (_, cases) => {
  test.each(cases)('$name', async ({ make, select, expected }) => {
    const outcome = await outcomeOf(await make(), select);
    if ('refused' in expected) {
      expect(outcome).toMatchObject({ code: expected.refused });
      expect('saw' in outcome ? outcome.saw : '').toMatch(expected.saw);
    } else {
      expect(outcome).toHaveProperty('found');
      if ('found' in outcome) expected.read(outcome.found);
    }
  });
});

test('names and reasons are unique', () => {
  expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
  expect(new Set(ALL.map(({ why }) => why)).size).toBe(ALL.length);
});
