/** What this software calls itself in reports and in every provenance record. */
import manifest from '../../package.json' with { type: 'json' };

export const SOFTWARE = { name: manifest.name, version: manifest.version } as const;

/** The named, versioned set of constants that the assessment was made with. */
export const PARAMETER_SET = 'osteon-default-1';
