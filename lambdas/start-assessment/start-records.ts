/** What each message asked for, beside its study in the object store. */
import { assessmentInputSchema } from '../../contracts/states.ts';
import { studyPrefix, unlessMissing } from '../shared/artifacts.ts';
import { checked, parsedJson } from '../shared/contract.ts';
import type { ObjectStore } from '../shared/object-store.ts';

import type { StartRecords, WaitingStudy } from './admit-studies.ts';

export function startRecords(store: ObjectStore): StartRecords {
  return {
    async read(waiting) {
      const key = keyOf(waiting);
      const bytes = await unlessMissing(store, key);
      return bytes === null ? null : checked(assessmentInputSchema, parsedJson(bytes, key), key);
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
