/** A parameter that can't be is refused before anything is made, with what was found and what is required. */
import { fileURLToPath } from 'node:url';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';

import { callsAtATime, placesOf } from '../../cdk/lib/concurrency.ts';
import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';
import { DEFAULTS, parametersFrom, type GivenParameters } from '../../cdk/lib/parameters.ts';

const DEFINITION = fileURLToPath(new URL('../../stepfunctions/assessment.asl.json', import.meta.url));
/** Places of Lambda in the account, as they are given without asking. */
const ACCOUNT = 1000;

test.each<[GivenParameters, string]>([
  [{ assessmentsAtATime: 0 }, 'parameter assessmentsAtATime: found 0; required: a whole number from 1'],
  [{ assessmentsAtATime: 1.5 }, 'found 1.5'],
  [{ accountConcurrency: NaN }, 'parameter accountConcurrency'],
  [{ longestWaitHours: -1 }, 'parameter longestWaitHours'],
  [{ arrivalQuietMinutes: 0 }, 'parameter arrivalQuietMinutes'],
  [{ retention: { arrivals: -1 } }, 'parameter retention.arrivals'],
  [{ retention: { uploads: 0 } }, 'parameter retention.uploads'],
  [
    { retention: { uploads: 7, volumes: 30 } },
    'retention.volumes: found 30 days; required: no more than uploads have, 7',
  ],
  [
    { signedReportsLock: { mode: 'governance', days: 10 }, retention: { signedReports: 5 } },
    'retention.signedReports',
  ],
  [{ signedReportsLock: { mode: 'compliance', days: 10 }, removable: true }, 'parameter removable'],
  [{ network: { cidr: '10.0.0.0/20', zones: 0 } }, 'parameter network.zones'],
  [
    { identity: { kind: 'issuer', issuer: 'http://a', audience: 'b' } },
    'parameter identity.issuer: found http://a',
  ],
  [{ alarmAddress: 'nobody' }, 'parameter alarmAddress'],
])('%j is refused', (given, message) => {
  expect(() => parametersFrom(given)).toThrow(message);
});

test('what is not said is as documented, and nothing said is lost', () => {
  expect(parametersFrom({})).toEqual(DEFAULTS);
  expect(parametersFrom({ retention: { uploads: null } }).retention).toEqual({
    ...DEFAULTS.retention,
    uploads: null,
  });
});

test('a level’s function runs ten times for one assessment, any other once', () => {
  const calls = callsAtATime(DEFINITION);
  expect(calls.get('SolveLevel')).toBe(10);
  expect(calls.get('LoadCt')).toBe(1);
});

test('a Map without a limit is refused', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'osteon-')), 'machine.json');
  writeFileSync(file, JSON.stringify({ States: { Levels: { ItemProcessor: { States: { One: {} } } } } }));
  expect(() => callsAtATime(file)).toThrow('Levels: found no MaxConcurrency');
});

test('all assessments together leave the account what Lambda keeps', () => {
  let all = 0;
  for (const places of placesOf(DEFAULTS, callsAtATime(DEFINITION)).values()) all += places;
  expect(all).toBeLessThanOrEqual(ACCOUNT - 100);
});

test('more assessments than the account has places for end the synthesis', () => {
  const make = (parameters: GivenParameters) => () =>
    new OsteonStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Osteon', { parameters });
  expect(make({ assessmentsAtATime: 100 })).toThrow(
    /^parameter assessmentsAtATime: found 100, which takes 1736 places of Lambda \(.*SolveLevel 1000.*required: at most 900/,
  );
  expect(make({ assessmentsAtATime: 100, accountConcurrency: 2000 })).not.toThrow();
});

test('signed reports are locked where that is asked for, and nothing else is', () => {
  const parameters: GivenParameters = { signedReportsLock: { mode: 'compliance', days: 30 } };
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new OsteonStack(app, 'Osteon', { parameters }));
  const locked = template.findResources('AWS::S3::Bucket', {
    Properties: {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 30, Mode: 'COMPLIANCE' } } },
    },
  });
  expect(Object.keys(locked)).toEqual([expect.stringMatching(/^StorageReports/)]);
});

interface Rule {
  readonly ExpirationInDays?: number;
  readonly Prefix?: string;
}

test('what is kept for ever has no rule that ends it', () => {
  const parameters: GivenParameters = {
    retention: { uploads: null, arrivals: null, volumes: null, results: null, signedReports: null },
  };
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new OsteonStack(app, 'Osteon', { parameters }));
  const ending = Object.entries(template.findResources('AWS::S3::Bucket')).flatMap(([id, { Properties }]) => {
    const { LifecycleConfiguration: lifecycle } = Properties as { LifecycleConfiguration: { Rules: Rule[] } };
    return lifecycle.Rules.filter((rule) => rule.ExpirationInDays !== undefined).map(
      ({ Prefix = '' }) => `${id.replace(/[0-9A-F]{8}$/, '')}/${Prefix}`,
    );
  });
  expect(ending).toEqual(['StorageAccessLogs/', 'StorageStudies/answers/']);
});

test('an alarm has somebody to tell where an address is given', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const parameters = { alarmAddress: 'operator@example.org' };
  Template.fromStack(new OsteonStack(app, 'Osteon', { parameters })).hasResourceProperties(
    'AWS::SNS::Subscription',
    {
      Protocol: 'email',
      Endpoint: 'operator@example.org',
    },
  );
});

test('in a network of their own functions reach the services’ endpoints, and nobody reaches them', () => {
  const parameters: GivenParameters = { network: { cidr: '10.0.0.0/20', zones: 2 } };
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new OsteonStack(app, 'Osteon', { parameters }));
  const [[functions, group]] = Object.entries(
    template.findResources('AWS::EC2::SecurityGroup', {
      Properties: { GroupDescription: 'osteon: functions, which nobody calls by the network' },
    }),
  ) as [[string, { Properties: Record<string, unknown> }]];
  expect(group.Properties).not.toHaveProperty('SecurityGroupIngress');
  const all = Object.keys(template.findResources('AWS::Lambda::Function'));
  // The API's function fetches the keys of an issuer.
  expect(all.filter((name) => name.startsWith('Api'))).toHaveLength(1);
  template.resourcePropertiesCountIs(
    'AWS::Lambda::Function',
    { VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': [functions, 'GroupId'] }] } },
    all.length - 1,
  );
  const services = Object.values(template.findResources('AWS::EC2::VPCEndpoint')).map((endpoint) =>
    /\.(\w+)"/.exec(
      JSON.stringify((endpoint as { Properties: { ServiceName: unknown } }).Properties.ServiceName),
    ),
  );
  expect(services.map((found) => found?.[1]).sort()).toEqual(['kms', 's3', 'sqs', 'states']);
});
