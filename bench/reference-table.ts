/**
 * Makes the reference table of intact bodies from the shared data: `bench/reference-table.ts [--write]`.
 *
 * A few minutes. Without `--write` it prints what it would write.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { IntactTable } from '../spine/judge/fractures/reference/intact-table.ts';
import { canonicalSha256 } from '../spine/definitions/pinned-parameters.ts';

import { intactTable } from './fractures/intact-table.ts';
import { meanMeshBodies } from './fractures/mean-mesh.ts';
import { realBodies } from './fractures/real-bodies.ts';
import { tableRecord } from './fractures/table-record.ts';

const FILE = fileURLToPath(new URL('../spine/judge/fractures/reference/intact-table.json', import.meta.url));

const bodies = [...(await realBodies()), ...meanMeshBodies()];
for (const { person, level, anterior, middle } of bodies)
  console.error(person.padEnd(26), level.padEnd(4), anterior.value.toFixed(3), middle.value.toFixed(3));
const table: IntactTable = tableRecord(intactTable(bodies), bodies);
const json = `${JSON.stringify(table, null, 2)}\n`;
if (process.argv.includes('--write')) {
  writeFileSync(FILE, json);
  console.error(`digest, for spine/judge/fractures/reference/intact-table.ts: ${canonicalSha256(table)}`);
} else console.log(json);
