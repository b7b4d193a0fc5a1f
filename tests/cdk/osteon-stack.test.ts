/** What the table of steps, the state machine, the folders and the template say of each other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';

import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';
import { API, CAMPAIGN_STEPS, OWN_FUNCTIONS, STEPS, TASK_MARGIN_SECONDS } from '../../cdk/lib/steps.ts';
import { STAGES } from '../../cdk/stages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEFINITION = readFileSync(`${ROOT}stepfunctions/assessment.asl.json`, 'utf8');
const CAMPAIGNS = readFileSync(`${ROOT}stepfunctions/reprocessing.asl.json`, 'utf8');
const ALL = [...STEPS, ...OWN_FUNCTIONS, API];

let template: Template;

beforeAll(() => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  template = Template.fromStack(new OsteonStack(app, 'Osteon', { commit: '7f0a406' }));
});

function kebab(state: string): string {
  return state.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

test('placeholders of the state machine, its substitutions, the steps and the folders of lambdas/ are the same set', () => {
  const all = [...DEFINITION.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);
  // PublishReport and StoreResults have two states each.
  const placeholders = [...new Set(all)].sort();
  const states = STEPS.map(({ state }) => state).sort();
  expect(placeholders).toEqual(states);
  const [machine, campaigns] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const { DefinitionSubstitutions: substitutions } = (
    machine as { Properties: { DefinitionSubstitutions: object } }
  ).Properties;
  expect(Object.keys(substitutions).sort()).toEqual(states);
  const ofCampaigns = new Set([...CAMPAIGNS.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!));
  const { DefinitionSubstitutions: filled } = (
    campaigns as { Properties: { DefinitionSubstitutions: object } }
  ).Properties;
  expect(Object.keys(filled).sort()).toEqual([...ofCampaigns].sort());
  const folders = readdirSync(`${ROOT}lambdas`)
    .filter((name) => existsSync(`${ROOT}lambdas/${name}/handler.ts`))
    .sort();
  expect(ALL.map(({ folder }) => folder).sort()).toEqual(folders);
  for (const { state, folder } of ALL) expect(folder).toBe(kebab(state));
});

test('every function stays within the walls of Lambda', () => {
  for (const { memoryMb, timeoutSeconds } of ALL) {
    expect(memoryMb).toBeLessThanOrEqual(10_240);
    expect(timeoutSeconds).toBeLessThanOrEqual(900);
  }
  template.allResourcesProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
  });
});

test('every function knows the commit that its results name', () => {
  expect(Object.values(template.findResources('AWS::Lambda::Function'))).toHaveLength(ALL.length);
  template.allResourcesProperties('AWS::Lambda::Function', {
    Environment: { Variables: { OSTEON_COMMIT: '7f0a406' } },
  });
});

test('a function is cut off before its Task gives it up: no retry runs beside the call that it replaces', () => {
  const limit = new Map(STEPS.map(({ state, timeoutSeconds }) => [state, timeoutSeconds]));
  const tasks = [...DEFINITION.matchAll(/"Resource": "\$\{(\w+)\}",\s*"TimeoutSeconds": (\d+)/g)];
  // ReportFault is PublishReport's function, StoreFault that of StoreResults.
  expect(tasks).toHaveLength(STEPS.length + 2);
  for (const [, state, seconds] of tasks)
    expect(Number(seconds), state).toBe(limit.get(state!)! + TASK_MARGIN_SECONDS);
  const own = new Map(CAMPAIGN_STEPS.map(({ state, timeoutSeconds }) => [state, timeoutSeconds]));
  const ofCampaigns = [...CAMPAIGNS.matchAll(/"Resource": "\$\{(\w+)\}",\s*"TimeoutSeconds": (\d+)/g)];
  expect(ofCampaigns).toHaveLength(3);
  for (const [, state, seconds] of ofCampaigns)
    expect(Number(seconds), state).toBe(own.get(state!)! + TASK_MARGIN_SECONDS);
});

test('the execution’s own limit is in the definition that is deployed', () => {
  // The file goes to the bucket of assets byte for byte; a property of the construct would be dropped without a word.
  expect((JSON.parse(DEFINITION) as { TimeoutSeconds?: number }).TimeoutSeconds).toBe(7 * 24 * 3600);
});

test.each(Object.keys(STAGES))('the stage %s can be made, and names no account and no Region', (stage) => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new OsteonStack(app, 'Osteon', { parameters: STAGES[stage]! });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/\b\d{12}\b/);
});
