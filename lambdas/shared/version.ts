/** What this software calls itself in reports and in every provenance record. */
import manifest from '../../package.json' with { type: 'json' };

export const SOFTWARE = { name: manifest.name, version: manifest.version } as const;
