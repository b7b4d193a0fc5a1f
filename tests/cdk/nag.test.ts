/** The gate of every synthesis: no finding without a line for it, no line without a finding, nothing acknowledged at large. */
import { App, Validations, type Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { acknowledgementsFor } from '../../cdk/lib/nag/acknowledgements.ts';
import { findingsBelow, NagGate } from '../../cdk/lib/nag/gate.ts';
import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';
import { Storage } from '../../cdk/lib/storage.ts';
import { STAGES } from '../../cdk/stages.ts';

function stackOf(stage: string): { app: App; stack: OsteonStack } {
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': true },
  });
  return { app, stack: new OsteonStack(app, 'Osteon', { parameters: STAGES[stage]! }) };
}

/** What the gate says of a stack that somebody has changed. */
function foundAfter(change: (stack: Stack) => void): string[] {
  const { app, stack } = stackOf('trial');
  change(stack);
  const { violations } = new NagGate(acknowledgementsFor(stack)).report(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath ?? ''}`),
  );
}

function accessOf(stack: Stack, path: string): ManagedPolicy {
  let node: IConstruct = stack;
  for (const id of path.split('/')) node = node.node.findChild(id);
  if (!(node instanceof ManagedPolicy)) throw new Error(`${path} is no policy`);
  return node;
}

afterEach(() => vi.restoreAllMocks());

describe.each(Object.keys(STAGES))('the stage %s', (stage) => {
  test('has no finding that is not acknowledged, and every acknowledgement is needed', () => {
    const { app, stack } = stackOf(stage);
    expect(new NagGate(acknowledgementsFor(stack)).report(app).violations).toEqual([]);
  });

  test('has reasons that say something, each for one finding of one resource', () => {
    const { stack } = stackOf(stage);
    const all = acknowledgementsFor(stack);
    const keys = all.map(({ finding, resource }) => `${finding} at ${resource}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { reason, resource } of all) {
      expect(reason.length, reason).toBeGreaterThan(40);
      const path = resource.split('/').slice(1);
      expect(path.at(-1)).toBe('Resource');
    }
  });
});

test('a policy with iam:PassRole on * is found, even beside a wildcard of the same resource that is acknowledged', () => {
  const pass = new PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] });
  expect(
    foundAfter((stack) => {
      accessOf(stack, 'Assessment/LoadCt/Access').addStatements(pass);
    }),
  ).toEqual(['AwsSolutions-IAM5[iam:PassRole on *] at Osteon/Assessment/LoadCt/Access/Resource']);
});

test('synthesis ends with it', () => {
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { app, stack } = stackOf('trial');
  Validations.of(app).addPlugins(new NagGate(acknowledgementsFor(stack)));
  const role = new Role(stack, 'Extra', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  new ManagedPolicy(stack, 'ExtraAccess', {
    roles: [role],
    statements: [new PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] })],
  });
  const before = process.exitCode;
  let failed = false;
  try {
    app.synth();
  } catch {
    failed = true;
  }
  failed ||= process.exitCode !== before;
  process.exitCode = before;
  expect(failed).toBe(true);
});

test('the same synthesis without it passes', () => {
  const { app, stack } = stackOf('trial');
  Validations.of(app).addPlugins(new NagGate(acknowledgementsFor(stack)));
  const before = process.exitCode;
  app.synth();
  expect(process.exitCode).toBe(before);
});

test.each([
  ['an action with a wildcard', { actions: ['s3:*'] }, 's3:* on'],
  ['everything but some actions', { notActions: ['iam:CreateUser'] }, '* (NotAction) on'],
])('%s is found', (_, said, text) => {
  const found = foundAfter((stack) => {
    const statement = new PolicyStatement({ ...said, resources: ['arn:aws:s3:::bucket/object'] });
    accessOf(stack, 'Start/QueueStudy/Access').addStatements(statement);
  });
  expect(found.join()).toContain(`AwsSolutions-IAM5[${text} arn:aws:s3:::bucket/object]`);
});

test('another prefix of a bucket is another finding', () => {
  const found = foundAfter((stack) => {
    const storage = stack.node.findChild('Storage');
    if (!(storage instanceof Storage)) throw new Error('no storage');
    const resources = [storage.studies.arnForObjects('*')];
    const statement = new PolicyStatement({ actions: ['s3:GetObject'], resources });
    accessOf(stack, 'Assessment/SolveLevel/Access').addStatements(statement);
  });
  expect(found).toEqual([
    'AwsSolutions-IAM5[s3:GetObject on <StorageStudies.Arn>/*] at Osteon/Assessment/SolveLevel/Access/Resource',
  ]);
});

test('a resource that is not as the packs want it is found: a queue without encryption, TLS and dead letters', () => {
  const found = foundAfter((stack) => {
    new Queue(stack, 'Bare');
  });
  expect(found.filter((text) => text.includes('at Osteon/Bare')).length).toBeGreaterThanOrEqual(2);
});

test('an acknowledgement in the library’s own way lets nothing through: it is itself found', () => {
  const found = foundAfter((stack) => {
    Validations.of(stack).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'because' });
    const pass = new PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] });
    accessOf(stack, 'Assessment/LoadCt/Access').addStatements(pass);
  });
  expect(found).toContain('AwsSolutions-IAM5[iam:PassRole on *] at Osteon/Assessment/LoadCt/Access/Resource');
  expect(found).toContain('acknowledgement at Osteon');
});

test('a line that nothing needs any more is found', () => {
  const { app, stack } = stackOf('trial');
  const stale = { finding: 'AwsSolutions-S1', resource: 'Osteon/Storage/Studies/Resource', reason: 'none' };
  const { violations } = new NagGate([...acknowledgementsFor(stack), stale]).report(app);
  expect(violations.map(({ ruleName, description }) => [ruleName, description])).toEqual([
    ['AwsSolutions-S1', 'acknowledged, and not found any more: remove the line'],
  ]);
});

test('the packs look at every resource: findings stand on resources that are there', () => {
  const { app, stack } = stackOf('trial');
  const paths = new Set(stack.node.findAll().map(({ node }) => node.path));
  const findings = findingsBelow(app);
  expect(findings.length).toBeGreaterThan(50);
  for (const { resource } of findings) expect(paths).toContain(resource);
});
