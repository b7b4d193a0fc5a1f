/** `docs/data-dictionary.md`: every column of the stored results, from the tables that fill them. */
import { ROWS_EDITION, ROWS_SCHEMA } from '../report/rows/column.ts';
import { TABLES } from '../report/rows/tables.ts';

const HEAD = `# Data dictionary

Columns of the tables that every assessment writes at its end, whatever its outcome: Parquet files in
\`results/TABLE/v=${ROWS_SCHEMA}/month=YYYY-MM/site=SITE/\`, month of the study and site being columns too (0000-00 and none where not known).
Names end in their unit; \`_low\` and \`_high\` are the bounds of a 95 % interval. A time is in UTC. A value that is not known is
null. A file may be empty: that of a fault is, once its study has a result. \`since\` is the edition of the tables that has a column
first (now ${ROWS_EDITION}): in files of an edition before it reads as null. Written by \`npm run schemas\` from \`report/rows/\`: change it there.
`;

export function dictionaryPage(): string {
  return [
    HEAD,
    ...Object.entries(TABLES).map(([name, { title, columns }]) => {
      const rows = columns.map(
        (one) => `| \`${one.name}\` | ${one.type} | ${one.unit ?? ''} | ${one.meaning} | ${one.since} |`,
      );
      return [
        `## \`${name}\``,
        '',
        `${title}.`,
        '',
        '| column | type | unit | meaning | since |',
        '| --- | --- | --- | --- | --- |',
        ...rows,
        '',
      ].join('\n');
    }),
  ].join('\n');
}
