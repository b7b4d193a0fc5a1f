/**
 * Makes the reference table of intact bodies from the shared data: `npm run reference-table [-- --write]`.
 *
 * A few minutes. Without `--write` it prints what it would write.
 */
import type { IntactTable } from '../spine/judge/fractures/reference/intact-table.ts';

import { intactTable } from './fractures/intact-table.ts';
import { meanMeshBodies } from './fractures/mean-mesh.ts';
import { realBodies } from './fractures/real-bodies.ts';
import { tableRecord } from './fractures/table-record.ts';
import { tableJson, writeTable } from './fractures/write-table.ts';

const bodies = [...(await realBodies()), ...meanMeshBodies()];
for (const { person, level, anterior, middle } of bodies)
  console.error(person.padEnd(26), level.padEnd(4), anterior.value.toFixed(3), middle.value.toFixed(3));
const table: IntactTable = tableRecord(intactTable(bodies), bodies);
if (process.argv.includes('--write')) writeTable(table);
else console.log(tableJson(table));
