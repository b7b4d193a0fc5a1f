/** Writes the reference table, and its digest where the code pins it. */
import { readFileSync, writeFileSync } from 'node:fs';

import { canonicalSha256 } from '../../spine/definitions/pinned-parameters.ts';
import { INTACT_TABLE_SHA256, type IntactTable } from '../../spine/judge/fractures/reference/intact-table.ts';

const FOLDER = new URL('../../spine/judge/fractures/reference/', import.meta.url);
const TABLE = new URL('intact-table.json', FOLDER);
const CODE = new URL('intact-table.ts', FOLDER);

export function tableJson(table: IntactTable): string {
  return `${JSON.stringify(table, null, 2)}\n`;
}

export function writeTable(table: IntactTable): void {
  writeFileSync(TABLE, tableJson(table));
  writeFileSync(CODE, readFileSync(CODE, 'utf8').replace(INTACT_TABLE_SHA256, canonicalSha256(table)));
}
