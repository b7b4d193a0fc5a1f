/** Everything of an assessment in one stack: bucket, functions, state machine, and what starts it. */
import { fileURLToPath } from 'node:url';

import { ArnFormat, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type CfnBucket,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

import { acknowledgeDeployersChoices } from './acknowledgements.ts';
import { StepFunction } from './step-function.ts';
import { STARTER, STEPS } from './steps.ts';

const DEFINITION = fileURLToPath(new URL('../../stepfunctions/assessment.asl.json', import.meta.url));

/** Every execution of the machine: their names come with the studies. */
function executionsOf(machine: StateMachine): string {
  const { stack, stateMachineName: name } = machine;
  return stack.formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${name}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

export interface AssessmentStackProps extends StackProps {
  /** That every result names; the same commit makes the same template. */
  readonly commit?: string;
}

export class AssessmentStack extends Stack {
  constructor(scope: Construct, id: string, { commit = 'unknown', ...props }: AssessmentStackProps = {}) {
    super(scope, id, props);
    // Access logs by bucket policy: buckets that enforce their owner take no grants by ACL.
    this.node.setContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', true);
    const key = this.#key();
    const bucket = this.#bucket(key);
    const functions = STEPS.map((step) => ({
      state: step.state,
      function: new StepFunction(this, step.state, { step, bucket, key, commit }).function,
    }));
    const stateMachine = new StateMachine(this, 'Assessment', {
      definitionBody: DefinitionBody.fromFile(DEFINITION),
      definitionSubstitutions: Object.fromEntries(
        functions.map(({ state, function: fn }) => [state, fn.functionArn]),
      ),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'AssessmentLog', {
          retention: RetentionDays.ONE_YEAR,
          encryptionKey: key,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        // Payloads are references, but a log of them would be one more place to guard.
        includeExecutionData: false,
      },
    });
    for (const { function: fn } of functions) fn.grantInvoke(stateMachine);
    this.#start(bucket, key, commit, stateMachine);
    acknowledgeDeployersChoices(
      this,
      bucket,
      stateMachine,
      functions.map(({ function: fn }) => fn),
    );
  }

  #key(): Key {
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      description: 'osteon: studies, results, logs',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    key.grantEncryptDecrypt(new ServicePrincipal(`logs.${this.region}.amazonaws.com`));
    // For the queue of events that found no taker: without it they would be lost. The rule cannot be named, as it depends on the key.
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return key;
  }

  #bucket(key: Key): Bucket {
    const accessLogs = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(30) }],
    });
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      // The library's own types do not hold under exactOptionalPropertyTypes.
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: 'studies-and-results/',
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(90),
        },
      ],
    });
    // Said on the resource itself: the library's own switch would bring a function of its own with a managed policy.
    (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    return bucket;
  }

  /** The marker's arrival starts an execution; an event that can't be handled waits in a queue for a person. */
  #start(bucket: Bucket, key: Key, commit: string, stateMachine: StateMachine): void {
    const deadLetters = new Queue(this, 'UnstartedStudies', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const starter = new StepFunction(this, STARTER.state, {
      step: STARTER,
      bucket,
      key,
      commit,
      deadLetters,
      environment: { OSTEON_STATE_MACHINE_ARN: stateMachine.stateMachineArn },
    });
    new ManagedPolicy(this, 'StartAccess', {
      roles: [starter.function.role!],
      statements: [
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [stateMachine.stateMachineArn],
        }),
        new PolicyStatement({
          actions: ['states:DescribeExecution'],
          resources: [executionsOf(stateMachine)],
        }),
      ],
    });
    new Rule(this, 'StudyComplete', {
      description: "osteon: a study's completion marker has landed",
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [bucket.bucketName] },
          object: { key: [{ wildcard: 'studies/*/complete.json' }] },
        },
      },
      targets: [new LambdaFunction(starter.function, { deadLetterQueue: deadLetters, retryAttempts: 4 })],
    });
  }
}
