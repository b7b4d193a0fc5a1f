import { readFileSync } from 'node:fs';

import trino from 'node-sql-parser/build/trino.js';
import { describe, expect, test } from 'vitest';

import { queryText } from '../../lambdas/shared/queries/query-text.ts';
import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';
import { queriesPage } from '../../local/query/output/described.ts';
import { TABLES } from '../../report/rows/tables.ts';

const CATALOGUE = catalogue();
const QUERIES = allQueries(CATALOGUE);
const parser = new trino.Parser();

test('there are at least twenty named queries, each of a name of its own', () => {
  expect(QUERIES.length).toBeGreaterThanOrEqual(20);
  expect(new Set(QUERIES.map(({ name }) => name)).size).toBe(QUERIES.length);
});

test('queries/README.md is what `npm run schemas` writes', () => {
  expect(readFileSync(new URL('../../queries/README.md', import.meta.url), 'utf8')).toBe(
    queriesPage(CATALOGUE),
  );
});

describe.each([...QUERIES, ...CATALOGUE.views].map((query) => [query.name, query] as const))(
  '%s',
  (_, query) => {
    const text = queryText(query, {});

    test('is one SELECT of Trino’s SQL', () => {
      const parsed = parser.astify(text, { database: 'trino' });
      const statements = Array.isArray(parsed) ? parsed : [parsed];
      expect(statements.map(({ type }) => type)).toEqual(['select']);
    });

    test('reads tables and views of results alone, by their bare names', () => {
      const known = [...Object.keys(TABLES), ...CATALOGUE.views.map(({ name }) => name)];
      const own = [...text.matchAll(/(?:WITH|,)\s+(\w+) AS \(/g)].map(([, name]) => name!);
      const read = [...text.matchAll(/\b(?:FROM|JOIN)\s+([^\s(]+)/g)].map(([, name]) => name!);
      expect(read.filter((name) => ![...known, ...own, 'UNNEST'].includes(name))).toEqual([]);
    });

    test('uses each parameter, divides no whole numbers, and says which rows come first', () => {
      for (const { name } of query.parameters) expect(query.sql).toMatch(new RegExp(`:${name}\\b`));
      // Trino divides whole numbers without a rest, DuckDB with one: a dividend of counts is cast.
      expect(text.match(/\b(?:count|count_if)\([^()]*\)\s*\//g)).toBeNull();
      if (QUERIES.includes(query)) expect(text).toMatch(/\nORDER BY /);
    });
  },
);
