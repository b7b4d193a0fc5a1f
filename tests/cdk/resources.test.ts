/** What is deployed, whole, as it is written to the template: limits, retention, encryption, logs. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';

import { AssessmentStack } from '../../cdk/lib/assessment-stack.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

let resources: Readonly<Record<string, Resource>>;

beforeAll(() => {
  const stack = new AssessmentStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Osteon');
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  // Logical ids without the hash at their end, which names nothing.
  const json = JSON.parse(text.replaceAll(/"(\w+?)[0-9A-F]{8}"/g, '"$1"')) as {
    Resources: Record<string, Resource>;
  };
  resources = json.Resources;
});

function propertiesOf(type: string): Record<string, Readonly<Record<string, unknown>>> {
  const found = Object.entries(resources).filter(([, { Type }]) => Type === type);
  return Object.fromEntries(found.map(([id, { Properties }]) => [id, Properties]));
}

const ARN = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const PRIVATE = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
const OWNED = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] };
const VERSIONED = { Status: 'Enabled' };

test('studies and results are kept for ever: no rule of the bucket lets a current version expire', () => {
  expect(propertiesOf('AWS::S3::Bucket').Bucket).toEqual({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ARN('Key') },
        },
      ],
    },
    LifecycleConfiguration: {
      Rules: [
        {
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
          NoncurrentVersionExpiration: { NoncurrentDays: 90 },
          Status: 'Enabled',
        },
      ],
    },
    LoggingConfiguration: {
      DestinationBucketName: { Ref: 'AccessLogs' },
      LogFilePrefix: 'studies-and-results/',
    },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    OwnershipControls: OWNED,
    PublicAccessBlockConfiguration: PRIVATE,
    VersioningConfiguration: VERSIONED,
  });
});

test('logs of access are private, and go after 400 days', () => {
  expect(propertiesOf('AWS::S3::Bucket').AccessLogs).toEqual({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    LifecycleConfiguration: {
      Rules: [
        { ExpirationInDays: 400, NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: 'Enabled' },
      ],
    },
    OwnershipControls: OWNED,
    PublicAccessBlockConfiguration: PRIVATE,
    VersioningConfiguration: VERSIONED,
  });
  expect(Object.keys(propertiesOf('AWS::S3::Bucket')).sort()).toEqual(['AccessLogs', 'Bucket']);
});

test('buckets, key and logs outlive the stack', () => {
  const kept = Object.values(resources).filter(({ Type }) =>
    ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup'].includes(Type),
  );
  expect(kept).toHaveLength(2 + 1 + 9);
  for (const { DeletionPolicy } of kept) expect(DeletionPolicy).toBe('Retain');
});

test('the key rotates, and every log is encrypted with it and kept for a year', () => {
  expect(propertiesOf('AWS::KMS::Key').Key).toMatchObject({ EnableKeyRotation: true });
  for (const log of Object.values(propertiesOf('AWS::Logs::LogGroup')))
    expect(log).toEqual({ RetentionInDays: 365, KmsKeyId: ARN('Key') });
});

/** Memory in MB and time in minutes, as they are paid for, and what a handler finds in its environment. */
test.each([
  ['LoadCt', 6144, 10, { OSTEON_CODECS_WASM: '/var/task/dcmjs-native-codecs.wasm' }],
  ['CheckOrder', 512, 1, {}],
  ['SegmentVertebrae', 8192, 14, {}],
  ['CalibrateDensity', 4096, 10, {}],
  ['SolveLevel', 4096, 14, {}],
  ['AggregateRisk', 1024, 5, {}],
  ['PublishReport', 4096, 10, { OSTEON_FONTS: '/var/task' }],
  ['StartAssessment', 512, 1, { OSTEON_STATE_MACHINE_ARN: { Ref: 'Assessment' } }],
] as const)('%s has its memory, time, log, role and environment', (state, memoryMb, minutes, environment) => {
  const own = propertiesOf('AWS::Lambda::Function')[`${state}Function`];
  const deadLetters =
    state === 'StartAssessment' ? { DeadLetterConfig: { TargetArn: ARN('UnstartedStudies') } } : {};
  expect({ ...own, Code: null }).toEqual({
    Architectures: ['arm64'],
    Code: null,
    Description: `osteon ${state}`,
    Environment: {
      Variables: { OSTEON_BUCKET: { Ref: 'Bucket' }, OSTEON_COMMIT: 'unknown', ...environment },
    },
    Handler: 'index.handler',
    LoggingConfig: { LogGroup: { Ref: `${state}Log` } },
    MemorySize: memoryMb,
    Role: ARN(`${state}Role`),
    Runtime: 'nodejs24.x',
    Timeout: 60 * minutes,
    TracingConfig: { Mode: 'Active' },
    ...deadLetters,
  });
});

test('there is no other function', () => {
  expect(Object.keys(propertiesOf('AWS::Lambda::Function'))).toHaveLength(8);
});

test('the machine is traced, and logs every event without its data', () => {
  const { Assessment: machine } = propertiesOf('AWS::StepFunctions::StateMachine');
  expect(machine).toMatchObject({
    TracingConfiguration: { Enabled: true },
    LoggingConfiguration: {
      Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: ARN('AssessmentLog') } }],
      IncludeExecutionData: false,
      Level: 'ALL',
    },
  });
  const substitutions = machine!.DefinitionSubstitutions as Record<string, unknown>;
  for (const [state, arn] of Object.entries(substitutions)) expect(arn).toEqual(ARN(`${state}Function`));
});

test('a completion marker in the bucket, and nothing else, starts an assessment; what fails waits 14 days for a person', () => {
  expect(Object.values(propertiesOf('AWS::Events::Rule'))).toEqual([
    {
      Description: expect.any(String) as string,
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [{ Ref: 'Bucket' }] },
          object: { key: [{ wildcard: 'studies/*/complete.json' }] },
        },
      },
      State: 'ENABLED',
      Targets: [
        {
          Arn: ARN('StartAssessmentFunction'),
          DeadLetterConfig: { Arn: ARN('UnstartedStudies') },
          Id: 'Target0',
          RetryPolicy: { MaximumRetryAttempts: 4 },
        },
      ],
    },
  ]);
  expect(Object.values(propertiesOf('AWS::SQS::Queue'))).toEqual([
    { KmsMasterKeyId: ARN('Key'), MessageRetentionPeriod: 14 * 24 * 60 * 60 },
  ]);
  const allowed = Object.values(propertiesOf('AWS::Lambda::Permission'));
  expect(allowed.map(({ Action, Principal, FunctionName }) => ({ Action, Principal, FunctionName }))).toEqual(
    [
      {
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        FunctionName: ARN('StartAssessmentFunction'),
      },
    ],
  );
});
