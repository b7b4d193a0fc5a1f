/** The tables of stored results. */
import { ASSESSMENT_COLUMNS } from './assessment-columns.ts';
import { rowOf, type Cell, type ColumnType } from './column.ts';
import { LEVEL_COLUMNS } from './level-columns.ts';
import type { AssessmentSource } from './row-source.ts';

export const TABLES = {
  assessments: { title: 'One row a study, assessment and revision', columns: ASSESSMENT_COLUMNS },
  levels: { title: 'One row a level of an assessment', columns: LEVEL_COLUMNS },
} as const;
export type TableName = keyof typeof TABLES;

/** A table's columns without what fills them. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string | null;
  readonly meaning: string;
  readonly since: number;
}

type Row = Readonly<Record<string, Cell>>;

export function rowsOf(source: AssessmentSource): Readonly<Record<TableName, readonly Row[]>> {
  return {
    assessments: [rowOf(ASSESSMENT_COLUMNS, source)],
    levels: source.result.levels.map((level) => rowOf(LEVEL_COLUMNS, { ...source, level })),
  };
}
