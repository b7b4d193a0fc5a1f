/**
 * Findings that stand, each for one resource and with its reason. A wildcard that a policy says is looked up by its action and
 * its resource: another statement of the same policy is another finding.
 */
import type { Parameters } from '../parameters.ts';
import { API, OWN_FUNCTIONS, STEPS, type StepSpec } from '../steps.ts';
import type { Acknowledgement } from './gate.ts';

const HEALTH_PACKS = ['HIPAA.Security', 'NIST.800.53.R5'];

const ALL_FUNCTIONS: readonly (readonly [path: string, step: StepSpec])[] = [
  ...STEPS.map((step) => [`Assessment/${step.state}`, step] as const),
  ...OWN_FUNCTIONS.map((step) => [`${step.part}/${step.state}`, step] as const),
];

const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const TRACES_REASON =
  'X-Ray knows no resources for what writes traces (Service Authorization Reference); traces hold names of functions and times';

const MACHINE_TRACES = [...TRACES, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'];
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
const LOG_DELIVERY_REASON =
  'CloudWatch Logs knows no resources for the delivery of logs (Step Functions Developer Guide, "Logging with CloudWatch Logs")';
const CAMPAIGN_EXECUTIONS =
  'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<CampaignsMachine.Name>:*';

const REVISION_EXECUTIONS = CAMPAIGN_EXECUTIONS.replace('Campaigns', 'Finalisation');

export function acknowledgementsFor(stack: {
  readonly node: { readonly path: string };
  readonly parameters: Parameters;
}): Acknowledgement[] {
  const below = (path: string): string => `${stack.node.path}/${path}/Resource`;
  const inBothPacks = (rule: string, resource: string, reason: string): Acknowledgement[] =>
    HEALTH_PACKS.map((pack) => ({ finding: `${pack}-${rule}`, resource: below(resource), reason }));
  const wildcards = (policy: string, pairs: readonly string[], reason: string): Acknowledgement[] =>
    pairs.map((pair) => ({ finding: `AwsSolutions-IAM5[${pair}]`, resource: below(policy), reason }));
  const onAnything = (policy: string, actions: readonly string[], reason: string) =>
    wildcards(
      policy,
      actions.map((action) => `${action} on *`),
      reason,
    );
  const { network, identity } = stack.parameters;
  const executions =
    'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<AssessmentMachine.Name>:*';
  return [
    ...STEPS.flatMap(({ state }) =>
      inBothPacks(
        'LambdaDLQ',
        `Assessment/${state}/Function`,
        'invoked by the state machine, which waits for the answer: a failure is retried, caught and reported by its definition; Lambda uses a dead-letter queue for asynchronous invocations alone',
      ),
    ),
    ...inBothPacks(
      'LambdaDLQ',
      'Start/QueueStudy/Function',
      'invoked by a queue that has a dead-letter queue of its own (UnreadArrivals)',
    ),
    ...inBothPacks(
      'LambdaDLQ',
      'Start/StartAssessment/Function',
      'its events only say when to look and hold nothing; another follows within a minute, studies wait in a queue with a dead-letter queue, and its errors are an alarm',
    ),
    ...inBothPacks(
      'LambdaDLQ',
      'Watch/WatchScanners/Function',
      "its events only say when to look and hold nothing; the next day's run sees the same points, and its errors are an alarm",
    ),
    ...inBothPacks(
      'LambdaDLQ',
      'Watch/CollectArrivals/Function',
      'its events only say when to look and hold nothing; the next look, minutes later, sees the same files, and its errors are an alarm',
    ),
    ...ofCampaigns(inBothPacks, wildcards, onAnything, executions),
    ...ofRevisions(inBothPacks, wildcards, onAnything),
    ...['AccessLogs', 'Incoming', 'Studies', 'Reports'].flatMap((bucket) =>
      inBothPacks(
        'S3BucketReplicationEnabled',
        `Storage/${bucket}`,
        "whether patients' data may be copied to another Region or account is the deployer's decision (docs/security.md); versions protect against deletion and overwriting",
      ),
    ),
    ...inBothPacks(
      'S3DefaultEncryptionKMS',
      'Storage/AccessLogs',
      'S3 delivers server access logs to buckets with SSE-S3 only (S3 User Guide, "Enabling server access logging"); the logs hold keys of objects, which hold no patient data',
    ),
    ...ALL_FUNCTIONS.flatMap(([path, step]) => [
      ...wildcards(
        `${path}/Access`,
        objectsOf(step),
        'objects below one prefix: their keys come with the studies; which prefixes a step uses is in cdk/lib/steps.ts and held against what its handler does',
      ),
      ...onAnything(`${path}/Access`, TRACES, TRACES_REASON),
    ]),
    ...onAnything('Assessment/Access', MACHINE_TRACES, TRACES_REASON),
    ...onAnything('Assessment/Access', LOG_DELIVERY, LOG_DELIVERY_REASON),
    ...wildcards(
      'Assessment/History',
      [`states:GetExecutionHistory on ${executions}`],
      'executions of one state machine: their names come with the studies',
    ),
    ...wildcards(
      'Start/StartAssessment/Access',
      [`states:DescribeExecution on ${executions}`],
      'executions of one state machine: their names come with the studies',
    ),
    ...wildcards(
      'Queries/Analyst',
      ['s3:GetObject on <StorageStudies.Arn>/results/*', ...answersOf('analysts')],
      "rows of results and analysts' own answers, each below one prefix: their keys come with the studies and the queries; what shows or names a patient is denied by the same policy",
    ),
    ...(identity === null
      ? []
      : [...openRoutes(below), ...ofTheApi(inBothPacks, wildcards, onAnything, executions)]),
    ...(network === null ? [...withoutNetwork(inBothPacks)] : [...withNetwork(inBothPacks, onAnything)]),
  ];
}

type InBothPacks = (rule: string, resource: string, reason: string) => Acknowledgement[];
type OfPolicy = (policy: string, what: readonly string[], reason: string) => Acknowledgement[];

function openRoutes(below: (path: string) => string): Acknowledgement[] {
  return ['openapi.json', 'health'].map((path) => ({
    finding: 'AwsSolutions-APIG4',
    resource: below(`Api/Http/GET--${path}`),
    reason:
      'published with the software, and the same for every caller: the description of the API, or that it answers and in which version; it reads nothing and is throttled with the rest',
  }));
}

function ofTheApi(
  inBothPacks: InBothPacks,
  wildcards: OfPolicy,
  onAnything: OfPolicy,
  executions: string,
): Acknowledgement[] {
  return [
    ...inBothPacks(
      'LambdaDLQ',
      'Api/Api/Function',
      'invoked by API Gateway, which waits for the answer and gives it to the caller; Lambda uses a dead-letter queue for asynchronous invocations alone',
    ),
    ...inBothPacks(
      'LambdaInsideVPC',
      'Api/Api/Function',
      "it fetches the keys of the tokens' issuer, which the network without a way to the internet would not let it; it is reached by API Gateway alone, with a token",
    ),
    ...wildcards(
      'Api/Api/Access',
      objectsOf(API),
      'objects below one prefix: what sites send, their indexes, markers and calibrations, and the reports that they read; which site may see which is decided by its token (lambdas/api)',
    ),
    ...wildcards(
      'Api/Api/Access',
      ['s3:GetObject on <StorageStudies.Arn>/results/*', ...answersOf('api')],
      "what Athena reads and writes by the function's rights: rows, of which its statements name one site, and answers; their keys come with the studies and the queries",
    ),
    ...onAnything('Api/Api/Access', TRACES, TRACES_REASON),
    ...wildcards(
      'Api/Api/Access',
      [`states:DescribeExecution on ${executions}`, `states:StopExecution on ${executions}`],
      'executions of one state machine: their names come with the studies',
    ),
    ...wildcards(
      'Api/Api/Access',
      [`states:DescribeExecution on ${CAMPAIGN_EXECUTIONS}`],
      'executions of one state machine: their names come with the campaigns',
    ),
    ...wildcards(
      'Api/Api/Access',
      [`states:DescribeExecution on ${REVISION_EXECUTIONS}`],
      'executions of one state machine: their names come with the studies and their reviews',
    ),
  ];
}

function ofCampaigns(
  inBothPacks: InBothPacks,
  wildcards: OfPolicy,
  onAnything: OfPolicy,
  executions: string,
): Acknowledgement[] {
  const described = (of: string) => [`states:DescribeExecution on ${of}`, `states:StopExecution on ${of}`];
  return [
    ...['PlanCampaign', 'CompareCampaign'].flatMap((state) =>
      inBothPacks(
        'LambdaDLQ',
        `Campaigns/${state}/Function`,
        'invoked by the machine of campaigns, which waits for the answer: what fails ends the campaign, which is an alarm; Lambda uses a dead-letter queue for asynchronous invocations alone',
      ),
    ),
    ...wildcards(
      'Campaigns/Access',
      ['s3:GetObject on <StorageStudies.Arn>/campaigns/*'],
      'lists of studies of campaigns, which the Maps of the machine read: their keys come with the campaigns',
    ),
    ...wildcards(
      'Campaigns/Access',
      described(executions),
      'executions of one state machine, which the campaign starts, waits for and ends with itself: their names come with the studies',
    ),
    ...wildcards(
      'Campaigns/Items',
      described(CAMPAIGN_EXECUTIONS),
      'executions of the machine itself: each item of a distributed Map is one, whose name is the service\'s (Step Functions Developer Guide, "Distributed Map")',
    ),
    ...onAnything('Campaigns/Access', MACHINE_TRACES, TRACES_REASON),
    ...onAnything('Campaigns/Access', LOG_DELIVERY, LOG_DELIVERY_REASON),
  ];
}

function ofRevisions(inBothPacks: InBothPacks, wildcards: OfPolicy, onAnything: OfPolicy): Acknowledgement[] {
  return [
    ...inBothPacks(
      'LambdaDLQ',
      'Finalisation/ApplyReview/Function',
      'invoked by the machine of revisions, which waits for the answer: what fails ends the execution, which is an alarm; Lambda uses a dead-letter queue for asynchronous invocations alone',
    ),
    ...wildcards(
      'Finalisation/History',
      [`states:GetExecutionHistory on ${REVISION_EXECUTIONS}`],
      'executions of one state machine: their names come with the studies and their reviews',
    ),
    ...onAnything('Finalisation/Access', MACHINE_TRACES, TRACES_REASON),
    ...onAnything('Finalisation/Access', LOG_DELIVERY, LOG_DELIVERY_REASON),
  ];
}

function withoutNetwork(inBothPacks: InBothPacks): Acknowledgement[] {
  return ALL_FUNCTIONS.flatMap(([path]) =>
    inBothPacks(
      'LambdaInsideVPC',
      `${path}/Function`,
      "the deployer's choice (parameter network, which the production stage sets): without it functions reach services by TLS over AWS's own network, and nobody reaches them but by IAM",
    ),
  );
}

function withNetwork(inBothPacks: InBothPacks, onAnything: OfPolicy): Acknowledgement[] {
  return [
    ...inBothPacks(
      'VPCDefaultSecurityGroupClosed',
      'Network/Vpc',
      'CloudFormation cannot change the default group, and nothing is in it: functions and endpoints have groups of their own; cdk/README.md says how to close it',
    ),
    ...ALL_FUNCTIONS.flatMap(([path]) =>
      onAnything(
        `${path}/Access`,
        [
          'ec2:CreateNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        'what Lambda does with a role to place its function in a network, on interfaces that are not known beforehand (Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC")',
      ),
    ),
  ];
}

/** Athena writes answers in parts, and reads them to give pages. */
function answersOf(prefix: string): string[] {
  return ['GetObject', 'PutObject', 'AbortMultipartUpload', 'ListMultipartUploadParts'].map(
    (action) => `s3:${action} on <StorageStudies.Arn>/answers/${prefix}/*`,
  );
}

/** What a step's policy says of objects, as the table of steps has it. */
function objectsOf({ reads, writes, readsVersions = [] }: StepSpec): string[] {
  const objects = (action: string, prefixes: readonly string[]): string[] =>
    prefixes.map(
      (prefix) => `${action} on <${BUCKETS[prefix.slice(0, prefix.indexOf('/'))]!}.Arn>/${prefix}`,
    );
  return [
    ...objects('s3:GetObject', reads),
    ...objects('s3:GetObjectVersion', readsVersions),
    ...objects('s3:PutObject', writes),
    ...objects(
      's3:PutObjectTagging',
      writes.filter((prefix) => prefix.startsWith('assessments/')),
    ),
  ];
}

const BUCKETS: Readonly<Record<string, string>> = {
  incoming: 'StorageIncoming',
  arrivals: 'StorageIncoming',
  reports: 'StorageReports',
  studies: 'StorageStudies',
  assessments: 'StorageStudies',
  calibrations: 'StorageStudies',
  sites: 'StorageStudies',
  results: 'StorageStudies',
  campaigns: 'StorageStudies',
  answers: 'StorageStudies',
};
