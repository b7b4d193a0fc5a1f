/** The tables of stored results. */
import { ASSESSMENT_COLUMNS } from './assessment-columns.ts';
import { rowOf, type Cell, type ColumnType } from './column.ts';
import { LEVEL_COLUMNS } from './level-columns.ts';
import type { AssessmentSource } from './row-source.ts';
import { STEP_COLUMNS } from './step-columns.ts';

export const TABLES = {
  assessments: { title: 'One row a study, assessment and revision', columns: ASSESSMENT_COLUMNS },
  levels: { title: 'One row a level of an assessment', columns: LEVEL_COLUMNS },
  steps: {
    title:
      'One row a state of an assessment, a level each where it is solved by levels: the time it took and what that costs. Storing the rows itself is not in it',
    columns: STEP_COLUMNS,
  },
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

export type Row = Readonly<Record<string, Cell>>;

export function rowsOf(source: AssessmentSource): Readonly<Record<TableName, readonly Row[]>> {
  const { steps = [], priceOf } = source.execution ?? {};
  return {
    assessments: [rowOf(ASSESSMENT_COLUMNS, source)],
    levels: source.result.levels.map((level) => rowOf(LEVEL_COLUMNS, { ...source, level })),
    steps: steps.map((step) =>
      rowOf(STEP_COLUMNS, { ...source, step, price: priceOf?.(step.state) ?? null }),
    ),
  };
}
