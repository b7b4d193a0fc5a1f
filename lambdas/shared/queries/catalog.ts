/** The named queries and views of `queries/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { namedQuery, type NamedQuery } from './named-query.ts';

export interface Catalogue {
  /** By folder: what they are about. */
  readonly groups: readonly { readonly name: string; readonly queries: readonly NamedQuery[] }[];
  /** Each after those that it reads. */
  readonly views: readonly NamedQuery[];
}

/** Where a bundle has them; left out: where they are in the project. */
const FOLDER_VARIABLE = 'OSTEON_QUERIES';
const VIEWS = 'views';

/** @throws Error where a file is not as it has to be */
export function catalogue(): Catalogue {
  const folder = process.env[FOLDER_VARIABLE] ?? fileURLToPath(new URL('../../../queries/', import.meta.url));
  const groups = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, queries: queriesIn(join(folder, name)) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  return {
    groups: groups.filter(({ name }) => name !== VIEWS),
    views: inOrder(groups.find(({ name }) => name === VIEWS)?.queries ?? []),
  };
}

export function allQueries({ groups }: Catalogue): readonly NamedQuery[] {
  return groups.flatMap(({ queries }) => queries);
}

function queriesIn(folder: string): readonly NamedQuery[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => namedQuery(basename(file, '.sql'), readFileSync(join(folder, file), 'utf8')));
}

function inOrder(views: readonly NamedQuery[]): readonly NamedQuery[] {
  const placed: NamedQuery[] = [];
  while (placed.length < views.length) {
    const next = views.find((view) => !placed.includes(view) && readsNone(view, views, placed));
    if (next === undefined) throw new Error('views that read one another; required: an order');
    placed.push(next);
  }
  return placed;
}

function readsNone(view: NamedQuery, views: readonly NamedQuery[], placed: readonly NamedQuery[]): boolean {
  return views.every(
    (other) => other === view || placed.includes(other) || !new RegExp(`\\b${other.name}\\b`).test(view.sql),
  );
}
