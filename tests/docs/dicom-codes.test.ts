/** docs/dicom.md lists every code of our own scheme, and no other. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { OWN_CODES } from '../../report/dicom/codes.ts';

test('the codes of 99OSTEON are documented as they are written', () => {
  const page = readFileSync(new URL('../../docs/dicom.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (.+?) +\|$/gm)].map(([, code, meaning]) => [
    code,
    meaning,
  ]);
  expect(listed).toEqual(Object.entries(OWN_CODES));
});
