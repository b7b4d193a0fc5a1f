import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { dictionaryPage } from '../../../schemas/dictionary-page.ts';
import { TABLES } from '../../../report/rows/tables.ts';

test.each(Object.entries(TABLES))(
  '%s: names are once each, in snake case, and every number’s unit is told',
  (_, { columns }) => {
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, meaning, type, unit } of columns) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(meaning.length).toBeGreaterThan(3);
      if (type !== 'number') expect(unit).toBeNull();
    }
  },
);

test('docs/data-dictionary.md is what `npm run schemas` writes', () => {
  expect(readFileSync(new URL('../../../docs/data-dictionary.md', import.meta.url), 'utf8')).toBe(
    dictionaryPage(),
  );
});
