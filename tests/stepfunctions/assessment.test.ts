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
