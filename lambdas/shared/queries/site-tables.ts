/**
 * A named query over one site's rows, for an engine that holds all sites': every table that it can name is a part of the
 * statement, which takes that site's partition alone. In SQL a name of WITH stands before a table of the same name, so no
 * parameter, being a literal within the query, can reach further.
 */
import { siteSchema } from '../../../contracts/calibration/registry.ts';
import { TABLES } from '../../../report/rows/tables.ts';

import type { NamedQuery } from './named-query.ts';
import type { SiteStatement } from './query-runs.ts';

const WITH = /^WITH\s+(?!RECURSIVE\b)/i;
const SELECT = /^SELECT\s/i;
const DATABASE = /^[a-z][a-z0-9_]*$/;

/**
 * @param database of the tables, each with a column `site`
 * @param views in an order in which each reads those before it
 * @throws Error where the site or the database is no name, or the query does not begin as one
 */
export function overSite(
  { site, sql }: SiteStatement,
  database: string,
  views: readonly Pick<NamedQuery, 'name' | 'sql'>[],
): string {
  const literal = `'${siteSchema.parse(site)}'`;
  if (!DATABASE.test(database)) throw new Error('the name of the database; required: letters, digits, _');
  const parts = [
    ...Object.keys(TABLES).map(
      (table) => `${table} AS (SELECT * FROM "${database}"."${table}" WHERE site = ${literal})`,
    ),
    ...views.map((view) => `${view.name} AS (\n${view.sql}\n)`),
  ];
  const head = `WITH ${parts.join(',\n')}`;
  if (WITH.test(sql)) return `${head},\n${sql.replace(WITH, '')}`;
  if (SELECT.test(sql)) return `${head}\n${sql}`;
  throw new Error('a statement that begins with neither WITH nor SELECT');
}
