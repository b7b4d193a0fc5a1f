/** Levels as an operator says: one vertebra is named, and all others follow from their place beside it. */
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import type { LevelOverride } from '../../../contracts/study.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import {
  ALL_LEVELS,
  LABEL_VALUE,
  LEVELS,
  levelIndex,
  levelOfValue,
  type Level,
} from '../../../contracts/levels.ts';
import { voxelVolume, type Volume } from '../../grid/volume.ts';

import { extentsOf, paste } from '../../grid/extents.ts';
import { takeApart } from '../import/take-apart.ts';
import { relabelled } from './relabelled.ts';
import { vertebraAt } from './vertebra-at.ts';
import type { ProviderResult } from '../provider.ts';
import { isSupported } from '../../definitions/supported-levels.ts';

/** Rarely there: named where they are found, or where the count of vertebrae asks for them. */
const TRANSITIONAL: readonly Level[] = ['T13', 'L6'];
/** Less of a vertebra than this, without a body, is the tip of a process: a T1 has 10 cm3 (design value). mm3 */
const LEAST_VERTEBRA_MM3 = 1000;

/**
 * Renames every vertebra of a provider's result. The sacrum stays the sacrum. Past L5 the next is L6, and nothing comes
 * after it; T13 is there after renaming only where the operator names it, or where nothing changes.
 *
 * @throws StudyRefused LEVEL_OVERRIDE_NO_VERTEBRA where there is none to name, LEVEL_OVERRIDE_IMPOSSIBLE where another
 * vertebra would lie above C1 or below L6, and the codes of `vertebra-at.ts`
 */
export function overrideLevels(result: ProviderResult, override: LevelOverride): ProviderResult {
  const found = foundLevels(result);
  const named =
    override.kind === 'first-level' ? uppermost(result, found) : vertebraAt(result, override.pointMm);
  const renamed = renamedColumn(found, named, override.level);
  const relabel = (map: Volume<Uint8Array>): Volume<Uint8Array> => relabelled(map, renamed);
  const moved = named !== override.level;
  const bodies = moved ? relabel(result.bodies) : result.bodies;
  const vertebrae = moved && result.vertebrae !== null ? relabel(result.vertebrae) : result.vertebrae;
  const levelFlags = new Map<Level, readonly Flag[]>(
    [...result.levelFlags].map(([level, flags]) => [
      renamed.get(level) ?? level,
      flags.filter(({ code }) => !OF_NUMBERING.includes(code)),
    ]),
  );
  if (moved && vertebrae !== null) addBodies(bodies, vertebrae, levelFlags);
  const rename = (level: Level): Level => renamed.get(level) ?? level;
  return {
    ...result,
    bodies,
    vertebrae,
    levelFlags,
    ...(result.surfaces === undefined
      ? {}
      : { surfaces: new Map([...result.surfaces].map(([level, mesh]) => [rename(level), mesh])) }),
    ...(result.osteophytes === undefined || !moved ? {} : { osteophytes: relabel(result.osteophytes) }),
    ...(result.pedicleCuts === undefined
      ? {}
      : { pedicleCuts: new Map([...result.pedicleCuts].map(([level, cuts]) => [rename(level), cuts])) }),
    ...(result.levelRefusals === undefined
      ? {}
      : { levelRefusals: renamedRefusals(result.levelRefusals, renamed) }),
    ...(result.outlineQuality === undefined
      ? {}
      : { outlineQuality: new Map([...result.outlineQuality].map(([level, q]) => [rename(level), q])) }),
    ...(result.numbering === undefined ? {} : { numbering: BY_OPERATOR }),
    studyFlags: [
      ...result.studyFlags.filter(({ code }) => !OF_NUMBERING.includes(code)),
      operatorFlag(renamed, named, override, result.numbering),
    ],
  };
}

/** From this probability on the image's own names are told where the operator's differ. */
const SURE = 0.9;
/** What an operator's word settles. */
const BY_OPERATOR = {
  probability: 1,
  anchors: ['operator'],
  runnerUp: null,
  transitionalProbability: 0,
} as const;
const OF_NUMBERING: readonly FlagCode[] = ['LEVELS_UNCERTAIN', 'TRANSITIONAL_ANATOMY'];

/** Of vertebrae that are there; what lies beyond them has no place to be renamed by. */
function renamedRefusals(
  refusals: ReadonlyMap<Level, Refusal>,
  renamed: ReadonlyMap<Level, Level>,
): ReadonlyMap<Level, Refusal> {
  return new Map(
    [...refusals].flatMap(([level, refusal]) => {
      const name = renamed.get(level);
      return name === undefined ? [] : [[name, refusal] as const];
    }),
  );
}

/** Vertebrae without the sacrum, cranial to caudal. */
function foundLevels({ bodies, vertebrae }: ProviderResult): readonly Level[] {
  const values = new Set([
    ...extentsOf(bodies).keys(),
    ...(vertebrae === null ? [] : extentsOf(vertebrae).keys()),
  ]);
  return [...values]
    .map((value) => levelOfValue(value))
    .filter((level): level is Level => level !== undefined && level !== 'sacrum')
    .sort((a, b) => levelIndex(a) - levelIndex(b));
}

/** Complete or cut by the image's border: what is outlined is drawn, and an operator counts what is drawn. */
function uppermost({ bodies, vertebrae }: ProviderResult, found: readonly Level[]): Level {
  const ofBodies = extentsOf(bodies);
  const ofVertebrae = vertebrae === null ? ofBodies : extentsOf(vertebrae);
  const first = found.find((level) => {
    const value = LABEL_VALUE[level];
    const voxels = ofVertebrae.get(value)?.voxels ?? 0;
    return ofBodies.has(value) || voxels * voxelVolume(bodies.affine) >= LEAST_VERTEBRA_MM3;
  });
  if (first !== undefined) return first;
  throw new StudyRefused({
    code: 'LEVEL_OVERRIDE_NO_VERTEBRA',
    saw: 'no outlined vertebra',
    wanted: 'an outlined vertebra for --first-level',
  });
}

/**
 * Gaps stay gaps: a vertebra that was not found keeps its number.
 * @param found cranial to caudal, names or positions
 * @throws StudyRefused LEVEL_OVERRIDE_IMPOSSIBLE where a vertebra would lie above C1 or below L6
 */
export function renamedColumn(
  found: readonly Level[],
  named: Level,
  level: Level,
): ReadonlyMap<Level, Level> {
  if (named === level) return new Map(found.map((same) => [same, same]));
  const names: readonly Level[] = LEVELS.filter(
    (name) => name !== 'sacrum' && (name !== 'T13' || level === 'T13'),
  );
  const places = placesOf(found);
  const shift = names.indexOf(level) - places.get(named)!;
  return new Map(
    found.map((old, n) => {
      const renamed = names[places.get(old)! + shift];
      if (renamed !== undefined) return [old, renamed] as const;
      const beyond = places.get(old)! + shift < 0 ? 'above C1' : 'below L6';
      throw new StudyRefused({
        code: 'LEVEL_OVERRIDE_IMPOSSIBLE',
        saw: `${named} renamed ${level}, which places vertebra ${n + 1} of ${found.length} (${old}) ${beyond}`,
        wanted: 'a level that keeps all vertebrae between C1 and L6',
      });
    }),
  );
}

/** Steps down from the first found; transitional levels are a step where they are found. */
function placesOf(found: readonly Level[]): ReadonlyMap<Level, number> {
  const column = ALL_LEVELS.filter((level) => !TRANSITIONAL.includes(level) || found.includes(level));
  const first = column.indexOf(found[0]!);
  return new Map(found.map((level) => [level, column.indexOf(level) - first]));
}

/** Providers leave bodies out of levels that are not assessed; those that now are get theirs from the whole vertebra. */
function addBodies(
  bodies: Volume<Uint8Array>,
  vertebrae: Volume<Uint8Array>,
  levelFlags: Map<Level, readonly Flag[]>,
): void {
  const there = extentsOf(bodies);
  const extents = extentsOf(vertebrae);
  for (const value of extents.keys()) {
    const level = levelOfValue(value);
    if (level === undefined || !isSupported(level) || there.has(value)) continue;
    const { body, flags } = takeApart({ labels: vertebrae, bodies: null }, extents, value);
    if (body !== null) paste(body, value, bodies);
    if (flags.length > 0) levelFlags.set(level, [...(levelFlags.get(level) ?? []), ...flags]);
  }
}

function operatorFlag(
  renamed: ReadonlyMap<Level, Level>,
  named: Level,
  override: LevelOverride,
  numbering: ProviderResult['numbering'],
): Flag {
  const where =
    override.kind === 'first-level' ? 'uppermost outlined vertebra' : 'vertebra at the given point';
  const said = `${where} set to ${override.level} by the operator`;
  const [before, after] = [rangeOf([...renamed.keys()]), rangeOf([...renamed.values()])];
  const what =
    named === override.level
      ? `${before} unchanged`
      : `${before} renamed ${after}${againstImage(before, numbering)}`;
  return { code: 'LEVELS_SET_BY_OPERATOR', message: `${said}; ${what}` };
}

/** Who renames what the image names for sure has counted wrong, or knows of a variant: the report says so. */
function againstImage(found: string, numbering: ProviderResult['numbering']): string {
  if (numbering === undefined || numbering.probability < SURE) return '';
  const { probability, anchors } = numbering;
  const seen = anchors.length === 0 ? '' : `; landmarks: ${anchors.join(', ')}`;
  return `, against the image, which shows ${found} (probability ${probability.toFixed(2)}${seen}); verify`;
}

function rangeOf(levels: readonly Level[]): string {
  return levels.length === 1 ? levels[0]! : `${levels[0]!}-${levels.at(-1)!}`;
}
