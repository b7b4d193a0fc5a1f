/** Which level each value of a label map is: by names first, then as the user says, then by recognition. */
import type { Flag } from '../../../contracts/primitives.ts';
import type { Segmentation } from '../../../contracts/segmentation.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { levelIndex, levelOfValue, type Level } from '../../../contracts/levels.ts';
import type { ConventionId } from '../../../contracts/study.ts';
import { conventionOf, conventions, levelOfName } from './conventions.ts';
import type { Extent } from '../../grid/extents.ts';

import type { LabelSet } from './label-files.ts';
import {
  descends,
  readingOf,
  recogniseConvention,
  unrecognised,
  type Measured,
} from './recognise-convention.ts';

export interface NamedValues {
  readonly levelOfValue: ReadonlyMap<number, Level>;
  readonly convention: ConventionId | null;
  readonly recognisedBy: NonNullable<Segmentation['provider']['recognisedBy']>;
  readonly flags: readonly Flag[];
}

type Statistics = ReadonlyMap<number, Extent>;

/**
 * @param option `--label-convention`, or null
 * @throws StudyRefused LABELS_UNRECOGNISED, LABEL_CONVENTION_AMBIGUOUS, LABEL_CONVENTION_MISMATCH, LABELS_OUT_OF_ORDER
 */
export function nameValues(
  set: LabelSet,
  statistics: Statistics,
  option: string | null,
  measure: (value: number) => Measured,
): NamedValues {
  const named = byNames(set, statistics) ?? byOption(option, statistics) ?? byNumbers(statistics, measure);
  if (option !== null && named.recognisedBy === 'embedded-names') agree(option, named);
  const placed = [...named.levelOfValue]
    .map(([value, level]) => ({ level, centre: statistics.get(value)!.centroid }))
    .sort((a, b) => levelIndex(a.level) - levelIndex(b.level));
  if (placed.length === 0) throw unrecognised(statistics);
  if (!descends(placed)) {
    throw new StudyRefused({
      code: 'LABELS_OUT_OF_ORDER',
      saw: `${placed.map(({ level }) => level).join(' ')} not in craniocaudal order`,
      wanted: 'vertebrae in craniocaudal order: select another convention, or correct a flipped image',
    });
  }
  return named;
}

function byNames({ names, fileLevels }: LabelSet, statistics: Statistics): NamedValues | null {
  if (fileLevels !== null)
    return named(
      present(statistics, (value) => levelOfValue(value) ?? null),
      null,
      'file-names',
    );
  const levels = present(statistics, (value) => levelOfName(names.get(value) ?? ''));
  if (levels.size === 0) return null;
  const same = conventions().find(({ levelOfValue: table }) =>
    [...levels].every(([value, level]) => table.get(value) === level),
  );
  return named(levels, same?.id ?? null, 'embedded-names');
}

function byOption(option: string | null, statistics: Statistics): NamedValues | null {
  if (option === null) return null;
  const convention = conventionOf(option);
  if (convention === undefined || readingOf(convention, statistics) === null)
    throw mismatch(option, [...statistics.keys()].join(' '));
  return named(
    present(statistics, (value) => convention.levelOfValue.get(value) ?? null),
    convention.id,
    'option',
  );
}

function byNumbers(statistics: Statistics, measure: (value: number) => Measured): NamedValues {
  const { convention, doubt } = recogniseConvention(statistics, measure);
  const flags = doubt === null ? [] : [{ code: 'LABEL_S1_OR_L6' as const, message: doubt }];
  const levels = present(statistics, (value) => convention.levelOfValue.get(value) ?? null);
  return { ...named(levels, convention.id, 'detection'), flags };
}

function named(
  levels: ReadonlyMap<number, Level>,
  convention: ConventionId | null,
  recognisedBy: NamedValues['recognisedBy'],
): NamedValues {
  return { levelOfValue: levels, convention, recognisedBy, flags: [] };
}

function present(
  statistics: Statistics,
  levelOf: (value: number) => Level | null,
): ReadonlyMap<number, Level> {
  const pairs = [...statistics.keys()].map((value) => [value, levelOf(value)] as const);
  return new Map(pairs.filter((pair): pair is readonly [number, Level] => pair[1] !== null));
}

/** The option must not contradict the names in the header. */
function agree(option: string, { levelOfValue: levels }: NamedValues): void {
  const table = conventionOf(option)?.levelOfValue;
  for (const [value, level] of levels)
    if (table?.get(value) !== level) throw mismatch(option, `${value}, named ${level} in the header`);
}

function mismatch(option: string, values: string): StudyRefused {
  return new StudyRefused({
    code: 'LABEL_CONVENTION_MISMATCH',
    saw: `label values ${values}`,
    wanted: `values as in ${option}, as specified`,
  });
}
