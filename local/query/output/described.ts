/** Named queries as their users read of them: in the terminal, and in queries/README.md. */
import type { NamedQuery } from '../../../lambdas/shared/queries/named-query.ts';

import { allQueries, type Catalogue } from '../../../lambdas/shared/queries/catalog.ts';

export function describedList(all: Catalogue): string {
  const width = allQueries(all).reduce((most, { name }) => Math.max(most, name.length), 0);
  return all.groups
    .map(
      ({ name, queries }) =>
        `${name}\n${queries.map((query) => `  ${query.name.padEnd(width)}  ${query.question}\n`).join('')}`,
    )
    .join('\n');
}

export function describedQuery({ name, question, parameters, columns, chart }: NamedQuery): string {
  const lines = [
    `${name}: ${question}`,
    '',
    parameters.length === 0 ? 'No parameters' : 'Parameters',
    ...parameters.map((one) => `  ${one.name} (${one.type}, default '${one.byDefault}'): ${one.meaning}`),
    '',
    'Columns',
    ...columns.map((one) => `  ${one.name} (${one.type}): ${one.meaning}`),
    ...(chart === null ? [] : ['', `Chart: ${chart.y} by ${chart.x}`]),
  ];
  return `${lines.join('\n')}\n`;
}

const HEAD = `# Named queries

\`npm run query -- NAME [--param NAME=VALUE ...]\` answers these from an output folder's results; \`npm run query -- --list NAME\` tells a
query's parameters and columns. One file a question, in SQL that DuckDB and Athena (Trino) both run; \`:name\` is a parameter. The head
of a file says what is asked, what it may be given and what it answers. Numbers are of the assessment that counts for each study
(view \`current_results\`). Written by \`npm run schemas\` from the files: change it there.
`;

/** \`queries/README.md\`. */
export function queriesPage(all: Catalogue): string {
  const table = (queries: readonly NamedQuery[], folder: string) =>
    [
      '| query | question | parameters |',
      '| --- | --- | --- |',
      ...queries.map(
        ({ name, question, parameters, chart }) =>
          `| [\`${name}\`](${folder}/${name}.sql) | ${question}${chart === null ? '' : ' (chart)'} | ${parameters.map((one) => `\`${one.name}\``).join(', ')} |`,
      ),
    ].join('\n');
  return [
    HEAD,
    ...all.groups.map(({ name, queries }) => `## ${name}\n\n${table(queries, name)}\n`),
    `## views\n\n${table(all.views, 'views')}\n`,
  ].join('\n');
}
