/** Which threshold tables a study was held against, and which belong to other methods: printed in the report. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import type { ThresholdUse } from '../../../contracts/risk/risk.ts';

import { TABLE_ANCHOR } from '../risk/parameters.ts';

import {
  densityMethod,
  thresholdsFor,
  ThresholdRefused,
  type ThresholdTable,
} from '../../definitions/thresholds/threshold-tables.ts';
import { DENSITY_CUT_OFFS } from '../../definitions/cut-offs.ts';

/** @param strengthMethodId of the newtons of this study */
export function thresholdUses(
  { method }: Pick<Calibration, 'method'>,
  strengthMethodId: string,
): readonly ThresholdUse[] {
  return [
    useOf(DENSITY_CUT_OFFS, densityMethod(method)),
    useOf('virtuost-strength', strengthMethodId),
    useOf('bhof-aace-frax', TABLE_ANCHOR.value.id),
  ];
}

function useOf(tableId: string, methodId: string): ThresholdUse {
  try {
    const { table, label } = thresholdsFor(tableId, methodId, []);
    return label === null
      ? { ...aboutOf(table, methodId), use: 'applied', statement: `Applied.` }
      : { ...aboutOf(table, methodId), use: 'by-label', statement: `Applied as “${label}”.` };
  } catch (cause) {
    if (!(cause instanceof ThresholdRefused)) throw cause;
    const { table } = cause;
    const values = Object.values(table.values).join(' and ');
    return {
      ...aboutOf(table, methodId),
      use: 'refused',
      statement: `Not applied (${values} ${table.unit}): valid for its own method and population only.`,
    };
  }
}

function aboutOf(
  { id, title, methods, population, values, source }: ThresholdTable,
  methodId: string,
): Omit<ThresholdUse, 'use' | 'statement'> {
  return { id, title, methods, methodId, population, values: { ...values }, source };
}
