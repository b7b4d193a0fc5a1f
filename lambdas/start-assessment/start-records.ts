/** What each message asked for, beside its study in the object store. */
import { assessmentInputSchema } from '../../contracts/states.ts';
import { studyPrefix } from '../shared/artifacts.ts';
import { checked, parsedJson } from '../shared/contract.ts';
import { StorageUnusable } from '../shared/errors.ts';
import { ObjectMissing, type ObjectStore } from '../shared/object-store.ts';

import type { StartRecords, WaitingStudy } from './admit-studies.ts';

export function startRecords(store: ObjectStore): StartRecords {
  return {
    async read(waiting) {
      const key = keyOf(waiting);
      try {
        return checked(assessmentInputSchema, parsedJson(await store.get(key), key), key);
      } catch (cause) {
        // No function may list a bucket, so S3 says of an object that is not there that it is denied.
        if (cause instanceof ObjectMissing || cause instanceof StorageUnusable) return null;
        throw cause;
      }
    },
    async write(waiting, input) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(input)}\n`);
      await store.put(keyOf(waiting), bytes, 'application/json');
    },
  };
}

/** Message ids are the queue's own, of hex digits and dashes. */
function keyOf({ messageId, study }: WaitingStudy): string {
  return `${studyPrefix(study.studyId)}starts/${messageId.replaceAll(/[^0-9A-Za-z-]/g, '-')}.json`;
}
