/** One step's function: bundled from its handler, its own log group and role, its own part of the bucket. */
import { fileURLToPath } from 'node:url';

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Runtime, Tracing, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import type { StepSpec } from './steps.ts';

export interface StepFunctionProps {
  readonly step: StepSpec;
  readonly bucket: Bucket;
  readonly key: IKey;
  readonly deadLetters?: IQueue;
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the software, for its version. */
  readonly commit: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** CommonJS packages in an ESM bundle ask for `require`. */
const BANNER =
  "import{createRequire as requireOf}from'node:module';const require=requireOf(import.meta.url);";
/** Files that bundling does not see: where from in the project, and their name in the bundle, by step folder. */
const EXTRA_FILES: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'load-ct': [['node_modules/dcmjs-codecs/build/dcmjs-native-codecs.wasm', 'dcmjs-native-codecs.wasm']],
  'solve-level': ['kernels.wasm', 'kernels-shared.wasm'].map(
    (name) => [`dist/kernels/${name}`, name] as const,
  ),
  'publish-report': ['DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSansCondensed', 'DejaVuSansCondensed-Bold'].map(
    (face) => [`node_modules/dejavu-fonts-ttf/ttf/${face}.ttf`, `${face}.ttf`] as const,
  ),
};
/** Where Lambda unpacks a bundle, and where the steps look for those files. */
const TASK_ROOT = '/var/task';
const FILE_LOCATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'load-ct': { OSTEON_CODECS_WASM: `${TASK_ROOT}/dcmjs-native-codecs.wasm` },
  'publish-report': { OSTEON_FONTS: TASK_ROOT },
};

export class StepFunction extends Construct {
  readonly function: IFunction;

  constructor(
    scope: Construct,
    id: string,
    { step, bucket, key, deadLetters, commit, environment = {} }: StepFunctionProps,
  ) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new ManagedPolicy(this, 'Access', { roles: [role], statements: statements(step, bucket, key, logGroup) });
    this.function = new NodejsFunction(this, 'Function', {
      description: `osteon ${step.state}`,
      entry: `${ROOT}lambdas/${step.folder}/handler.ts`,
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: step.memoryMb,
      timeout: Duration.minutes(step.timeoutMinutes),
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      ...(deadLetters === undefined ? {} : { deadLetterQueue: deadLetters }),
      environment: {
        OSTEON_BUCKET: bucket.bucketName,
        OSTEON_COMMIT: commit,
        ...FILE_LOCATIONS[step.folder],
        ...environment,
      },
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        banner: BANNER,
        mainFields: ['module', 'main'],
        // The SDK in the runtime is of another version than the one that was tested, so it is bundled. ONNX Runtime is
        // native and 46 MB: who brings a model adds it as a layer (docs/decisions/0014).
        externalModules: ['onnxruntime-node'],
        sourceMap: false,
        commandHooks: {
          beforeBundling: () => [],
          beforeInstall: () => [],
          afterBundling: (input, output) =>
            (EXTRA_FILES[step.folder] ?? []).map(([from, to]) => `cp "${input}/${from}" "${output}/${to}"`),
        },
      },
    });
  }
}

function statements(
  { reads, writes, readsVersions = [] }: StepSpec,
  bucket: Bucket,
  key: IKey,
  logGroup: LogGroup,
): PolicyStatement[] {
  const allow = (actions: string[], resources: string[]): PolicyStatement[] =>
    resources.length === 0 ? [] : [new PolicyStatement({ effect: Effect.ALLOW, actions, resources })];
  return [
    ...allow(
      ['s3:GetObject'],
      reads.map((prefix) => bucket.arnForObjects(prefix)),
    ),
    ...allow(
      ['s3:GetObjectVersion'],
      readsVersions.map((prefix) => bucket.arnForObjects(prefix)),
    ),
    ...allow(
      ['s3:PutObject'],
      writes.map((prefix) => bucket.arnForObjects(prefix)),
    ),
    ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]),
    ...allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
  ];
}
