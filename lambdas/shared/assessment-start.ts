/** What an assessment of a study is called, and what its execution starts from: the same on AWS and on one machine. */
import type { ArtifactRef } from '../../contracts/primitives.ts';
import type { AssessmentInput } from '../../contracts/states.ts';
import type { StudyManifest } from '../../contracts/study.ts';
import { DEFAULT_PARAMETER_SET } from '../../contracts/parameter-set-ids.ts';
import { SOFTWARE } from './version.ts';

/** Hex digits of the manifest's digest in the assessment's id: 48 bits tell apart the uploads of one study. */
const DIGEST_DIGITS = 12;

/**
 * The id is made of the software's version, the parameter set and the manifest's digest: the same upload
 * assessed the same way has the same id, so a repeated event starts nothing twice and a second run writes the
 * same keys; another label map, order or version gets its own.
 *
 * @param marker the study's completion marker, of which `manifest` is the content.
 */
export function assessmentInputFor(marker: ArtifactRef, manifest: StudyManifest): AssessmentInput {
  const parameterSet = manifest.parameterSet ?? DEFAULT_PARAMETER_SET;
  return {
    schema: 'osteon/assessment-input/1',
    studyId: manifest.studyId,
    assessmentId: `v${SOFTWARE.version}-${parameterSet}-${marker.sha256.slice(0, DIGEST_DIGITS)}`,
    parameterSet,
    study: marker,
  };
}

/** Unique per state machine for 90 days: Step Functions refuses to run the same name again. */
export function executionNameOf({ studyId, assessmentId }: AssessmentInput): string {
  return `${studyId}-${assessmentId}`.replaceAll(/[^0-9A-Za-z_-]/g, '-');
}
