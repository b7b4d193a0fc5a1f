/** Only what both engines run: `aws-local-stepfunctions` ignores some fields without a word. */
import { readFileSync } from 'node:fs';

import languageService from 'amazon-states-language-service';
import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';

const { getLanguageService, TextDocument } = languageService;

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly MaxAttempts: number;
  readonly JitterStrategy?: string;
}

interface State {
  readonly Type: string;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly TimeoutSeconds?: number;
  readonly ItemProcessor?: Machine;
  readonly [field: string]: unknown;
}

interface Machine {
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

const TEXT = readFileSync(new URL('../../stepfunctions/assessment.asl.json', import.meta.url), 'utf8');
const WITH_ARNS = TEXT.replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:$1');
const MACHINE = JSON.parse(WITH_ARNS) as Machine;

const COMMON = [
  'Type',
  'Comment',
  'Next',
  'End',
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  Task: [...COMMON, 'Resource', 'TimeoutSeconds', 'Retry', 'Catch'],
  Map: [...COMMON, 'ItemsPath', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor', 'Retry', 'Catch'],
  Pass: COMMON.filter((field) => field !== 'ResultSelector'),
  Fail: ['Type', 'Comment', 'ErrorPath', 'CausePath'],
};
/** Lambda cuts a function off after 15 minutes. */
const LONGEST_TASK_SECONDS = 900;
/** C1 to L6, T13 among them. */
const MOST_LEVELS = 26;
/** Scheduled, started, failed, and the state entered or retried, of a function's call. */
const EVENTS_A_TRY = 4;
/** The study's fault is not mended by trying again. */
const NEVER_RETRIED = [
  'StudyRefused',
  'LevelRefused',
  'SolveNotConverged',
  'States.ALL',
  'States.TaskFailed',
];

function statesOf(machine: Machine): [string, State][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor === undefined ? [] : statesOf(state.ItemProcessor)),
  ]);
}

const STATES = statesOf(MACHINE);
const TASKS = STATES.filter(([, { Type }]) => Type === 'Task');

test('asl-validator finds nothing', () => {
  expect(aslValidator(structuredClone(MACHINE)).errors).toEqual([]);
});

test('the language service of AWS finds nothing', async () => {
  const document = TextDocument.create('file:///assessment.asl.json', 'asl', 1, WITH_ARNS);
  const service = getLanguageService({});
  expect(await service.doValidation(document, service.parseJSONDocument(document))).toEqual([]);
});

test.each(STATES)('%s uses only fields that both engines run', (_, state) => {
  const allowed = ALLOWED[state.Type] ?? [];
  expect(Object.keys(state).filter((field) => !allowed.includes(field))).toEqual([]);
  if (state.ItemProcessor !== undefined) {
    // The type of the library leaves out ProcessorConfig, which the language has.
    expect((state.ItemProcessor as unknown as { ProcessorConfig: unknown }).ProcessorConfig).toEqual({
      Mode: 'INLINE',
    });
  }
});

test.each(TASKS)(
  '%s says its time limit and what it retries, and never retries the fault of a study',
  (_, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    expect(state.TimeoutSeconds).toBeLessThanOrEqual(LONGEST_TASK_SECONDS);
    const retried = (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(retried).toContain('PlatformFault');
    expect(retried.filter((error) => NEVER_RETRIED.includes(error))).toEqual([]);
  },
);

/** A level's own: what the Map may catch. Anything else must fail the study. */
const OF_A_LEVEL = ['LevelRefused', 'SolveNotConverged'];

test('only a refusal of its own is the outcome of a level', () => {
  const inMap = statesOf(MACHINE.States.SolveLevels!.ItemProcessor!);
  for (const [name, { Catch = [] }] of inMap) {
    expect(
      Catch.flatMap(({ ErrorEquals }) => ErrorEquals),
      name,
    ).toEqual(name === 'SolveLevel' ? OF_A_LEVEL : []);
  }
});

/** Of these the fault ends the execution: nothing is left to tell, or a report is published, and a redrive runs the state again. */
const END_AT_ONCE = ['ReportFault', 'StoreResults'];

test('a fault of any state before the report is reported and fails the execution', () => {
  for (const [name, { Type, Catch = [] }] of Object.entries(MACHINE.States)) {
    if (END_AT_ONCE.includes(name) || Type === 'Fail') expect(Catch, name).toEqual([]);
    else if (name !== 'StoreFault') expect(Catch.at(-1), name).toEqual(FAULT);
  }
  const { NotAssessed } = MACHINE.States;
  expect(NotAssessed).toEqual({
    Type: 'Fail',
    ErrorPath: '$.report.fault.code',
    CausePath: '$.report.report.key',
  });
});

test('both outcomes are stored with what the execution has gathered, and which execution it is', () => {
  for (const name of ['StoreResults', 'StoreFault'])
    expect(MACHINE.States[name]!.Parameters, name).toEqual({
      'assessment.$': '$',
      'executionId.$': '$$.Execution.Id',
      'startedAt.$': '$$.Execution.StartTime',
    });
});

test('States.ALL stands alone and last', () => {
  for (const [, { Catch = [], Retry = [] }] of STATES) {
    for (const list of [Catch, Retry]) {
      list.forEach(({ ErrorEquals }, n) => {
        if (ErrorEquals.includes('States.ALL')) expect([ErrorEquals.length, n]).toEqual([1, list.length - 1]);
      });
    }
  }
});

/** Faults as Lambda, Step Functions and our own wrapper name them, told apart by what mends them. */
const TRIED_AGAIN = [
  ['Lambda.TooManyRequestsException'],
  [
    'PlatformFault',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ResourceNotReadyException',
    'Lambda.ResourceConflictException',
    // Of functions in a network of their own.
    'Lambda.EC2ThrottledException',
    'Lambda.EC2UnexpectedException',
    'Lambda.ENILimitReachedException',
    'Lambda.SubnetIPAddressLimitReachedException',
  ],
  ['MemoryExhausted', 'Runtime.ExitError', 'Runtime.OutOfMemory', 'Lambda.Unknown'],
  ['Sandbox.Timedout', 'States.Timeout'],
];
const REFUSED = { ErrorEquals: ['StudyRefused'], ResultPath: '$.failure', Next: 'PublishReport' };
const FAULT = { ErrorEquals: ['States.ALL'], ResultPath: '$.fault', Next: 'ReportFault' };
/** A fault of storing hides no other. */
const NOT_STORED = { ErrorEquals: ['States.ALL'], ResultPath: '$.storing', Next: 'NotAssessed' };
const FUNCTION_OF: Readonly<Record<string, string>> = {
  ReportFault: 'PublishReport',
  StoreFault: 'StoreResults',
};
const KEPT = { ErrorEquals: OF_A_LEVEL, ResultPath: '$.failure', Next: 'KeepRefusedLevel' };

test.each([
  ['LoadCt', '$.ct', [REFUSED, FAULT], 'CheckOrder'],
  ['CheckOrder', '$.order', [REFUSED, FAULT], 'SegmentVertebrae'],
  ['SegmentVertebrae', '$.segmentation', [REFUSED, FAULT], 'CalibrateDensity'],
  ['CalibrateDensity', '$.calibration', [REFUSED, FAULT], 'SolveLevels'],
  ['SolveLevel', undefined, [KEPT], undefined],
  ['AggregateRisk', '$.risk', [REFUSED, FAULT], 'PublishReport'],
  ['PublishReport', '$.report', [FAULT], 'StoreResults'],
  ['StoreResults', '$.rows', undefined, undefined],
  ['ReportFault', '$.report', undefined, 'StoreFault'],
  ['StoreFault', '$.rows', [NOT_STORED], 'NotAssessed'],
])('%s: what it retries and catches, where its result goes, and what comes next', (name, ...wanted) => {
  const state = Object.fromEntries(STATES)[name]!;
  const { ResultPath, Catch, Next, Retry, Resource, End } = state;
  expect([ResultPath, Catch, Next]).toEqual(wanted);
  expect(Retry!.map(({ ErrorEquals }) => ErrorEquals)).toEqual(TRIED_AGAIN);
  const functionName = FUNCTION_OF[name] ?? name;
  expect(Resource).toBe(`arn:aws:lambda:us-east-1:000000000000:function:${functionName}`);
  expect(End).toBe(Next === undefined ? true : undefined);
});

/** The longest that a retrier can wait altogether, s. */
function longestWait({ IntervalSeconds, BackoffRate = 2, MaxDelaySeconds = Infinity, MaxAttempts }: Retrier) {
  let sum = 0;
  for (let n = 0; n < MaxAttempts; n++) sum += Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds);
  return sum;
}

test.each(TASKS)('%s waits at random, for capacity hours, for a service most of an hour', (_, { Retry }) => {
  expect(Retry!.map(({ JitterStrategy }) => JitterStrategy)).toEqual(Retry!.map(() => 'FULL'));
  const [capacity, service, ended, timedOut] = Retry!.map(longestWait);
  expect(capacity).toBeGreaterThan(4 * 3600);
  expect(service).toBeGreaterThan(40 * 60);
  // What ends for its own size ends again: a try or two, and not for long.
  expect(ended).toBeLessThan(60);
  expect(timedOut).toBeLessThan(60);
  expect(Retry!.slice(2).map(({ MaxAttempts }) => MaxAttempts)).toEqual([2, 1]);
});

test('the Map solves every level that was found, ten at a time, and keeps all their results', () => {
  const { ItemsPath, MaxConcurrency, ResultPath, Next, Catch, Retry } = MACHINE.States.SolveLevels!;
  expect([ItemsPath, MaxConcurrency, ResultPath, Next]).toEqual([
    '$.segmentation.levels',
    10,
    '$.levels',
    'AggregateRisk',
  ]);
  expect([Catch, Retry]).toEqual([[FAULT], undefined]);
});

test('a refused level keeps its name and its reason, and ends well', () => {
  expect(MACHINE.States.SolveLevels!.ItemProcessor!.States.KeepRefusedLevel).toMatchObject({
    Parameters: { 'level.$': '$.level', 'failure.$': '$.failure' },
    End: true,
  });
});

test('the execution outlives every state at its limit, retries included: only then each fault has its report', () => {
  const longestOf = ({ Retry = [], TimeoutSeconds = 0 }: State) =>
    Retry.reduce((sum, retrier) => sum + longestWait(retrier), 0) + 20 * TimeoutSeconds;
  const levels = Math.ceil(MOST_LEVELS / 10);
  const longest = TASKS.reduce(
    (sum, [name, state]) => sum + (name === 'SolveLevel' ? levels : 1) * longestOf(state),
    0,
  );
  expect(MACHINE.TimeoutSeconds).toBeGreaterThan(longest);
});

test('an execution of which every try fails stays within the history that Step Functions keeps', () => {
  const attempts = MACHINE.States.SolveLevels!.ItemProcessor!.States.SolveLevel!.Retry!.reduce(
    (sum, { MaxAttempts }) => sum + MaxAttempts + 1,
    0,
  );
  expect(MOST_LEVELS * attempts * EVENTS_A_TRY).toBeLessThan(25_000);
});
