import { expect, test } from 'vitest';

import { DEFAULT_PARAMETER_SET, PARAMETER_SET_IDS } from '../../../contracts/parameter-set-ids.ts';
import { PARAMETER_SETS } from '../../../spine/definitions/parameter-sets.ts';
import { canonicalSha256 } from '../../../spine/definitions/pinned-parameters.ts';

/** A set never changes: whoever must change a number adds a set, and its digest here. */
const DIGESTS = {
  'osteon-default-4': 'a652d2a14cbc44799e57ce0cbcf5cf965a8b9f6ae5174f8b6b525670773fc769',
  'osteon-half-mm-4': '18d79849ae8d17be851b2255f83c1a11f35bac71dc7d089619d51c1f1c968edf',
  'osteon-default-3': '8f767fc4ea0cfd839fa319d3dad0cd41ca7689d4e17d1ca0f64f2335fb6acacf',
  'osteon-half-mm-3': '43ad3af0f37e3ed1d9fd935a057009e7e5a2f0e994b53b6f468ff4d0edaf6920',
  'osteon-default-2': '9c745f13541f0edafcc9d34766d4b31162a1c0a166582d4bd4ad7d803509e7c7',
  'osteon-half-mm-2': '5a1ede72b87849fa3cd7fa0f0e1346d4a5117c51fadbc5fcc65ad613bf1ef514',
  'osteon-default-1': '3d3ead71c453909f5f5859f582369aa7729ac50e4b2b0ce63b90378513c7df54',
  'osteon-half-mm-1': '196ed372319368e09eb13bb288b6b8cb54cdef442c38ffbd60af474312b2fca9',
};

test('every set is the one that it was when it got its name', () => {
  expect(
    Object.fromEntries(PARAMETER_SET_IDS.map((id) => [id, canonicalSha256(PARAMETER_SETS[id])])),
  ).toEqual(DIGESTS);
});

test('the default decides by plasticity, read at 1.9 % strain', () => {
  const { plastic } = PARAMETER_SETS[DEFAULT_PARAMETER_SET as 'osteon-default-4'];
  expect(plastic.strains.at(-1)).toBe(0.019);
  expect(plastic.strainsAgain.at(-1)).toBe(0.019);
});

test('strains of a load curve ascend', () => {
  for (const id of PARAMETER_SET_IDS) {
    const { plastic } = PARAMETER_SETS[id];
    for (const strains of plastic === null
      ? []
      : [plastic.strains, plastic.strainsAgain, plastic.bendingEdgeStrains])
      expect([...strains].sort((a, b) => a - b)).toEqual([...strains]);
  }
});
