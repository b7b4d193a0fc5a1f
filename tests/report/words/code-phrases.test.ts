/** No code reaches a reader: each has a phrase for cells and pictures, and a sentence for the page of remarks. */
import { expect, test } from 'vitest';

import { API_ERRORS } from '../../../contracts/codes/api-errors.ts';
import { CODE_GROUPS } from '../../../contracts/codes/codes.ts';
import { codePhrase, withPhrases, type PageCode } from '../../../report/words/code-phrases.ts';
import { plain } from '../../../report/words/plain.ts';

/** Errors of the API are answers to programs, and reach no page. */
const ON_PAGES = CODE_GROUPS.filter(({ codes }) => codes !== API_ERRORS);
const CODES = ON_PAGES.flatMap(({ codes }) => Object.keys(codes)) as PageCode[];
/** Characters: three lines of the narrowest column that holds one. */
const LONGEST = 52;

test('every code of the contracts has a phrase of its own that is not the code in small letters', () => {
  expect(CODES.length).toBeGreaterThan(200);
  for (const code of CODES) {
    const phrase = codePhrase(code);
    expect(phrase, code).toMatch(/^[^_.]+[^_. ]$/);
    expect(phrase.length, code).toBeLessThanOrEqual(LONGEST);
    expect(phrase, code).not.toBe(code);
  }
  expect(new Set(CODES.map(codePhrase)).size).toBe(CODES.length);
});

test('every code has whole sentences for the page of remarks', () => {
  for (const { codes } of ON_PAGES)
    for (const [code, { meaning }] of Object.entries(codes)) expect(meaning, code).toMatch(/^\p{Lu}.*\.$/u);
});

test('a code within a message is told by its phrase, and what only looks like one is left alone', () => {
  expect(plain('T12: not evaluated: LEVEL_TRUNCATED')).toBe(
    'T12: not evaluated: cut off by the image border',
  );
  expect(withPhrases('L1: METAL; L2: EXCLUDED_BY_READER')).toBe(
    'L1: metal in or near the body; L2: excluded by the reader',
  );
  expect(withPhrases('kernel B30f of CT_ABDOMEN, HU, FRAX')).toBe('kernel B30f of CT_ABDOMEN, HU, FRAX');
});
