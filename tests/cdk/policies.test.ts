/** What each function may do, whole: a right that is not listed here fails a test, and so does one that is missing. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';

import { AssessmentStack } from '../../cdk/lib/assessment-stack.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}
interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

let resources: Readonly<Record<string, Resource>>;

beforeAll(() => {
  const stack = new AssessmentStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Osteon');
  resources = Template.fromStack(stack).toJSON().Resources as Record<string, Resource>;
});

/** Logical ids end in eight digits of a hash that name nothing. */
function plain(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

/** A reference as text: `Key.Arn`, `Bucket.Arn/studies/*`. */
function named(value: unknown): string {
  if (typeof value === 'string') return value;
  const record = value as Readonly<Record<string, unknown>>;
  if ('Ref' in record) return plain(String(record.Ref));
  if ('Fn::GetAtt' in record) {
    const [id, attribute] = record['Fn::GetAtt'] as [string, string];
    return `${plain(id)}.${attribute}`;
  }
  const [separator, parts] = record['Fn::Join'] as [string, unknown[]];
  return parts.map(named).join(separator);
}

function listed(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(named);
}

/** One line a statement: "Allow ACTIONS on RESOURCES". */
function statementText({ Effect, Action, Resource: resource, Condition: condition }: Statement): string {
  const where = condition === undefined ? '' : ` if ${JSON.stringify(condition)}`;
  return `${Effect} ${listed(Action).join(', ')} on ${listed(resource).join(', ')}${where}`;
}

function statementsOf(resource: Resource): readonly Statement[] {
  return (resource.Properties.PolicyDocument as { Statement: readonly Statement[] }).Statement;
}

/** Every policy of a role, managed or inline, by the role's logical id. */
function rights(role: string): string[] {
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy' || Type === 'AWS::IAM::Policy')
    .filter(({ Properties }) => listed(Properties.Roles ?? []).includes(role))
    .flatMap((policy) => statementsOf(policy).map(statementText))
    .sort();
}

const reads = (...prefixes: string[]): string =>
  `Allow s3:GetObject on ${prefixes.map((prefix) => `Bucket.Arn/${prefix}/*`).join(', ')}`;
const WRITES = 'Allow s3:PutObject on Bucket.Arn/assessments/*';
const TRACES = 'Allow xray:PutTraceSegments, xray:PutTelemetryRecords on *';
const KEY = 'Allow kms:Decrypt, kms:GenerateDataKey on Key.Arn';
const logs = (state: string): string => `Allow logs:CreateLogStream, logs:PutLogEvents on ${state}Log.Arn`;

test.each<[state: string, rights: string[]]>([
  ['LoadCt', [reads('studies', 'incoming'), WRITES]],
  ['CheckOrder', [reads('studies', 'assessments')]],
  ['SegmentVertebrae', [reads('studies', 'incoming', 'assessments'), WRITES]],
  ['CalibrateDensity', [reads('studies', 'assessments'), WRITES]],
  ['SolveLevel', [reads('assessments'), WRITES]],
  ['AggregateRisk', [reads('studies', 'assessments'), WRITES]],
  ['PublishReport', [reads('studies', 'assessments'), WRITES]],
  [
    'StartAssessment',
    [
      reads('studies'),
      reads('studies').replace('GetObject', 'GetObjectVersion'),
      WRITES.replace('assessments', 'studies'),
      'Allow states:StartExecution on Assessment',
      'Allow states:DescribeExecution on arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:Assessment.Name:*',
      'Allow sqs:SendMessage on UnstartedStudies.Arn',
    ],
  ],
])('%s reads and writes its part of the bucket, its key, log and traces, and nothing else', (state, own) => {
  expect(rights(`${state}Role`)).toEqual([...own, KEY, TRACES, logs(state)].sort());
});

test('the machine invokes the seven functions of its states, writes its log and its traces, and nothing else', () => {
  const invokes = [
    'LoadCt',
    'CheckOrder',
    'SegmentVertebrae',
    'CalibrateDensity',
    'SolveLevel',
    'AggregateRisk',
    'PublishReport',
  ].map((state) => `Allow lambda:InvokeFunction on ${state}Function.Arn, ${state}Function.Arn:*`);
  expect(rights('AssessmentRole')).toEqual(
    [
      ...invokes,
      'Allow logs:CreateLogDelivery, logs:GetLogDelivery, logs:UpdateLogDelivery, logs:DeleteLogDelivery, logs:ListLogDeliveries, logs:PutResourcePolicy, logs:DescribeResourcePolicies, logs:DescribeLogGroups on *',
      'Allow xray:PutTraceSegments, xray:PutTelemetryRecords, xray:GetSamplingRules, xray:GetSamplingTargets on *',
    ].sort(),
  );
});

test('there is no other role, and each is assumed by its service alone', () => {
  const roles = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  const trusts = roles.map(([id, { Properties }]) => {
    const { Statement: statements } = Properties.AssumeRolePolicyDocument as { Statement: Statement[] };
    const who = statements.map(
      ({ Effect, Action, Principal: by }) => `${Effect} ${String(Action)} ${JSON.stringify(by)}`,
    );
    return `${plain(id)}: ${who.join('; ')}`;
  });
  const by = (service: string): string => `Allow sts:AssumeRole {"Service":"${service}.amazonaws.com"}`;
  expect(trusts.sort()).toEqual(
    [
      ...[
        'LoadCt',
        'CheckOrder',
        'SegmentVertebrae',
        'CalibrateDensity',
        'SolveLevel',
        'AggregateRisk',
        'PublishReport',
        'StartAssessment',
      ].map((state) => `${state}Role: ${by('lambda')}`),
      `AssessmentRole: ${by('states')}`,
    ].sort(),
  );
  for (const [, { Properties }] of roles) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(Properties).not.toHaveProperty('Policies');
  }
});

/** Every policy on a bucket, queue or key: one line a statement, with who. */
function resourcePolicy(type: string, property: string, of: (resource: Resource, id: string) => string) {
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => [
        of(resource, id),
        (resource.Properties[property] as { Statement: Statement[] }).Statement.map(
          (statement) => `${JSON.stringify(statement.Principal)} ${statementText(statement)}`,
        ).sort(),
      ]),
  );
}

const NO_PLAIN_HTTP = 'if {"Bool":{"aws:SecureTransport":"false"}}';

test('buckets refuse plain HTTP, and grant nothing but the delivery of access logs', () => {
  const policies = resourcePolicy('AWS::S3::BucketPolicy', 'PolicyDocument', ({ Properties }) =>
    named(Properties.Bucket),
  );
  const secure = (bucket: string): string =>
    `{"AWS":"*"} Deny s3:* on ${bucket}.Arn, ${bucket}.Arn/* ${NO_PLAIN_HTTP}`;
  expect(Object.keys(policies).sort()).toEqual(['AccessLogs', 'Bucket']);
  expect(policies.Bucket).toEqual([secure('Bucket')]);
  expect(policies.AccessLogs).toHaveLength(2);
  expect(policies.AccessLogs![0]).toBe(secure('AccessLogs'));
  expect(policies.AccessLogs![1]).toMatch(
    /^{"Service":"logging.s3.amazonaws.com"} Allow s3:PutObject on AccessLogs.Arn\/studies-and-results\/\* if /,
  );
});

test('the queue takes messages of the rule alone, and refuses plain HTTP', () => {
  const { UnstartedStudies: policy } = resourcePolicy(
    'AWS::SQS::QueuePolicy',
    'PolicyDocument',
    ({ Properties }) => listed(Properties.Queues).join(),
  );
  expect(policy).toHaveLength(2);
  expect(policy![0]).toBe(`{"AWS":"*"} Deny sqs:* on UnstartedStudies.Arn ${NO_PLAIN_HTTP}`);
  expect(policy![1]).toContain(
    '{"Service":"events.amazonaws.com"} Allow sqs:SendMessage on UnstartedStudies.Arn if ',
  );
  expect(policy![1]).toContain('StudyComplete');
});

test('the key is used by the account, by its logs, and for events that wait in the queue', () => {
  const { Key: policy } = resourcePolicy('AWS::KMS::Key', 'KeyPolicy', (_, id) => plain(id));
  const who = policy!.map((line) => line.replace(/ on \*.*$/, ''));
  expect(who).toHaveLength(3);
  expect(who[0]).toMatch(/:root.* Allow kms:\*$/);
  expect(who[2]).toMatch(
    /"logs\.".* Allow kms:Decrypt, kms:Encrypt, kms:ReEncrypt\*, kms:GenerateDataKey\*$/,
  );
  expect(policy![1]).toMatch(
    /^{"Service":"events.amazonaws.com"} Allow kms:Decrypt, kms:GenerateDataKey on \* if .*"aws:SourceAccount"/,
  );
});

test('nobody may delete an object, list a bucket, or do whatever he likes', () => {
  for (const policy of Object.values(resources).filter(({ Type }) => /::(Managed)?Policy$/.test(Type))) {
    for (const { Action } of statementsOf(policy))
      for (const action of listed(Action))
        expect(action).not.toMatch(/^\*$|^s3:(?!GetObject$|GetObjectVersion$|PutObject$)/);
  }
});
