/** Names of the parameter sets that an order or an upload can ask for; `spine/definitions/parameter-sets.ts` holds their values. */
export const PARAMETER_SET_IDS = [
  'osteon-default-4',
  'osteon-half-mm-4',
  'osteon-default-3',
  'osteon-half-mm-3',
  'osteon-default-2',
  'osteon-half-mm-2',
  'osteon-default-1',
  'osteon-half-mm-1',
] as const;

export type ParameterSetId = (typeof PARAMETER_SET_IDS)[number];

/** What an upload that names none is assessed with. */
export const DEFAULT_PARAMETER_SET: ParameterSetId = 'osteon-default-4';
