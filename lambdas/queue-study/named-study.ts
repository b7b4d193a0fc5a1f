/** Which study a completion marker speaks for, be the marker valid or not: an invalid one is refused with a report too. */
import { z } from 'zod';

import { siteSchema } from '../../contracts/calibration/registry.ts';
import { studyManifestSchema, type StudyManifest } from '../../contracts/study.ts';
import { sha256 } from '../../spine/host/digest.ts';
import { studyManifestKey } from '../shared/artifacts.ts';

export const MARKER_SCHEMA = 'osteon/study/1';

const ID_OF_KEY = /^studies\/([0-9a-f]{16})\/complete\.json$/;
const ID_DIGITS = 16;
/** Of a marker that a site's own upload did not write: an operator's, or one that is none. */
const NO_SITE = 'direct';
const sentBySchema = z.object({ site: siteSchema });

/**
 * LoadCt reads the marker itself and refuses it: MARKER_INVALID, MARKER_MISPLACED.
 * @param key of the marker; one of another form may hold anything, a name among it, and gives its digest
 */
export function studyNamedBy(
  key: string,
  bytes: Uint8Array,
): Pick<StudyManifest, 'studyId' | 'parameterSet'> {
  const manifest = studyManifestSchema.safeParse(jsonOf(bytes)).data;
  if (manifest !== undefined && key === studyManifestKey(manifest.studyId)) return manifest;
  return { studyId: ID_OF_KEY.exec(key)?.[1] ?? sha256(new TextEncoder().encode(key)).slice(0, ID_DIGITS) };
}

/** The site in whose line a study waits. */
export function siteNamedBy(bytes: Uint8Array): string {
  return sentBySchema.safeParse(jsonOf(bytes)).data?.site ?? NO_SITE;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
