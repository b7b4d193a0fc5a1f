/** Sites send studies, StartAssessment admits them, assessments take their time: who waits how long? */
import { sha256 } from '../../spine/host/digest.ts';
import {
  admitStudies,
  type Admission,
  type ExecutionState,
  type WaitingStudy,
} from '../../lambdas/start-assessment/admit-studies.ts';
import type { QueuedStudy } from '../../lambdas/shared/queued-study.ts';
import type { AssessmentInput } from '../../contracts/states.ts';

import { FairQueue } from './fair-queue.ts';

export interface Arrival {
  readonly site: string;
  readonly atSeconds: number;
  readonly studies: number;
  /** Times that each is told of. Left out: once. */
  readonly events?: number;
}

export interface Scenario {
  readonly arrivals: readonly Arrival[];
  readonly mostRunning: number;
  /** Of an assessment, s: each takes 0.5 to 1.5 times that. */
  readonly assessmentSeconds: number;
  /** False: a queue without message groups. */
  readonly fair: boolean;
  /** Left out: until nothing is left. */
  readonly untilStarted?: string;
}

export interface Course {
  /** Of each site, how long each study waited for its start, s, in the order of the starts. */
  readonly waits: ReadonlyMap<string, readonly number[]>;
  readonly mostAtOnce: number;
  readonly endSeconds: number;
}

const TICK_SECONDS = 60;
const VISIBILITY_MS = 300_000;
const LONGEST_SECONDS = 48 * 3600;

export async function simulate(scenario: Scenario): Promise<Course> {
  const { arrivals, mostRunning, assessmentSeconds, fair, untilStarted } = scenario;
  let now = 0;
  let seed = 1;
  const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
  const queue = new FairQueue<QueuedStudy>({ fair, visibilityMs: VISIBILITY_MS });
  const siteOf = new Map<string, string>();
  const executions = new Map<string, { readonly startedAt: number; readonly endsAt: number }>();
  const records = new Map<string, AssessmentInput>();
  const waits = new Map<string, number[]>();
  let mostAtOnce = 0;

  const stateOf = (name: string): ExecutionState | null => {
    const found = executions.get(name);
    if (found === undefined) return null;
    return found.endsAt > now
      ? { status: 'running', startedAt: found.startedAt }
      : { status: 'succeeded', endedAt: found.endsAt };
  };
  const runningNames = () => [...executions.keys()].filter((name) => stateOf(name)?.status === 'running');
  const admission: Admission = {
    executions: {
      running: () => Promise.resolve(runningNames()),
      state: (name) => Promise.resolve(stateOf(name)),
      start: (name, { studyId }) => {
        if (executions.has(name)) return Promise.resolve(false);
        executions.set(name, {
          startedAt: now,
          endsAt: now + 1000 * assessmentSeconds * (0.5 + random()),
        });
        mostAtOnce = Math.max(mostAtOnce, runningNames().length);
        const [site, sentAt] = siteOf.get(studyId)!.split(' ') as [string, string];
        waits.set(site, [...(waits.get(site) ?? []), (now - Number(sentAt)) / 1000]);
        return Promise.resolve(true);
      },
    },
    queue: {
      receive: (most) =>
        Promise.resolve(
          queue.receive(most, now).map(({ id, deliveries, sentAt, body }): WaitingStudy => {
            return { messageId: id, receipt: id, deliveries, sentAt, study: body };
          }),
        ),
      remove: ({ receipt }) => {
        queue.remove(receipt, now);
        return Promise.resolve();
      },
      hold: ({ receipt }, seconds) => {
        queue.hold(receipt, 1000 * seconds, now);
        return Promise.resolve();
      },
    },
    records: {
      read: ({ messageId }) => Promise.resolve(records.get(messageId) ?? null),
      write: ({ messageId }, input) => Promise.resolve(void records.set(messageId, input)),
    },
    log: { info: () => undefined, warn: () => undefined },
    mostRunning,
    waitSeconds: 0,
    now: () => now,
  };

  const left = [...arrivals].sort((a, b) => a.atSeconds - b.atSeconds);
  for (let second = 0; second < LONGEST_SECONDS; second++) {
    const before = now;
    now = 1000 * second;
    while (left[0] !== undefined && left[0].atSeconds <= second) {
      const { site, studies, events = 1 } = left.shift()!;
      for (let n = 0; n < studies; n++) {
        const study = queuedStudy(`${site}-${second}-${n}`);
        siteOf.set(study.studyId, `${site} ${now}`);
        for (let event = 0; event < events; event++) queue.send(site, study, now);
      }
    }
    const ended = [...executions.values()].some(({ endsAt }) => endsAt > before && endsAt <= now);
    if (ended || second % TICK_SECONDS === 0) await admitStudies(admission);
    if (untilStarted !== undefined && waits.has(untilStarted)) break;
    if (left.length === 0 && queue.size === 0) break;
  }
  return { waits, mostAtOnce, endSeconds: now / 1000 };
}

function queuedStudy(name: string): QueuedStudy {
  const digest = sha256(new TextEncoder().encode(name));
  const studyId = digest.slice(0, 16);
  return {
    schema: 'osteon/queued-study/1',
    studyId,
    marker: {
      key: `studies/${studyId}/markers/${digest.slice(0, 32)}.json`,
      schema: 'osteon/study/1',
      sha256: digest,
    },
  };
}
