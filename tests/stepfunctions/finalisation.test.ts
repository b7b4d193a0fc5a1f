/** The machine of revisions: both engines' checkers, and that its states are the assessment's own, but for the first. */
import { readFileSync } from 'node:fs';

import languageService from 'amazon-states-language-service';
import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';

const { getLanguageService, TextDocument } = languageService;
const textOf = (name: string): string =>
  readFileSync(new URL(`../../stepfunctions/${name}.asl.json`, import.meta.url), 'utf8');
const WITH_ARNS = textOf('finalisation').replaceAll(
  /\$\{(\w+)\}/g,
  'arn:aws:lambda:us-east-1:000000000000:function:$1',
);

interface Task {
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly [field: string]: unknown;
}
const statesOf = (name: string) =>
  (JSON.parse(textOf(name)) as { readonly States: Readonly<Record<string, Task>> }).States;

test('asl-validator finds nothing', () => {
  expect(aslValidator(JSON.parse(WITH_ARNS) as Parameters<typeof aslValidator>[0]).errors).toEqual([]);
});

test('the language service of AWS finds nothing', async () => {
  const document = TextDocument.create('file:///finalisation.asl.json', 'asl', 1, WITH_ARNS);
  const service = getLanguageService({});
  expect(await service.doValidation(document, service.parseJSONDocument(document))).toEqual([]);
});

test('states of both machines call the same functions, with the same limits and the same retries', () => {
  const [own, assessment] = [statesOf('finalisation'), statesOf('assessment')];
  expect(Object.keys(own)).toEqual(['ApplyReview', 'AggregateRisk', 'PublishReport', 'StoreResults']);
  for (const [name, state] of Object.entries(own)) {
    const { Type, Resource, TimeoutSeconds, Retry } = state;
    const model = assessment[name === 'ApplyReview' ? 'AggregateRisk' : name]!;
    expect([Type, Retry], name).toEqual([model.Type, model.Retry]);
    if (name !== 'ApplyReview')
      expect([Resource, TimeoutSeconds, state.Parameters], name).toEqual([model.Resource, model.TimeoutSeconds, model.Parameters]); // prettier-ignore
  }
});

test('a review that leaves no level is reported; any fault fails the execution, and the revision before stands', () => {
  const caught = Object.entries(statesOf('finalisation')).flatMap(([name, { Catch = [] }]) =>
    Catch.map(({ ErrorEquals, Next }) => [name, ErrorEquals, Next]),
  );
  expect(caught).toEqual([['AggregateRisk', ['StudyRefused'], 'PublishReport']]);
});
