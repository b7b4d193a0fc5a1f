/** One step's function: bundled from its handler, its own log group and role, its own part of the buckets. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Runtime, Tracing, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { bundlingOf, FILE_LOCATIONS, ROOT } from './bundle.ts';
import type { OwnNetwork } from './network.ts';
import type { Parameters } from './parameters.ts';
import type { StepSpec } from './steps.ts';
import type { Storage } from './storage.ts';

/** What all functions have in common. */
export interface Platform {
  readonly parameters: Parameters;
  readonly storage: Storage;
  readonly network: OwnNetwork | null;
  /** Of the software, for its version. */
  readonly commit: string;
  /** Places of Lambda, by step. */
  readonly places: ReadonlyMap<string, number>;
}

export interface StepFunctionProps {
  readonly step: StepSpec;
  readonly platform: Platform;
  readonly environment?: Readonly<Record<string, string>>;
  /** What it may do beside its part of the buckets. */
  readonly statements?: readonly PolicyStatement[];
}

export class StepFunction extends Construct {
  readonly function: IFunction;
  readonly log: LogGroup;
  readonly role: Role;

  constructor(
    scope: Construct,
    id: string,
    { step, platform, environment = {}, statements = [] }: StepFunctionProps,
  ) {
    super(scope, id);
    const { storage, network, commit, places } = platform;
    this.log = logGroup(this, 'Log', platform);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.role = role;
    const access = new ManagedPolicy(this, 'Access', {
      roles: [role],
      statements: [
        ...partOf(step, storage),
        ...useOf(storage.key, this.log),
        ...(network === null ? [] : [network.statement]),
        ...statements,
      ],
    });
    this.function = new NodejsFunction(this, 'Function', {
      description: `osteon ${step.state}`,
      entry: `${ROOT}lambdas/${step.folder}/handler.ts`,
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: step.memoryMb,
      timeout: Duration.seconds(step.timeoutSeconds),
      reservedConcurrentExecutions: places.get(step.state)!,
      // What it may do is said above, whole, and nothing that the library would add.
      role: role.withoutPolicyUpdates(),
      logGroup: this.log,
      tracing: Tracing.ACTIVE,
      ...(network === null ? {} : network.placement),
      environment: {
        OSTEON_BUCKETS: storage.variableFor([...step.reads, ...step.writes, ...(step.lists ?? [])]),
        OSTEON_COMMIT: commit,
        ...FILE_LOCATIONS[step.folder],
        ...environment,
      },
      bundling: bundlingOf(step.folder),
    });
    this.function.node.addDependency(access);
  }
}

export function logGroup(
  scope: Construct,
  id: string,
  { parameters, storage }: Pick<Platform, 'parameters' | 'storage'>,
): LogGroup {
  return new LogGroup(scope, id, {
    retention: logDays(parameters.retention.logs),
    encryptionKey: storage.key,
    removalPolicy: parameters.removable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
}

/** @throws Error where CloudWatch knows no such time */
function logDays(days: number): RetentionDays {
  const known = Object.values(RetentionDays).filter((value) => typeof value === 'number');
  const found = known.find((value): boolean => days === (value as number));
  if (found === undefined)
    throw new Error(`parameter retention.logs: found ${days} days; required: one of ${known.join(', ')}`);
  return found;
}

function allow(actions: string[], resources: string[]): PolicyStatement[] {
  return resources.length === 0 ? [] : [new PolicyStatement({ actions, resources })];
}

function partOf(
  { reads, writes, lists = [], readsVersions = [] }: StepSpec,
  storage: Storage,
): PolicyStatement[] {
  const objects = (prefixes: readonly string[]): string[] =>
    prefixes.map((prefix) => storage.bucketOf(prefix).arnForObjects(prefix));
  return [
    ...allow(['s3:GetObject'], objects(reads)),
    ...allow(['s3:GetObjectVersion'], objects(readsVersions)),
    ...allow(['s3:PutObject'], objects(writes)),
    // Volumes are told apart by a tag.
    ...allow(['s3:PutObjectTagging'], objects(writes.filter((prefix) => prefix.startsWith('assessments/')))),
    ...listingOf(lists, storage),
  ];
}

/** Of a bucket the keys that begin so, and no others. */
function listingOf(prefixes: readonly string[], storage: Storage): PolicyStatement[] {
  const ofBucket = Map.groupBy(prefixes, (prefix) => storage.bucketOf(prefix));
  return [...ofBucket].map(
    ([bucket, below]) =>
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': below } },
      }),
  );
}

function useOf(key: IKey, log: LogGroup): PolicyStatement[] {
  return [
    ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]),
    ...allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [log.logGroupArn]),
    ...allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']),
  ];
}
