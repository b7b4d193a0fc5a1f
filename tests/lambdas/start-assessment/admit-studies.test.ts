/** Which waiting studies start: each upload once, so many at a time, and no site before another because it sent more. */
import { beforeEach, describe, expect, test } from 'vitest';

import { FairQueue } from '../../../bench/fairness/fair-queue.ts';
import { simulate } from '../../../bench/fairness/simulation.ts';
import { assessmentInputFor, executionNameOf } from '../../../lambdas/shared/assessment-start.ts';
import type { QueuedStudy } from '../../../lambdas/shared/queued-study.ts';
import {
  admitStudies,
  type Admission,
  type ExecutionState,
  type WaitingStudy,
} from '../../../lambdas/start-assessment/admit-studies.ts';

const STUDY: QueuedStudy = {
  schema: 'osteon/queued-study/1',
  studyId: '0123456789abcdef',
  marker: {
    key: 'studies/0123456789abcdef/markers/1.json',
    schema: 'osteon/study/1',
    sha256: 'a'.repeat(64),
  },
};
const INPUT = assessmentInputFor(STUDY.marker, STUDY);
const NAME = executionNameOf(INPUT);
const T = 1_000_000;

let executions: Map<string, ExecutionState>;
let started: string[];
let held: number[];
let removed: string[];
let records: Map<string, typeof INPUT>;
let messages: WaitingStudy[];
let asked: number[];
let listed: string[];

beforeEach(() => {
  executions = new Map();
  records = new Map();
  [started, held, removed, messages, asked, listed] = [[], [], [], [], [], []];
});

function message(deliveries = 1, sentAt = T, messageId = 'm1'): WaitingStudy {
  return { messageId, receipt: messageId, deliveries, sentAt, study: STUDY };
}

function admit(changes: Partial<Admission> = {}) {
  return admitStudies({
    executions: {
      running: () => Promise.resolve(listed),
      state: (name) => Promise.resolve(executions.get(name) ?? null),
      start: (name) => {
        started.push(name);
        return Promise.resolve(true);
      },
    },
    queue: {
      receive: (most) => {
        asked.push(most);
        return Promise.resolve(messages.splice(0, most));
      },
      remove: ({ messageId }) => Promise.resolve(void removed.push(messageId)),
      hold: (_, seconds) => Promise.resolve(void held.push(seconds)),
    },
    records: {
      read: ({ messageId }) => Promise.resolve(records.get(messageId) ?? null),
      write: ({ messageId }, input) => Promise.resolve(void records.set(messageId, input)),
    },
    log: { info: () => undefined, warn: () => undefined },
    mostRunning: 5,
    waitSeconds: 0,
    now: () => T + 60_000,
    ...changes,
  });
}

test('a study starts, and its message stays in flight', async () => {
  messages = [message()];
  expect(await admit()).toEqual({ started: 1, running: 0, ended: 0, repeated: 0, failed: 0 });
  expect([started, removed, held]).toEqual([[NAME], [], []]);
});

test('nothing is received where there is no room, and no more than there is room for', async () => {
  listed = ['a', 'b', 'c', 'd', 'e'];
  messages = [message()];
  await admit();
  expect([asked, started]).toEqual([[], []]);
  listed = ['a', 'b'];
  await admit();
  expect(asked).toEqual([3, 2]);
});

describe('a message that comes again', () => {
  test.each([
    ['a minute', 60_000, 300],
    ['an hour', 3_600_000, 3600],
    ['a week', 604_800_000, 21_600],
  ])('is held while its assessment runs, as long as that has run: %s', async (_, ranMs, seconds) => {
    executions.set(NAME, { status: 'running', startedAt: T + 60_000 - ranMs });
    messages = [message(2)];
    expect((await admit()).running).toBe(1);
    expect([started, removed, held]).toEqual([[], [], [seconds]]);
  });

  test.each(['succeeded', 'failed'] as const)('is deleted when its assessment has %s', async (status) => {
    executions.set(NAME, { status, endedAt: T + 50_000 });
    messages = [message(2)];
    expect((await admit()).ended).toBe(1);
    expect([started, removed]).toEqual([[], ['m1']]);
  });

  test('starts what a crash kept from starting', async () => {
    records.set('m1', INPUT);
    messages = [message(2)];
    await admit();
    expect(started).toEqual([NAME]);
  });

  test('asks for what it asked for when it came first: a new version does not start it again', async () => {
    const before = { ...INPUT, assessmentId: 'v0.0.1-before' };
    records.set('m1', before);
    executions.set(executionNameOf(before), { status: 'running', startedAt: T });
    messages = [message(2)];
    await admit();
    expect([started, held]).toEqual([[], [300]]);
  });
});

test.each(['running', 'succeeded'] as const)(
  'a message that repeats what is %s is dropped',
  async (status) => {
    executions.set(NAME, status === 'running' ? { status, startedAt: T } : { status, endedAt: T });
    messages = [message(1, T + 1)];
    expect((await admit()).repeated).toBe(1);
    expect([started, removed]).toEqual([[], ['m1']]);
  },
);

test('what failed is started again where that was asked afterwards, and not where it was asked before', async () => {
  executions.set(NAME, { status: 'failed', endedAt: T });
  messages = [message(1, T - 1, 'before'), message(1, T + 1, 'after')];
  await admit();
  expect([started, removed]).toEqual([[executionNameOf(INPUT, 2)], ['before']]);
});

test('a study that can’t be started does not keep the next from it', async () => {
  messages = [message(1, T, 'm1'), message(1, T, 'm2')];
  let tries = 0;
  const admitted = await admit({
    records: {
      read: () => Promise.resolve(null),
      write: () => (tries++ === 0 ? Promise.reject(new Error('Müller')) : Promise.resolve()),
    },
    log: {
      info: () => undefined,
      warn: (text, fields) => expect(JSON.stringify([text, fields])).not.toContain('Müller'),
    },
  });
  expect(admitted).toMatchObject({ started: 1, failed: 1 });
  expect(removed).toEqual([]);
});

describe('with a queue that is fair as SQS says', () => {
  const ASSESSMENT_SECONDS = 90;

  test('one site’s 5,000 studies do not hold up another’s one', async () => {
    const arrivals = [
      { site: 'a', atSeconds: 0, studies: 5000 },
      { site: 'b', atSeconds: 600, studies: 1 },
    ];
    const scenario = { arrivals, mostRunning: 40, assessmentSeconds: ASSESSMENT_SECONDS, untilStarted: 'b' };
    const fair = await simulate({ ...scenario, fair: true });
    // The next place that is free is b's: places are free every two seconds.
    expect(fair.waits.get('b')![0]).toBeLessThan(ASSESSMENT_SECONDS);
  });

  test('a queue without groups would: the test can fail', async () => {
    const arrivals = [
      { site: 'a', atSeconds: 0, studies: 400 },
      { site: 'b', atSeconds: 300, studies: 1 },
    ];
    const scenario = { arrivals, mostRunning: 10, assessmentSeconds: ASSESSMENT_SECONDS, untilStarted: 'b' };
    const waits = await Promise.all([true, false].map((fair) => simulate({ ...scenario, fair })));
    const [fair, unfair] = waits.map((course) => course.waits.get('b')![0]!);
    expect(fair).toBeLessThan(ASSESSMENT_SECONDS);
    expect(unfair).toBeGreaterThan(20 * ASSESSMENT_SECONDS);
  });

  test('no more run at a time than are allowed, and every study of every site starts once', async () => {
    const { waits, mostAtOnce } = await simulate({
      arrivals: [
        { site: 'a', atSeconds: 0, studies: 150 },
        { site: 'b', atSeconds: 10, studies: 20 },
        { site: 'c', atSeconds: 700, studies: 3 },
      ],
      mostRunning: 8,
      assessmentSeconds: ASSESSMENT_SECONDS,
      fair: true,
    });
    expect([...waits].map(([site, all]) => [site, all.length]).sort()).toEqual([
      ['a', 150],
      ['b', 20],
      ['c', 3],
    ]);
    expect(mostAtOnce).toBe(8);
  });

  test('a thousand events of one upload start one assessment', async () => {
    const { waits } = await simulate({
      arrivals: [{ site: 'a', atSeconds: 0, studies: 1, events: 1000 }],
      mostRunning: 4,
      assessmentSeconds: ASSESSMENT_SECONDS,
      fair: true,
    });
    expect(waits.get('a')).toHaveLength(1);
  });
});

test('the model of the queue gives quiet groups before noisy ones, and the oldest first among equals', () => {
  const queue = new FairQueue<string>({ fair: true, visibilityMs: 1000 });
  for (let n = 0; n < 40; n++) queue.send('a', `a${n}`, n);
  expect(queue.receive(35, 100).map(({ body }) => body)[34]).toBe('a34');
  queue.send('b', 'b0', 101);
  expect(queue.receive(2, 102).map(({ body }) => body)).toEqual(['b0', 'a35']);
});
