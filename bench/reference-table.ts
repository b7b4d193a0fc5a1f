/**
 * Makes the reference table of intact bodies from the shared data: `npm run reference-table [-- --write]`.
 *
 * A few minutes. Without `--write` it prints what it would write.
 */
import { scriptArguments } from '../local/command/parsed.ts';
import type { IntactTable } from '../spine/judge/fractures/reference/intact-table.ts';

import { intactTable } from './fractures/intact-table.ts';
import { meanMeshBodies } from './fractures/mean-mesh.ts';
import { realBodies } from './fractures/real-bodies.ts';
import { tableRecord } from './fractures/table-record.ts';
import { tableJson, writeTable } from './fractures/write-table.ts';

const HELP = `Usage: npm run reference-table -- [options]

Makes the reference table of intact bodies from the shared data. A few minutes.

  --write  writes the table and its digest (without, it is printed)
  --help   show this text`;
const { values } = scriptArguments(HELP, { options: { write: { type: 'boolean', default: false } } });
const bodies = [...(await realBodies()), ...meanMeshBodies()];
for (const { person, level, anterior, middle } of bodies)
  console.error(person.padEnd(26), level.padEnd(4), anterior.value.toFixed(3), middle.value.toFixed(3));
const table: IntactTable = tableRecord(intactTable(bodies), bodies);
if (values.write) writeTable(table);
else console.log(tableJson(table));
