/** Does for one machine what an event of the bucket does on AWS: a study's completion marker is written, and its assessment asked for. */
import type { AssessmentInput } from '../../contracts/states.ts';
import { studyManifestSchema } from '../../contracts/study.ts';
import { pinnedMarkerKey, putJson, studyManifestKey } from '../../lambdas/shared/artifacts.ts';
import { assessmentInputFor } from '../../lambdas/shared/assessment-start.ts';
import { checked, parsedJson } from '../../lambdas/shared/contract.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { sha256 } from '../../spine/host/digest.ts';

const MARKER = /^studies\/[0-9a-f]{16}\/complete\.json$/;

/** @param start is waited for: who wrote the marker is told once the assessment is on record */
export function startingStore(
  store: ListedStore,
  start: (input: AssessmentInput) => Promise<void>,
): ListedStore {
  return {
    get: (key, version) => store.get(key, version),
    list: (prefix) => store.list(prefix),
    listed: (prefix) => store.listed(prefix),
    async put(key, body, contentType) {
      await store.put(key, body, contentType);
      if (!MARKER.test(key)) return;
      const manifest = checked(studyManifestSchema, parsedJson(body, key), key);
      if (key !== studyManifestKey(manifest.studyId))
        throw new Error(`${key} is the marker of another study`);
      // The next order is written over the marker; an assessment reads its own.
      const pinned = pinnedMarkerKey(manifest.studyId, sha256(body));
      await start(assessmentInputFor(await putJson(store, pinned, studyManifestSchema, manifest), manifest));
    },
  };
}
