/** What this software calls itself in reports and in every provenance record. */
import type { Software } from '../../contracts/primitives.ts';
import manifest from '../../package.json' with { type: 'json' };

/** Set by the command that starts the steps, and for the cloud when its template is made. */
export const COMMIT_VARIABLE = 'OSTEON_COMMIT';
/** Semantic versioning's build metadata: what else an environment holds is no commit. */
const BUILD = /^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$/;

/** `0.1.0+7f0a406`, with `.dirty` where files differ from that commit, `0.1.0+unknown` where nobody says which one it is. */
export function software(): Software {
  const commit = process.env[COMMIT_VARIABLE] ?? '';
  return { name: manifest.name, version: `${manifest.version}+${BUILD.test(commit) ? commit : 'unknown'}` };
}
