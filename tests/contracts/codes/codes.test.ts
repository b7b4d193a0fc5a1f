import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import {
  apiErrorCodeSchema,
  CODE_GROUPS,
  faultCodeSchema,
  flagCodeSchema,
  promptCodeSchema,
  refusalCodeSchema,
} from '../../../contracts/codes/codes.ts';
import { codesPage } from '../../../schemas/codes-page.ts';

const ROOT = new URL('../../../', import.meta.url);
const ENTRIES = CODE_GROUPS.flatMap(({ codes }) => Object.entries(codes));

/** Of product code, the table itself left out. */
function sources(): string {
  return ['contracts', 'spine', 'lambdas', 'local']
    .flatMap((part) =>
      readdirSync(new URL(part, ROOT), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !`${part}/${path}`.startsWith('contracts/codes/'))
        .map((path) => readFileSync(new URL(`${part}/${path}`, ROOT), 'utf8')),
    )
    .join('\n');
}

test('every code of the table is raised somewhere', () => {
  const text = sources();
  expect(ENTRIES.map(([code]) => code).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
});

test('the groups hold every code once, and nothing else', () => {
  const all = [
    refusalCodeSchema,
    faultCodeSchema,
    flagCodeSchema,
    promptCodeSchema,
    apiErrorCodeSchema,
  ].flatMap(({ options }): string[] => options);
  expect(ENTRIES.map(([code]) => code).toSorted()).toEqual(all.toSorted());
  expect(new Set(all).size).toBe(all.length);
});

test.each(ENTRIES)('%s is told in whole sentences', (code, { meaning, whatToDo }) => {
  expect(code).toMatch(/^[A-Z][A-Z0-9_]*$/);
  for (const text of [meaning, whatToDo]) expect(text).toMatch(/^[A-Z][^|]{10,}\.$/);
});

test('docs/codes.md is what `npm run schemas` writes', () => {
  expect(readFileSync(new URL('docs/codes.md', ROOT), 'utf8')).toBe(codesPage());
});
