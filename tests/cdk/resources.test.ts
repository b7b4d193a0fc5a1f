/** What is deployed, whole, as it is written to the template: limits, retention, encryption, logs. */
import { beforeAll, expect, test } from 'vitest';

import { OWN_FUNCTIONS, STEPS } from '../../cdk/lib/steps.ts';

import { ARN, resourcesOf, type Resource } from './resources.ts';

/** The API's among them. */
const FUNCTIONS = STEPS.length + OWN_FUNCTIONS.length + 1;
/** One a function, those of both machines, and of calls of the API. */
const LOGS = FUNCTIONS + 4;

let resources: Readonly<Record<string, Resource>>;

beforeAll(() => {
  resources = resourcesOf({});
});

function propertiesOf(type: string): Record<string, Readonly<Record<string, unknown>>> {
  const found = Object.entries(resources).filter(([, { Type }]) => Type === type);
  return Object.fromEntries(found.map(([id, { Properties }]) => [id, Properties]));
}

const PRIVATE = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
const OWNED = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] };
const VERSIONED = { Status: 'Enabled' };

const OLD = { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: 'Enabled' };
const UNFINISHED = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 }, ...OLD };
const ends = (days: number, where: object = {}) => ({ ExpirationInDays: days, Status: 'Enabled', ...where });

test.each([
  ['StorageIncoming', [UNFINISHED, ends(90), ends(4, { Prefix: 'arrivals/' })], {}],
  [
    'StorageStudies',
    [
      UNFINISHED,
      ends(90, { Prefix: 'studies/' }),
      ends(14, {
        Prefix: 'assessments/',
        TagFilters: [{ Key: 'class', Value: 'volume' }],
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      }),
      ends(7, { Prefix: 'answers/', NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
      ends(3653, { Prefix: 'assessments/' }),
      ends(3653, { Prefix: 'results/' }),
      ends(3653, { Prefix: 'sites/' }),
      ends(3653, { Prefix: 'campaigns/' }),
    ],
    { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  ],
  ['StorageReports', [UNFINISHED, ends(3653)], {}],
])('%s is private, encrypted, versioned, and keeps each class of data for its time', (id, rules, more) => {
  expect(propertiesOf('AWS::S3::Bucket')[id]).toEqual({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ARN('StorageKey') },
        },
      ],
    },
    LifecycleConfiguration: { Rules: rules },
    LoggingConfiguration: {
      DestinationBucketName: { Ref: 'StorageAccessLogs' },
      LogFilePrefix: `${id.replace('Storage', '').toLowerCase()}/`,
    },
    OwnershipControls: OWNED,
    PublicAccessBlockConfiguration: PRIVATE,
    VersioningConfiguration: VERSIONED,
    ...more,
  });
});

test('logs of access are private, and go after 400 days', () => {
  expect(propertiesOf('AWS::S3::Bucket').StorageAccessLogs).toEqual({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    LifecycleConfiguration: { Rules: [{ ExpirationInDays: 400, ...OLD }] },
    OwnershipControls: OWNED,
    PublicAccessBlockConfiguration: PRIVATE,
    VersioningConfiguration: VERSIONED,
  });
  expect(Object.keys(propertiesOf('AWS::S3::Bucket'))).toHaveLength(4);
});

test('buckets, keys and logs outlive the stack, and go with it where it may be removed', () => {
  const policies = (of: Readonly<Record<string, Resource>>) =>
    Object.values(of)
      .filter(({ Type }) => ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup'].includes(Type))
      .map(({ DeletionPolicy }) => DeletionPolicy);
  expect(policies(resources)).toEqual(Array(4 + 2 + LOGS).fill('Retain'));
  expect(policies(resourcesOf({ removable: true }))).toEqual(Array(4 + 2 + LOGS).fill('Delete'));
});

test('the key rotates, and every log is encrypted with it and kept for a year', () => {
  expect(propertiesOf('AWS::KMS::Key').StorageKey).toMatchObject({ EnableKeyRotation: true });
  // With another key a patient would get another pseudonym.
  expect(propertiesOf('AWS::KMS::Key').StoragePseudonymKey).toMatchObject({
    KeySpec: 'HMAC_256',
    KeyUsage: 'GENERATE_VERIFY_MAC',
  });
  for (const log of Object.values(propertiesOf('AWS::Logs::LogGroup')))
    expect(log).toEqual({ RetentionInDays: 365, KmsKeyId: ARN('StorageKey') });
});

/** Of steps that draw a picture. */
const RENDERED = { OSTEON_FONTS: '/var/task', OSTEON_RENDERER: '/var/task' };

/** Memory in MB, time in s and places, as they are paid for, and what a handler finds in its environment. */
test.each([
  ['Assessment', 'LoadCt', 4096, 570, 40, { OSTEON_CODECS_WASM: '/var/task/dcmjs-native-codecs.wasm' }],
  ['Assessment', 'CheckOrder', 512, 30, 40, {}],
  ['Assessment', 'SegmentVertebrae', 4096, 810, 40, RENDERED],
  ['Assessment', 'CalibrateDensity', 4096, 570, 40, RENDERED],
  ['Assessment', 'SolveLevel', 1769, 810, 400, {}],
  ['Assessment', 'AggregateRisk', 1024, 270, 40, {}],
  [
    'Assessment',
    'PublishReport',
    4096,
    570,
    40,
    { OSTEON_FONTS: '/var/task', OSTEON_PSEUDONYM_KEY_ARN: ARN('StoragePseudonymKey') },
  ],
  [
    'Assessment',
    'StoreResults',
    1024,
    90,
    40,
    {
      OSTEON_PSEUDONYM_KEY_ARN: ARN('StoragePseudonymKey'),
      OSTEON_STEP_MEMORY_MB:
        'LoadCt=4096,CheckOrder=512,SegmentVertebrae=4096,CalibrateDensity=4096,SolveLevel=1769,AggregateRisk=1024,PublishReport=4096,StoreResults=1024,ReportFault=4096,StoreFault=1024',
      OSTEON_GB_SECOND_USD: '0.0000133334',
    },
  ],
  ['Start', 'QueueStudy', 512, 30, 5, { OSTEON_WAITING_QUEUE_URL: { Ref: 'StartWaitingStudies' } }],
  [
    'Start',
    'StartAssessment',
    512,
    60,
    1,
    {
      OSTEON_STATE_MACHINE_ARN: { Ref: 'AssessmentMachine' },
      OSTEON_WAITING_QUEUE_URL: { Ref: 'StartWaitingStudies' },
      OSTEON_MOST_ASSESSMENTS: '40',
    },
  ],
  ['Watch', 'WatchScanners', 1024, 900, 1, {}],
  ['Campaigns', 'PlanCampaign', 4096, 870, 2, { OSTEON_CAMPAIGN_STUDIES: '10' }],
  ['Campaigns', 'CompareCampaign', 8192, 870, 1, {}],
  ['Finalisation', 'ApplyReview', 4096, 570, 5, {}],
  ['Watch', 'CollectArrivals', 4096, 900, 1, { OSTEON_QUIET_SECONDS: '600' }],
  [
    '',
    'Api',
    1024,
    29,
    20,
    {
      OSTEON_STATE_MACHINE_ARN: { Ref: 'AssessmentMachine' },
      OSTEON_CAMPAIGN_MACHINE_ARN: { Ref: 'CampaignsMachine' },
      OSTEON_FINALISATION_MACHINE_ARN: { Ref: 'FinalisationMachine' },
      OSTEON_OIDC_ISSUER: expect.anything() as unknown,
      OSTEON_OIDC_AUDIENCE: expect.anything() as unknown,
      OSTEON_ATHENA_WORKGROUP: 'Osteon-api',
      OSTEON_ATHENA_DATABASE: 'osteon_site',
      OSTEON_QUERIES: '/var/task/queries',
    },
  ],
] as const)(
  '%s: %s has its memory, time, places, log, role and environment',
  (part, state, memoryMb, seconds, places, environment) => {
    const own = propertiesOf('AWS::Lambda::Function')[`${part}${state}Function`];
    expect({ ...own, Code: null }).toEqual({
      Architectures: ['arm64'],
      Code: null,
      Description: `osteon ${state}`,
      Environment: {
        Variables: {
          OSTEON_BUCKETS: expect.anything() as unknown,
          OSTEON_COMMIT: 'unknown',
          ...environment,
        },
      },
      Handler: 'index.handler',
      LoggingConfig: { LogGroup: { Ref: `${part}${state}Log` } },
      MemorySize: memoryMb,
      ReservedConcurrentExecutions: places,
      Role: ARN(`${part}${state}Role`),
      Runtime: 'nodejs24.x',
      Timeout: seconds,
      TracingConfig: { Mode: 'Active' },
    });
  },
);

test('a function is told of those buckets that it uses', () => {
  const told = (id: string) =>
    (
      propertiesOf('AWS::Lambda::Function')[id]!.Environment as {
        readonly Variables: { readonly OSTEON_BUCKETS: unknown };
      }
    ).Variables.OSTEON_BUCKETS;
  const studies = { Ref: 'StorageStudies' };
  expect(told('AssessmentSolveLevelFunction')).toEqual({ 'Fn::Join': ['', ['assessments=', studies]] });
  expect(told('AssessmentAggregateRiskFunction')).toEqual({
    'Fn::Join': ['', ['assessments=', studies, ',studies=', studies]],
  });
});

test('there is no other function', () => {
  expect(Object.keys(propertiesOf('AWS::Lambda::Function'))).toHaveLength(FUNCTIONS);
});

test('all machines are traced, and log every event without its data', () => {
  const { AssessmentMachine: machine, ...others } = propertiesOf('AWS::StepFunctions::StateMachine');
  expect(Object.keys(others)).toEqual(['CampaignsMachine', 'FinalisationMachine']);
  for (const [of, log] of [
    [machine, 'AssessmentLog'],
    [others.CampaignsMachine, 'CampaignsLog'],
    [others.FinalisationMachine, 'FinalisationLog'],
  ] as const)
    expect(of).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: ARN(log) } }],
        IncludeExecutionData: false,
        Level: 'ALL',
      },
    });
  expect(others.CampaignsMachine!.DefinitionSubstitutions).toEqual({
    PlanCampaign: ARN('CampaignsPlanCampaignFunction'),
    CompareCampaign: ARN('CampaignsCompareCampaignFunction'),
    Assessment: { Ref: 'AssessmentMachine' },
    Bucket: { Ref: 'StorageStudies' },
  });
  expect(others.FinalisationMachine!.DefinitionSubstitutions).toEqual({
    ApplyReview: ARN('FinalisationApplyReviewFunction'),
    AggregateRisk: ARN('AssessmentAggregateRiskFunction'),
    PublishReport: ARN('AssessmentPublishReportFunction'),
    StoreResults: ARN('AssessmentStoreResultsFunction'),
  });
  const substitutions = machine!.DefinitionSubstitutions as Record<string, unknown>;
  for (const [state, arn] of Object.entries(substitutions))
    expect(arn).toEqual(ARN(`Assessment${state}Function`));
});

test('every queue is encrypted, keeps for 14 days, and has dead letters or is the place for them', () => {
  const common = { KmsMasterKeyId: ARN('StorageKey'), MessageRetentionPeriod: 14 * 24 * 60 * 60 };
  const redrive = (queue: string, maxReceiveCount: number) => ({
    RedrivePolicy: { deadLetterTargetArn: ARN(queue), maxReceiveCount },
  });
  expect(propertiesOf('AWS::SQS::Queue')).toEqual({
    StartUnreadArrivals: common,
    StartUnstartedStudies: common,
    StartArrivals: { ...common, VisibilityTimeout: 180, ...redrive('StartUnreadArrivals', 10) },
    StartWaitingStudies: { ...common, VisibilityTimeout: 300, ...redrive('StartUnstartedStudies', 50) },
  });
});

test('arrivals are read in batches, of which those that fail come again by themselves', () => {
  expect(Object.values(propertiesOf('AWS::Lambda::EventSourceMapping'))).toEqual([
    {
      BatchSize: 10,
      EventSourceArn: ARN('StartArrivals'),
      FunctionName: { Ref: 'StartQueueStudyFunction' },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    },
  ]);
});
