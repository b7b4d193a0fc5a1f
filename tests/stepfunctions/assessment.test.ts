/** Only what both engines run: `aws-local-stepfunctions` ignores some fields without a word. */
import { readFileSync } from 'node:fs';

import languageService from 'amazon-states-language-service';
import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';

const { getLanguageService, TextDocument } = languageService;

interface State {
  readonly Type: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
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
  Choice: ['Type', 'Comment', 'Choices', 'Default'],
};
/** Lambda cuts a function off after 15 minutes. */
const LONGEST_TASK_SECONDS = 900;
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

test('every Task but the last one catches what it must: a refused study is reported, a failed level is kept', () => {
  for (const [name, { Catch }] of TASKS) {
    if (name === 'PublishReport') expect(Catch).toBeUndefined();
    else if (name === 'SolveLevel')
      expect(Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: 'KeepFailedLevel' }]);
    else expect(Catch).toMatchObject([{ ErrorEquals: ['StudyRefused'], Next: 'PublishReport' }]);
  }
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

/** The platform's faults, as Lambda and our own wrapper name them. */
const TRIED_AGAIN = [
  {
    ErrorEquals: [
      'PlatformFault',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 4,
    BackoffRate: 2,
  },
];
const TO_THE_REPORT = [{ ErrorEquals: ['StudyRefused'], ResultPath: '$.failure', Next: 'PublishReport' }];
const KEPT = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'KeepFailedLevel' }];

test.each([
  ['LoadCt', 600, '$.ct', TO_THE_REPORT, 'CheckOrder'],
  ['CheckOrder', 60, null, TO_THE_REPORT, 'SegmentVertebrae'],
  ['SegmentVertebrae', 840, '$.segmentation', TO_THE_REPORT, 'CalibrateDensity'],
  ['CalibrateDensity', 600, '$.calibration', TO_THE_REPORT, 'SolveLevels'],
  ['SolveLevel', 840, undefined, KEPT, undefined],
  ['AggregateRisk', 300, '$.risk', TO_THE_REPORT, 'PublishReport'],
  ['PublishReport', 600, '$.report', undefined, undefined],
])(
  '%s: its time, what it retries and catches, where its result goes, and what comes next',
  (name, ...wanted) => {
    const state = Object.fromEntries(STATES)[name]!;
    const { TimeoutSeconds, ResultPath, Catch, Next, Retry, Resource, End } = state;
    expect([TimeoutSeconds, ResultPath, Catch, Next]).toEqual(wanted);
    expect(Retry).toEqual(TRIED_AGAIN);
    expect(Resource).toBe(`arn:aws:lambda:us-east-1:000000000000:function:${name}`);
    expect(End).toBe(Next === undefined ? true : undefined);
  },
);

test('the Map solves every level that was found, ten at a time, and keeps all their results', () => {
  const { ItemsPath, MaxConcurrency, ResultPath, Next, Catch, Retry } = MACHINE.States.SolveLevels!;
  expect([ItemsPath, MaxConcurrency, ResultPath, Next]).toEqual([
    '$.segmentation.levels',
    10,
    '$.levels',
    'AggregateRisk',
  ]);
  expect([Catch, Retry]).toEqual([undefined, undefined]);
});

test('a failed level keeps its name and its reason, and ends well', () => {
  expect(MACHINE.States.SolveLevels!.ItemProcessor!.States.KeepFailedLevel).toMatchObject({
    Parameters: { 'level.$': '$.level', 'failure.$': '$.failure' },
    End: true,
  });
});

test('the execution ends after six hours: longer than every state at its limit, retries included', () => {
  expect(MACHINE.TimeoutSeconds).toBe(6 * 60 * 60);
});
