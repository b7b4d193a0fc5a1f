import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, expect, test } from 'vitest';

import { AssessmentStack } from '../../cdk/lib/assessment-stack.ts';
import { STARTER, STEPS } from '../../cdk/lib/steps.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEFINITION = readFileSync(`${ROOT}stepfunctions/assessment.asl.json`, 'utf8');

let template: Template;

beforeAll(() => {
  // Validations end the synthesis where a check finds something that is not acknowledged.
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': true },
  });
  const stack = new AssessmentStack(app, 'Osteon', { commit: '7f0a406' });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  template = Template.fromStack(stack);
});

function kebab(state: string): string {
  return state.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

test('placeholders of the state machine, its substitutions, the steps and the folders of lambdas/ are the same set', () => {
  const all = [...DEFINITION.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);
  // PublishReport has two states.
  const placeholders = [...new Set(all)].sort();
  const states = STEPS.map(({ state }) => state).sort();
  expect(placeholders).toEqual(states);
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const { DefinitionSubstitutions: substitutions } = (
    machine as { Properties: { DefinitionSubstitutions: object } }
  ).Properties;
  expect(Object.keys(substitutions).sort()).toEqual(states);
  const folders = readdirSync(`${ROOT}lambdas`)
    // The API is no state: its function comes with its own part of the stack.
    .filter((name) => name !== 'shared' && name !== 'api')
    .sort();
  expect([...STEPS, STARTER].map(({ folder }) => folder).sort()).toEqual(folders);
  for (const { state, folder } of [...STEPS, STARTER]) expect(folder).toBe(kebab(state));
});

test('every function stays within the walls of Lambda', () => {
  for (const { memoryMb, timeoutMinutes } of [...STEPS, STARTER]) {
    expect(memoryMb).toBeLessThanOrEqual(10_240);
    expect(timeoutMinutes).toBeLessThanOrEqual(15);
  }
  template.allResourcesProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
  });
});

test('every function knows the commit that its results name', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  expect(functions).toHaveLength(STEPS.length + 1);
  template.allResourcesProperties('AWS::Lambda::Function', {
    Environment: { Variables: { OSTEON_COMMIT: '7f0a406' } },
  });
});

test('a Task ends before its function is cut off', () => {
  const limit = new Map(STEPS.map(({ state, timeoutMinutes }) => [state, 60 * timeoutMinutes]));
  const tasks = [...DEFINITION.matchAll(/"Resource": "\$\{(\w+)\}",\s*"TimeoutSeconds": (\d+)/g)];
  // PublishReport's function has a second state, ReportFault.
  expect(tasks).toHaveLength(STEPS.length + 1);
  for (const [, state, seconds] of tasks) {
    expect(Number(seconds), state).toBeLessThanOrEqual(limit.get(state!)!);
  }
});

test('the bucket is private, encrypted, versioned and speaks to EventBridge', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) }),
      ],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: 'Enabled' },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });
});

test("a study's completion marker starts the machine, and nothing else may start it", () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: Match.objectLike({
      detail: Match.objectLike({ object: { key: [{ wildcard: 'studies/*/complete.json' }] } }),
    }),
  });
  const starters = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).filter((policy) =>
    JSON.stringify(policy).includes('states:StartExecution'),
  );
  expect(starters).toHaveLength(1);
});

test('the log of executions holds no data', () => {
  template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
    LoggingConfiguration: Match.objectLike({ IncludeExecutionData: false }),
  });
});
