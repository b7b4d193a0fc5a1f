/** Columns of the shared data whose names are known, as the product finds and outlines them. */
import type { Vec3 } from '../../contracts/primitives.ts';
import { levelIndex, LEVELS, type NamedLevel } from '../../contracts/levels.ts';
import { findSpine, factsOf, samplerOf, type SpineSegment } from '../../spine/find/index.ts';
import { distance } from '../../spine/math/vector.ts';
import type { Sampler } from '../../spine/find/work-image.ts';
import { seedOf } from '../../spine/outline/automatic/seeds.ts';
import { outlineBody } from '../../spine/outline/body/outline-body.ts';
import { CASES } from '../evaluate/cases.ts';
import { loadStudy } from '../evaluate/study.ts';

export interface KnownVertebra {
  /** Null in the sacrum. */
  readonly level: NamedLevel | null;
  readonly segment: SpineSegment;
  readonly centre: Vec3;
  readonly diameterMm: number | null;
}

export interface KnownColumn {
  readonly name: string;
  readonly boneHu: number;
  readonly sample: Sampler;
  /** Caudal to cranial. */
  readonly vertebrae: readonly KnownVertebra[];
}

/**
 * One vertebra of each case: its level, and a place within its body (patient LPS, mm). By the case's own reference; where
 * it has none, counted by eye from sacrum, last and first rib. No transitional vertebra is among them.
 */
export const KNOWN: Readonly<Record<string, readonly [NamedLevel, Vec3]>> = {
  verse014: ['L3', [-24, 172, -132]],
  'tptbox-l3': ['L3', [26, 161, -65]],
  'aorta-crop': ['T12', [-5, -107, 567]],
  'lidc-idri-0001': ['T12', [17, 51, -255]],
  'totalsegmentator-example': ['L3', [5, -142, 316]],
  'tcga-de-a4ma': ['L3', [-11, -133, -1144]],
  'lidc-idri-0314': ['T11', [-9, 221, -639]],
};
/** Levels of a usual column from L5 upwards. */
const UPWARDS: readonly NamedLevel[] = LEVELS.filter(
  (level) => level !== 'T13' && level !== 'L6',
).toReversed();

/** @throws Error where no spine is found, or the known place lies far from every vertebra */
export async function knownColumn(name: string): Promise<KnownColumn> {
  const { ct } = await loadStudy(CASES.find((known) => known.name === name)!.ct);
  const spine = findSpine(ct, () => undefined);
  if (spine === null) throw new Error(`${name}: no spine found`);
  const [level, at] = KNOWN[name]!;
  const { segments, boneHu } = spine;
  const anchor = segments.findIndex(({ middle }) => distance(middle.point, at) < 12);
  if (anchor < 0) throw new Error(`${name}: no vertebra within 12 mm of the place known as ${level}`);
  const first = UPWARDS.indexOf(level) - anchor;
  const vertebrae = segments.map((segment, n) => {
    const { centre, diameterMm } = factsOf(segment, outlineBody(ct, seedOf(segment)));
    const known = UPWARDS[first + n];
    const sacral = known === undefined || levelIndex(known) >= levelIndex('sacrum');
    return { level: sacral ? null : known, segment, centre, diameterMm };
  });
  return { name, boneHu, sample: samplerOf(ct), vertebrae };
}
