/** `--first-level` and `--level-at`: the level of one vertebra, set by the operator. */
import { levelOverrideSchema, type LevelOverride } from '../../contracts/study.ts';

import { CommandLineError } from './errors.ts';

const POINT_FORM = 'X,Y,Z=LEVEL in mm, for example -4.5,12,-310=L3';

/** @throws CommandLineError naming the option that is wrong. */
export function levelOverrideOf(first: string | undefined, at: string | undefined): LevelOverride | null {
  if (first !== undefined && at !== undefined)
    throw new CommandLineError('--first-level and --level-at cannot be combined');
  if (first !== undefined)
    return checked('--first-level', first, { kind: 'first-level', level: named(first) });
  if (at === undefined) return null;
  const [point, level, ...rest] = at.split('=');
  const parts = point!.split(',').map((part) => part.trim());
  const pointMm = parts.map((part) => (part === '' ? NaN : Number(part)));
  if (level === undefined || rest.length > 0 || pointMm.length !== 3 || !pointMm.every(Number.isFinite))
    throw new CommandLineError(`--level-at: found ${at}; required: ${POINT_FORM}`);
  return checked('--level-at', level, { kind: 'level-at', pointMm, level: named(level) });
}

/** The command line's parser takes a value that begins with a minus for an option: such a point is joined to its option. */
export function joinedPoint(args: readonly string[]): string[] {
  return args.flatMap((arg, n) => {
    if (arg === '--level-at' && isNegative(args[n + 1])) return [`${arg}=${args[n + 1]!}`];
    return args[n - 1] === '--level-at' && isNegative(arg) ? [] : [arg];
  });
}

function isNegative(arg: string | undefined): boolean {
  return arg !== undefined && /^-[\d.]/.test(arg);
}

/** Th12 and D12 are T12 in other places. */
function named(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^(TH|D)(?=\d)/, 'T');
}

function checked(option: string, level: string, override: object): LevelOverride {
  const parsed = levelOverrideSchema.safeParse(override);
  if (parsed.success) return parsed.data;
  throw new CommandLineError(`${option}: found ${level}; required: a level from C1 to L6, or T13`);
}
