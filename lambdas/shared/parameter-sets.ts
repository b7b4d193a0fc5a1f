/** The named, versioned sets of constants that an assessment can be made with. A set never changes: a new one is added. */

export interface Parameters {
  /** Edge of a finite element, mm. */
  readonly elementMm: number;
}

export const PARAMETER_SETS = {
  /** Elements of 1 mm, as validated vertebral models use. */
  'osteon-default-1': { elementMm: 1 },
  /** Elements of 0.5 mm: eight times the work, for thin-sliced CT; all else as in the default. */
  'osteon-half-mm-1': { elementMm: 0.5 },
} as const satisfies Readonly<Record<string, Parameters>>;

export type ParameterSetId = keyof typeof PARAMETER_SETS;

export const PARAMETER_SET_IDS = Object.keys(PARAMETER_SETS) as [ParameterSetId, ...ParameterSetId[]];

/** What an upload that names none is assessed with. */
export const DEFAULT_PARAMETER_SET: ParameterSetId = 'osteon-default-1';
