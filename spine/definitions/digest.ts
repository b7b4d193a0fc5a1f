/** One digest of all definitions, or of some: what a result or a table was made with. */
import type { ParameterSetId } from '../../contracts/parameter-set-ids.ts';

import * as calibration from './calibration.ts';
import * as calibrationPhantoms from './calibration-phantoms.ts';
import * as contrast from './contrast.ts';
import * as cutOffs from './cut-offs.ts';
import * as fractures from './fractures.ts';
import * as heights from './heights.ts';
import * as hounsfield from './hounsfield.ts';
import * as intakeLimits from './intake/limits.ts';
import * as kernel from './kernel.ts';
import { parametersOf } from './parameter-sets.ts';
import { canonicalSha256 } from './pinned-parameters.ts';
import * as leanPrior from './priors/lean-prior.ts';
import * as outlinePrior from './priors/outline-prior.ts';
import * as sizePrior from './priors/size-prior.ts';
import * as slopePrior from './priors/slope-prior.ts';
import * as spacingPrior from './priors/spacing-prior.ts';
import * as verdictPrior from './priors/verdict-prior.ts';
import * as trabecularReference from './reference/trabecular-reference.ts';
import * as regions from './regions.ts';
import * as slices from './slices.ts';
import * as supportedLevels from './supported-levels.ts';
import * as surfaces from './surfaces.ts';
import * as thresholds from './thresholds/threshold-tables.ts';

/** Every constant that a file of definitions exports, by file. A new file is added here; a test says so where it is not. */
export const DEFINITIONS = {
  calibration: constantsOf(calibration),
  'calibration-phantoms': constantsOf(calibrationPhantoms),
  contrast: constantsOf(contrast),
  'cut-offs': constantsOf(cutOffs),
  fractures: constantsOf(fractures),
  heights: constantsOf(heights),
  hounsfield: constantsOf(hounsfield),
  'intake/limits': constantsOf(intakeLimits),
  kernel: constantsOf(kernel),
  'priors/lean-prior': constantsOf(leanPrior),
  'priors/outline-prior': constantsOf(outlinePrior),
  'priors/size-prior': constantsOf(sizePrior),
  'priors/slope-prior': constantsOf(slopePrior),
  'priors/spacing-prior': constantsOf(spacingPrior),
  'priors/verdict-prior': constantsOf(verdictPrior),
  'reference/trabecular-reference': constantsOf(trabecularReference),
  regions: constantsOf(regions),
  slices: constantsOf(slices),
  'supported-levels': constantsOf(supportedLevels),
  surfaces: constantsOf(surfaces),
  'thresholds/threshold-tables': constantsOf(thresholds),
} as const;
export type Theme = keyof typeof DEFINITIONS;

/** What the heights of a body rest on: a table of measured heights is stale when it changes. */
export const HEIGHT_THEMES = ['heights', 'surfaces'] as const satisfies readonly Theme[];

/** sha256 of the canonical JSON of some themes, in any order. */
export function definitionsDigest(themes: readonly Theme[]): string {
  return canonicalSha256(Object.fromEntries(themes.map((theme) => [theme, DEFINITIONS[theme]])));
}

/** sha256 of a parameter set and of all definitions: what an assessment was made with, its code apart. */
export function parameterDigest(id: ParameterSetId): string {
  return canonicalSha256({ parameters: parametersOf(id), definitions: DEFINITIONS });
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a module exports but its functions and classes, as JSON has it. */
export function constantsOf(module: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(module)
      .filter(([, value]) => typeof value !== 'function')
      .map(([name, value]) => [name, asJson(value, name)]),
  );
}

/** @throws TypeError for what JSON would lose: a change of it would not be seen */
function asJson(value: unknown, name: string): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map((item, n) => asJson(item, `${name}[${n}]`));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, asJson(item, `${name}.${key}`)]),
    );
  throw new TypeError(
    `definitions: saw ${name} of a kind that JSON loses; wanted numbers, strings, lists and records`,
  );
}
