/** What an assessment of a study is called, and what its execution starts from: the same on AWS and on one machine. */
import type { ArtifactRef } from '../../contracts/primitives.ts';
import type { AssessmentInput } from '../../contracts/states.ts';
import type { StudyManifest } from '../../contracts/study.ts';
import { DEFAULT_PARAMETER_SET } from '../../contracts/parameter-set-ids.ts';
import { parameterDigest } from '../../spine/definitions/digest.ts';
import { sha256 } from '../../spine/host/digest.ts';

import type { RevisionKey } from './executions.ts';
import { software } from './version.ts';

/** Hex digits of the manifest's digest in the assessment's id: 48 bits tell apart the uploads of one study. */
const DIGEST_DIGITS = 12;
/** Of the digest of parameters and definitions: it tells apart two changed trees of one commit. */
const PARAMETER_DIGITS = 8;
/** Step Functions takes names up to this long. */
const LONGEST_NAME = 80;

/**
 * The id is made of the software's version and commit, the parameter set, the digest of its parameters and of all
 * definitions, and the manifest's digest: the same upload assessed the same way has the same id, so a repeated event
 * starts nothing twice and a second run writes the same keys; another label map, order, commit or definition gets its own.
 *
 * @param marker the study's completion marker, of which `manifest` is the content.
 */
export function assessmentInputFor(
  marker: ArtifactRef,
  manifest: Pick<StudyManifest, 'studyId' | 'parameterSet'>,
): AssessmentInput {
  const parameterSet = manifest.parameterSet ?? DEFAULT_PARAMETER_SET;
  // An id has no plus sign: it is part of keys.
  const version = software().version.replace('+', '-');
  const parameters = parameterDigest(parameterSet).slice(0, PARAMETER_DIGITS);
  return {
    schema: 'osteon/assessment-input/1',
    studyId: manifest.studyId,
    assessmentId: `v${version}-${parameterSet}-${parameters}-${marker.sha256.slice(0, DIGEST_DIGITS)}`,
    parameterSet,
    study: marker,
  };
}

/** Each revision is made once; what fails is tried again as another attempt. */
export function finalisationNameOf({ studyId, assessmentId, revision }: RevisionKey, attempt = 1): string {
  return executionNameOf({ studyId, assessmentId: `${assessmentId}-r${revision}` }, attempt);
}

/**
 * Unique per state machine for 90 days: Step Functions refuses to run the same name again.
 * @param attempt from 1; a later one follows an execution that failed
 */
export function executionNameOf(
  { studyId, assessmentId }: Pick<AssessmentInput, 'studyId' | 'assessmentId'>,
  attempt = 1,
): string {
  const name = `${studyId}-${assessmentId}`.replaceAll(/[^0-9A-Za-z_-]/g, '-');
  const suffix = attempt === 1 ? '' : `-attempt-${attempt}`;
  const longest = LONGEST_NAME - suffix.length;
  if (name.length <= longest) return `${name}${suffix}`;
  // A long study id must not cut off what tells its assessments apart.
  const digest = sha256(`${studyId}/${assessmentId}`).slice(0, DIGEST_DIGITS);
  return `${name.slice(0, longest - 1 - DIGEST_DIGITS)}-${digest}${suffix}`;
}
