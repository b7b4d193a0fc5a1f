/** Names that are not settled, in words: what they may be, and the option that settles them. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Numbering, SegmentedLevel } from '../../../contracts/segmentation.ts';
import type { NamedLevel } from '../../../contracts/levels.ts';
import { worthTelling } from '../../../contracts/namings.ts';

/** @param levels under their positions, cranial to caudal */
export function unsettledOf(
  { namings = [], anchors }: Numbering,
  levels: readonly SegmentedLevel[],
): NonNullable<Numbering['unsettled']> {
  const place = placeToName(levels, namings[0]!.levels.length);
  const told = worthTelling(namings);
  const options =
    place === null
      ? []
      : told.flatMap(({ levels: names, probability }) => {
          const name = names[place.at]!;
          if (name === 'sacrum') return [];
          const option = `--level-at ${place.pointMm.map((mm) => Math.round(mm) + 0).join(',')}=${name}`;
          return [{ option, position: place.level, names: rangeOf(names), probability }];
        });
  const ways = told.map(
    ({ levels: names, probability }, n) =>
      `${n === 0 ? 'most likely ' : ''}${rangeOf(names)} (${probability.toFixed(2)})`,
  );
  const seen = anchors.length === 0 ? 'no landmark identified' : `landmarks: ${anchors.join(', ')}`;
  return {
    statement: `level names not settled: ${ways.join(' or ')}, ${seen}; bodies are numbered from below, V1 the lowest complete one`,
    advice: adviceOf(options),
    options,
  };
}

function adviceOf(options: NonNullable<Numbering['unsettled']>['options']): string {
  const [first] = options;
  if (first === undefined) return 'Specify the level of one vertebra with --level-at.';
  const ways = options.map(({ option, names }) => `${option} (${names})`);
  return `To settle the names, identify ${first.position} in the spine view and repeat the assessment with ${ways.join(' or ')}, or with its own level.`;
}

interface PlaceToName {
  readonly level: SegmentedLevel['level'];
  readonly pointMm: Vec3;
  /** Among the vertebrae named, from below. */
  readonly at: number;
}

/** The body nearest to the middle of the column, an assessed one first: easily found, and far from both borders. */
function placeToName(levels: readonly SegmentedLevel[], count: number): PlaceToName | null {
  const places = levels.flatMap(({ level, frame, refusal }) => {
    const at = Number(level.slice(1)) - 1;
    if (frame === null || at < 0 || at >= count) return [];
    const off = Math.abs(at - (count - 1) / 2) + (refusal === null ? 0 : count);
    return [{ level, pointMm: frame.origin, at, off }];
  });
  return places.toSorted((a, b) => a.off - b.off)[0] ?? null;
}

/** Most cranial to most caudal. */
function rangeOf(names: readonly NamedLevel[]): string {
  const [last, first] = [names[0]!, names.at(-1)!];
  return first === last ? first : `${first}-${last}`;
}
