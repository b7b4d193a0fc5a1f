/** The machine of campaigns: both engines' checkers, and that nothing in it waits for a person. */
import { readFileSync } from 'node:fs';

import languageService from 'amazon-states-language-service';
import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';

const { getLanguageService, TextDocument } = languageService;
const TEXT = readFileSync(new URL('../../stepfunctions/reprocessing.asl.json', import.meta.url), 'utf8');
const WITH_ARNS = TEXT.replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:$1');

interface State {
  readonly Type: string;
  readonly TimeoutSeconds?: number;
  readonly Resource?: string;
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

const { States: STATES } = JSON.parse(TEXT) as { readonly States: Readonly<Record<string, State>> };

test('asl-validator finds nothing', () => {
  expect(aslValidator(JSON.parse(WITH_ARNS) as Parameters<typeof aslValidator>[0]).errors).toEqual([]);
});

test('the language service of AWS finds nothing', async () => {
  const document = TextDocument.create('file:///reprocessing.asl.json', 'asl', 1, WITH_ARNS);
  const service = getLanguageService({});
  expect(await service.doValidation(document, service.parseJSONDocument(document))).toEqual([]);
});

test('every task has a limit; none waits for a token, and no state waits', () => {
  const all = Object.entries(STATES).flatMap(([name, state]) => [
    [name, state] as const,
    ...Object.entries(state.ItemProcessor?.States ?? {}),
  ]);
  for (const [name, { Type, TimeoutSeconds, Resource = '' }] of all) {
    expect(Type, name).not.toBe('Wait');
    expect(Resource, name).not.toContain('waitForTaskToken');
    if (Type === 'Task') expect(TimeoutSeconds, name).toBeGreaterThan(0);
  }
});

test('a study of a campaign may take as long as any', () => {
  const assessment = JSON.parse(
    readFileSync(new URL('../../stepfunctions/assessment.asl.json', import.meta.url), 'utf8'),
  ) as { readonly TimeoutSeconds: number };
  for (const map of ['AssessCanary', 'AssessRest'])
    for (const { TimeoutSeconds } of Object.values(STATES[map]!.ItemProcessor!.States))
      expect(TimeoutSeconds).toBe(assessment.TimeoutSeconds);
});
