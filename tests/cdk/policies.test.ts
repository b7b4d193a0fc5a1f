/** What each function may do, whole: a right that is not listed here fails a test, and so does one that is missing. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';

import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';

import { CAMPAIGN_EXECUTIONS, EXECUTIONS, FUNCTION_RIGHTS, reads } from './function-rights.ts';
import { listed, named, plain, statementText, type Statement } from './statements.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

let resources: Readonly<Record<string, Resource>>;

beforeAll(() => {
  const stack = new OsteonStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Osteon');
  resources = Template.fromStack(stack).toJSON().Resources as Record<string, Resource>;
});

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

const TRACES = 'Allow xray:PutTraceSegments, xray:PutTelemetryRecords on *';
const KEY = 'Allow kms:Decrypt, kms:GenerateDataKey on StorageKey.Arn';
const logs = (path: string): string => `Allow logs:CreateLogStream, logs:PutLogEvents on ${path}Log.Arn`;

const STATES = [
  'LoadCt',
  'CheckOrder',
  'SegmentVertebrae',
  'CalibrateDensity',
  'SolveLevel',
  'AggregateRisk',
  'PublishReport',
  'StoreResults',
];

test.each(FUNCTION_RIGHTS)(
  '%s reads and writes its part of the buckets, its key, log and traces, and nothing else',
  (path, own) => {
    expect(rights(`${path}Role`)).toEqual([...own, KEY, TRACES, logs(path)].sort());
  },
);

const LOG_AND_TRACES =
  'Allow logs:CreateLogDelivery, logs:GetLogDelivery, logs:UpdateLogDelivery, logs:DeleteLogDelivery, logs:ListLogDeliveries, logs:PutResourcePolicy, logs:DescribeResourcePolicies, logs:DescribeLogGroups, xray:PutTraceSegments, xray:PutTelemetryRecords, xray:GetSamplingRules, xray:GetSamplingTargets on *';

test('the machine invokes the eight functions of its states, writes its log and its traces, and nothing else', () => {
  const functions = STATES.map((state) => `Assessment${state}Function.Arn`);
  expect(rights('AssessmentRole')).toEqual([
    `Allow lambda:InvokeFunction on ${functions.join(', ')}`,
    LOG_AND_TRACES,
  ]);
});

test('the machine of campaigns reads its lists, starts and ends assessments and its own items, and nothing else', () => {
  expect(rights('CampaignsRole')).toEqual(
    [
      'Allow lambda:InvokeFunction on CampaignsPlanCampaignFunction.Arn, CampaignsCompareCampaignFunction.Arn',
      reads('campaigns'),
      'Allow kms:Decrypt on StorageKey.Arn',
      'Allow states:StartExecution on AssessmentMachine',
      'Allow states:StartExecution on CampaignsMachine',
      `Allow states:DescribeExecution, states:StopExecution on ${EXECUTIONS}`,
      `Allow states:DescribeExecution, states:StopExecution on ${CAMPAIGN_EXECUTIONS}`,
      'Allow events:PutTargets, events:PutRule, events:DescribeRule on arn:AWS::Partition:events:AWS::Region:AWS::AccountId:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
      LOG_AND_TRACES,
    ].sort(),
  );
});

test('the machine of revisions invokes its function and three of the assessment, and nothing else', () => {
  expect(rights('FinalisationRole')).toEqual([
    'Allow lambda:InvokeFunction on FinalisationApplyReviewFunction.Arn, AssessmentAggregateRiskFunction.Arn, AssessmentPublishReportFunction.Arn, AssessmentStoreResultsFunction.Arn',
    LOG_AND_TRACES,
  ]);
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
      ...STATES.map((state) => `Assessment${state}Role: ${by('lambda')}`),
      ...['QueueStudy', 'StartAssessment'].map((state) => `Start${state}Role: ${by('lambda')}`),
      ...['WatchScanners', 'CollectArrivals'].map((state) => `Watch${state}Role: ${by('lambda')}`),
      ...['PlanCampaign', 'CompareCampaign'].map((state) => `Campaigns${state}Role: ${by('lambda')}`),
      `FinalisationApplyReviewRole: ${by('lambda')}`,
      `FinalisationRole: ${by('states')}`,
      `ApiRole: ${by('lambda')}`,
      `CampaignsRole: ${by('states')}`,
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
  const { StorageAccessLogs: logged, ...others } = policies;
  expect(Object.keys(others).sort()).toEqual(['StorageIncoming', 'StorageReports', 'StorageStudies']);
  // What is signed comes from one function, whatever else the account allows.
  const signed =
    /^\{"AWS":"\*"\} Deny s3:PutObject on StorageReports\.Arn\/\* if \{"ArnNotEquals":\{"aws:PrincipalArn":\{"Fn::GetAtt":\["AssessmentStoreResultsRole[0-9A-F]{8}","Arn"\]\}\}\}$/;
  for (const [bucket, policy] of Object.entries(others)) {
    const more: unknown[] = bucket === 'StorageReports' ? [expect.stringMatching(signed)] : [];
    expect(policy).toEqual([secure(bucket), ...more]);
  }
  const writers = FUNCTION_RIGHTS.filter(([, rights]) =>
    rights.some((right) => right.includes('PutObject') && right.includes('StorageReports')),
  );
  expect(writers.map(([path]) => path)).toEqual(['AssessmentStoreResults']);
  expect(logged).toHaveLength(4);
  expect(logged![0]).toBe(secure('StorageAccessLogs'));
  ['incoming', 'reports', 'studies'].forEach((prefix, n) => {
    const delivery = `{"Service":"logging.s3.amazonaws.com"} Allow s3:PutObject on StorageAccessLogs.Arn/${prefix}/* if `;
    expect(logged![n + 1]!.slice(0, delivery.length)).toBe(delivery);
  });
});

test('queues refuse plain HTTP, and take messages of the rule alone', () => {
  const policies = resourcePolicy('AWS::SQS::QueuePolicy', 'PolicyDocument', ({ Properties }) =>
    listed(Properties.Queues).join(),
  );
  const secure = (queue: string): string => `{"AWS":"*"} Deny sqs:* on ${queue}.Arn ${NO_PLAIN_HTTP}`;
  for (const [queue, policy] of Object.entries(policies)) expect(policy).toContain(secure(queue));
  expect(Object.entries(policies).map(([queue, policy]) => [queue, policy.length])).toEqual([
    ['StartUnreadArrivals', 2],
    ['StartUnstartedStudies', 1],
    ['StartArrivals', 2],
    ['StartWaitingStudies', 1],
  ]);
  for (const queue of ['StartUnreadArrivals', 'StartArrivals']) {
    expect(policies[queue]![1]).toContain('{"Service":"events.amazonaws.com"} Allow sqs:SendMessage');
    expect(policies[queue]![1]).toMatch(/ if .*StudyComplete/);
  }
});

test('the topic of alarms takes those of CloudWatch alone, and refuses plain HTTP', () => {
  const { OperationsAlarms: policy } = resourcePolicy(
    'AWS::SNS::TopicPolicy',
    'PolicyDocument',
    ({ Properties }) => listed(Properties.Topics).join(),
  );
  expect(policy!.map((line) => line.replace(/ on .*/, ''))).toEqual([
    '"*" Deny sns:Publish',
    '{"Service":"cloudwatch.amazonaws.com"} Allow sns:Publish',
  ]);
});

test('the key is used by the account, by its logs, and for what EventBridge and CloudWatch write', () => {
  const { StorageKey: policy } = resourcePolicy('AWS::KMS::Key', 'KeyPolicy', (_, id) => plain(id));
  const ofAccount = 'if {"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}';
  const use = 'Allow kms:Decrypt, kms:GenerateDataKey on *';
  expect(policy).toEqual([
    expect.stringMatching(/:root.* Allow kms:\* on \*$/),
    `{"Service":"cloudwatch.amazonaws.com"} ${use} ${ofAccount}`,
    `{"Service":"events.amazonaws.com"} ${use} ${ofAccount}`,
    expect.stringMatching(
      /"logs\.".* Allow kms:Decrypt, kms:Encrypt, kms:ReEncrypt\*, kms:GenerateDataKey\* on \* if .*"kms:EncryptionContext:aws:logs:arn".*AWS::AccountId/,
    ),
  ]);
});

test('the key of pseudonyms makes codes alone, and no statement but those of the two functions that look patients up lets anybody use it', () => {
  const { StoragePseudonymKey: policy } = resourcePolicy('AWS::KMS::Key', 'KeyPolicy', (_, id) => plain(id));
  expect(policy).toEqual([expect.stringMatching(/:root.* Allow kms:\* on \*$/)]);
  const users = Object.entries(resources).flatMap(([id, resource]) =>
    /::(Managed)?Policy$/.test(resource.Type) &&
    statementsOf(resource).some(({ Resource: on }) => listed(on).includes('StoragePseudonymKey.Arn'))
      ? [plain(id)]
      : [],
  );
  expect(users).toEqual(['AssessmentPublishReportAccess', 'AssessmentStoreResultsAccess']);
});

test('nobody may delete an object or do whatever he likes, and only reports, reviews, the API, the watches, the campaigns and analysts list, below their prefixes', () => {
  for (const policy of Object.values(resources).filter(({ Type }) => /::(Managed)?Policy$/.test(Type))) {
    for (const { Action, Effect } of statementsOf(policy))
      for (const action of Effect === 'Deny' ? [] : listed(Action))
        expect(action).not.toMatch(
          /^\*$|^s3:(?!GetObject$|GetObjectVersion$|PutObject$|PutObjectTagging$|ListBucket$|GetBucketLocation$|AbortMultipartUpload$|ListMultipartUploadParts$)/,
        );
  }
  const listing = Object.entries(resources).flatMap(([id, policy]) =>
    /::(Managed)?Policy$/.test(policy.Type)
      ? statementsOf(policy)
          .filter(({ Action }) => listed(Action).includes('s3:ListBucket'))
          .map(({ Condition: condition }) => [plain(id), condition === undefined])
      : [],
  );
  expect(listing).toEqual([
    ['AssessmentPublishReportAccess', false],
    ['WatchWatchScannersAccess', false],
    ['WatchCollectArrivalsAccess', false],
    ['WatchCollectArrivalsAccess', false],
    ['CampaignsPlanCampaignAccess', false],
    ['CampaignsCompareCampaignAccess', false],
    ['FinalisationApplyReviewAccess', false],
    ['QueriesAnalyst', false],
    ['ApiAccess', false],
    ['ApiAccess', false],
    ['ApiAccess', false],
  ]);
});
