/** Every coefficient of the risk models, from files whose digests are held here. */
import { pinned } from '../../definitions/pinned-parameters.ts';

import qfracture from './parameters/qfracture-2009-1.json' with { type: 'json' };
import referenceFigures from './parameters/reference-figures-1.json' with { type: 'json' };
import tableAnchor from './parameters/table-anchor-1.json' with { type: 'json' };

export const TABLE_ANCHOR = pinned(
  'table-anchor-1.json',
  tableAnchor,
  'eab7c0c56b131123ef24ed1a5c13778be2d8a02301fb67fe35437a28fbcaa9bd',
);
export const QFRACTURE = pinned(
  'qfracture-2009-1.json',
  qfracture,
  '2e5852fd3b7224863a0725f8c45b302cd274351c10b4e1d76fa9ab0060f95a5b',
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
