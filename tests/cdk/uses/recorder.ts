/** What a function does to its stores, against what the table of steps says that it may. */
import type { StepSpec } from '../../../cdk/lib/steps.ts';
import type { ListedStore, ObjectStore } from '../../../lambdas/shared/object-store.ts';
import type { UploadStore } from '../../../lambdas/shared/upload-store.ts';

type Use = 'reads' | 'writes' | 'lists' | 'readsVersions';
const USES: readonly Use[] = ['reads', 'writes', 'lists', 'readsVersions'];

/** Keys by use; of lists the prefixes. */
export type Used = Readonly<Record<Use, Set<string>>>;

export function nothingUsed(): Used {
  return { reads: new Set(), writes: new Set(), lists: new Set(), readsVersions: new Set() };
}

export function recording(store: ObjectStore, used: Used): ObjectStore {
  return {
    get: (key, version) => {
      used[version === undefined ? 'reads' : 'readsVersions'].add(key);
      return store.get(key, version);
    },
    put: (key, body, type) => {
      used.writes.add(key);
      return store.put(key, body, type);
    },
  };
}

export function recordingLists(store: ListedStore, used: Used): ListedStore {
  const listed = (prefix: string): string => {
    used.lists.add(prefix);
    return prefix;
  };
  return {
    ...recording(store, used),
    list: (prefix) => store.list(listed(prefix)),
    listed: (prefix) => store.listed(listed(prefix)),
  };
}

/** Links are signed with the function's own rights, a digest may be read from the object, and what is there is asked by a list. */
export function recordingUploads(uploads: UploadStore, used: Used): UploadStore {
  const noted = (use: Use, key: string): string => {
    used[use].add(key);
    return key;
  };
  return {
    target: (wanted) => uploads.target({ ...wanted, key: noted('writes', wanted.key) }),
    list: (prefix, after, limit) => uploads.list(noted('lists', prefix), after, limit),
    folders: (prefix) => uploads.folders(noted('lists', prefix)),
    has: (key) => uploads.has(noted('lists', key)),
    digestOf: (key) => uploads.digestOf(noted('reads', key)),
    readLink: (key, type) => uploads.readLink(noted('reads', key), type),
  };
}

export interface Difference {
  /** Done, and not in the table: the deployed function would be denied. */
  readonly outside: readonly string[];
  /** In the table, and never done: a right that nothing needs. */
  readonly unused: readonly string[];
}

export function differenceFrom(step: StepSpec, used: Used): Difference {
  const outside: string[] = [];
  const unused: string[] = [];
  for (const use of USES) {
    const allowed = step[use] ?? [];
    const patterns = allowed.map((prefix) => patternOf(prefix));
    for (const key of used[use])
      if (!patterns.some((pattern) => pattern.test(key))) outside.push(`${use} ${key}`);
    allowed.forEach((prefix, n) => {
      if (![...used[use]].some((key) => patterns[n]!.test(key))) unused.push(`${use} ${prefix}`);
    });
  }
  return { outside, unused };
}

/** As IAM reads it: a star stands for any characters, slashes among them. */
function patternOf(prefix: string): RegExp {
  return new RegExp(`^${prefix.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}
