/** Every coefficient of the risk models, from files whose digests are held here. */
import { pinned } from '../../definitions/pinned-parameters.ts';

import qfracture from './parameters/qfracture-2009-2.json' with { type: 'json' };
import referenceFigures from './parameters/reference-figures-1.json' with { type: 'json' };
import tableAnchor from './parameters/table-anchor-2.json' with { type: 'json' };

export const TABLE_ANCHOR = pinned(
  'table-anchor-2.json',
  tableAnchor,
  'd7b4b48fe414c385c6099b5eb19086873b2421b7531ce32111f96fc919f32de4',
);
export const QFRACTURE = pinned(
  'qfracture-2009-2.json',
  qfracture,
  '4e4e2f684acfb0b9c2effb31deb1f7bfd1a533d37706a7dd475d834e581bc9bc',
);
export const REFERENCE_FIGURES = pinned(
  'reference-figures-1.json',
  referenceFigures,
  '77122fe74dd698fd6ac31ba9b325ec5b5352f209dfe95f47c8cc0c9bbc8e6bb2',
);

export type Sex = 'female' | 'male';
/** Outcomes of the table model; QFracture's are other ones. */
export const TABLE_OUTCOMES = ['major-osteoporotic', 'hip'] as const;
export type TableOutcome = (typeof TABLE_OUTCOMES)[number];

/** As a result names what it was made with. */
export function namedParameters({
  value: { id, version },
  sha256,
}: {
  readonly value: { readonly id: string; readonly version: number };
  readonly sha256: string;
}): { id: string; version: number; sha256: string } {
  return { id, version, sha256 };
}
