/** What a provider found, held against a reference, body by body. */
import { extentsOf, pieceOf, type Extent } from '../../spine/grid/extents.ts';
import { LABEL_VALUE, type Level } from '../../contracts/levels.ts';

import { foundLevel, type Found } from './found.ts';
import { dice, surfaceDistances, type SurfaceDistances } from './metrics.ts';
import {
  identified,
  inOthers,
  inPlaceOf,
  overlapsOf,
  ownerOf,
  shiftOf,
  trueIsReported,
  type Overlaps,
} from './place.ts';
import { centresOf, heightsOf, volumesOf, type Reference, type ReferenceLevel } from './reference.ts';
import type { BodyRow, Comparison, HeightTriple } from './results.ts';

/** A vertebra with its arch has this many times the voxels of its body, and more. */
const LEAST_WHOLE = 1.2;

export function compare(found: Found, reference: Reference): Comparison {
  const { bodies, vertebrae } = found.result;
  const onBodies = overlapsOf(bodies, reference.bodies);
  const onVertebrae = overlapsOf(bodies, reference.vertebrae ?? reference.bodies);
  const wholes =
    vertebrae === null || reference.vertebrae === null ? null : overlapsOf(vertebrae, reference.vertebrae);
  const volumes = volumesOf(bodies);
  const extents = { found: extentsOf(bodies), reference: extentsOf(reference.bodies) };
  const rows = reference.levels.map((level): BodyRow => {
    const name = inPlaceOf(level.level, onBodies);
    return name === null
      ? nothing(level)
      : rowOf({
          level,
          name,
          found,
          reference,
          onBodies,
          onVertebrae,
          wholes,
          volumeMm3: volumes.get(name)!,
          extents,
        });
  });
  const whole = reference.levels.filter(({ truncated }) => !truncated);
  const centres = new Map(whole.map(({ level, centre }) => [level, centre]));
  const owners = [...onVertebrae.found.keys()].map((level) => [level, ownerOf(level, onVertebrae)] as const);
  const shifts = rows.flatMap(({ level, found: name }) => (name === null ? [] : [shiftOf(level, name)]));
  const named = [...new Set(shifts)].sort((a, b) => a - b);
  return {
    rows,
    identified: identified(centres, centresOf(bodies)).length,
    identifiable: whole.length,
    shifts: named,
    trueReported: trueIsReported(named, secondChoice(found)),
    missed: rows.filter((row) => !row.truncated && row.found === null).map(({ level }) => level),
    twice: owners.flatMap(([level, owner]) =>
      owner !== null && owners.some(([other, its]) => other !== level && its === owner) ? [level] : [],
    ),
    extra: reference.complete ? owners.flatMap(([level, owner]) => (owner === null ? [level] : [])) : [],
  };
}

/** Levels from the first choice of names to the second, at the top of the column. */
function secondChoice({ result, assessed }: Found): number | null {
  const [second, top] = [result.numbering?.runnerUp?.first, assessed.levels[0]?.level];
  return second === undefined || top === undefined ? null : shiftOf(top, second);
}

interface RowInput {
  readonly level: ReferenceLevel;
  readonly name: Level;
  readonly found: Found;
  readonly reference: Reference;
  readonly onBodies: Overlaps;
  readonly onVertebrae: Overlaps;
  readonly wholes: Overlaps | null;
  readonly volumeMm3: number;
  readonly extents: Readonly<Record<'found' | 'reference', ReadonlyMap<number, Extent>>>;
}

function rowOf(input: RowInput): BodyRow {
  const { level, name, found, onBodies, onVertebrae, wholes, volumeMm3 } = input;
  const own = level.level;
  const distances = distancesOf(input);
  const segmented = found.assessed.levels.find((other) => other.level === name);
  const assessed = segmented === undefined ? null : foundLevel(segmented);
  const heights = heightsOf(found.input, found.result.bodies, LABEL_VALUE[name], segmented?.frame ?? null);
  return {
    level: own,
    truncated: level.truncated,
    found: name,
    light: assessed?.light ?? null,
    codes: assessed?.codes ?? [],
    dice: diceOf(name, own, onBodies),
    meanSurfaceMm: distances?.meanMm ?? null,
    hd95Mm: distances?.hd95Mm ?? null,
    volumeRatio: volumeMm3 / level.volumeMm3,
    inNeighbourPercent: inOthers(name, own, onVertebrae),
    heightErrorMm: heights === null || level.heights === null ? null : minus(heights, level.heights),
    wholeDice: wholes !== null && hasArch(name, onBodies, wholes) ? diceOf(name, own, wholes) : null,
  };
}

/** Where a provider knows of no arch, its vertebra is its body. */
function hasArch(name: Level, bodies: Overlaps, wholes: Overlaps): boolean {
  return (wholes.found.get(name) ?? 0) >= LEAST_WHOLE * bodies.found.get(name)!;
}

function nothing({ level, truncated }: ReferenceLevel): BodyRow {
  return {
    level,
    truncated,
    found: null,
    light: null,
    codes: [],
    dice: null,
    meanSurfaceMm: null,
    hd95Mm: null,
    volumeRatio: null,
    inNeighbourPercent: null,
    heightErrorMm: null,
    wholeDice: null,
  };
}

function diceOf(found: Level, reference: Level, overlaps: Overlaps): number {
  return dice(
    overlaps.shared(found, reference),
    overlaps.found.get(found)!,
    overlaps.reference.get(reference) ?? 0,
  );
}

/** Both bodies cut out of their maps by one box. */
function distancesOf({ level, name, found, reference, extents }: RowInput): SurfaceDistances | null {
  const a = extents.found.get(LABEL_VALUE[name]);
  const b = extents.reference.get(LABEL_VALUE[level.level]);
  if (a === undefined || b === undefined) return null;
  const box = around(a, b);
  return surfaceDistances(
    pieceOf(found.result.bodies, { ...box, value: a.value }, 1),
    pieceOf(reference.bodies, { ...box, value: b.value }, 1),
  );
}

function around(a: Extent, b: Extent): Extent {
  const pick = (of: (p: number, q: number) => number, side: 'low' | 'high'): [number, number, number] => [
    of(a[side][0], b[side][0]),
    of(a[side][1], b[side][1]),
    of(a[side][2], b[side][2]),
  ];
  return { ...a, low: pick(Math.min, 'low'), high: pick(Math.max, 'high') };
}

function minus(a: HeightTriple, b: HeightTriple): HeightTriple {
  return {
    anterior: a.anterior - b.anterior,
    middle: a.middle - b.middle,
    posterior: a.posterior - b.posterior,
  };
}
