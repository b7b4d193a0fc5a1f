/** From a completion marker to an execution: arrivals, the queue of waiting studies, and what starts them. */
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption, type IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import { StepFunction, type Platform } from './step-function.ts';
import { QUEUER, STARTER } from './steps.ts';

/** Of both queues, and for a person with the dead letters: SQS keeps nothing longer. */
const KEPT = Duration.days(14);
/** Six times the function's own, as Lambda asks for. */
const ARRIVAL_VISIBILITY = Duration.seconds(6 * QUEUER.timeoutSeconds);
/** A started study's message is looked at again after this; it then waits as long as its assessment has run (admit-studies.ts). */
const WAITING_VISIBILITY = Duration.minutes(5);
const ARRIVAL_DELIVERIES = 10;
/** Four hours in which nothing can be started, or seven days in which one runs, doubling its wait each time. */
const WAITING_DELIVERIES = 50;
const ARRIVALS_A_CALL = 10;

/** Every execution of the machine: their names come with the studies. */
export function executionsOf(machine: StateMachine): string {
  return Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

export class Start extends Construct {
  readonly waiting: Queue;
  readonly deadLetters: { readonly arrivals: Queue; readonly waiting: Queue };
  readonly functions: ReadonlyMap<string, StepFunction>;

  constructor(scope: Construct, id: string, platform: Platform, machine: StateMachine) {
    super(scope, id);
    this.deadLetters = {
      arrivals: this.#queue('UnreadArrivals', platform, {}),
      waiting: this.#queue('UnstartedStudies', platform, {}),
    };
    const arrivals = this.#queue('Arrivals', platform, {
      visibilityTimeout: ARRIVAL_VISIBILITY,
      deadLetterQueue: { queue: this.deadLetters.arrivals, maxReceiveCount: ARRIVAL_DELIVERIES },
    });
    this.waiting = this.#queue('WaitingStudies', platform, {
      visibilityTimeout: WAITING_VISIBILITY,
      deadLetterQueue: { queue: this.deadLetters.waiting, maxReceiveCount: WAITING_DELIVERIES },
    });
    const queuer = this.#queuer(arrivals, platform);
    const starter = this.#starter(machine, platform);
    this.functions = new Map([
      [QUEUER.state, queuer],
      [STARTER.state, starter],
    ]);
    this.#rules(arrivals, starter, machine, platform);
  }

  #queue(id: string, { storage }: Platform, props: ConstructorParameters<typeof Queue>[2]): Queue {
    return new Queue(this, id, {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: storage.key,
      enforceSSL: true,
      retentionPeriod: KEPT,
      ...props,
    });
  }

  #queuer(arrivals: IQueue, platform: Platform): StepFunction {
    const queuer = new StepFunction(this, QUEUER.state, {
      step: QUEUER,
      platform,
      environment: { OSTEON_WAITING_QUEUE_URL: this.waiting.queueUrl },
      statements: [
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.waiting.queueArn] }),
        new PolicyStatement({
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [arrivals.queueArn],
        }),
      ],
    });
    new EventSourceMapping(this, 'ReadsArrivals', {
      target: queuer.function,
      eventSourceArn: arrivals.queueArn,
      batchSize: ARRIVALS_A_CALL,
      maxConcurrency: QUEUER.places,
      reportBatchItemFailures: true,
    });
    return queuer;
  }

  #starter(machine: StateMachine, platform: Platform): StepFunction {
    return new StepFunction(this, STARTER.state, {
      step: STARTER,
      platform,
      environment: {
        OSTEON_STATE_MACHINE_ARN: machine.stateMachineArn,
        OSTEON_WAITING_QUEUE_URL: this.waiting.queueUrl,
        OSTEON_MOST_ASSESSMENTS: String(platform.parameters.assessmentsAtATime),
      },
      statements: [
        new PolicyStatement({
          actions: ['states:StartExecution', 'states:ListExecutions'],
          resources: [machine.stateMachineArn],
        }),
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executionsOf(machine)] }),
        new PolicyStatement({
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
          resources: [this.waiting.queueArn],
        }),
      ],
    });
  }

  #rules(arrivals: Queue, starter: StepFunction, machine: StateMachine, { storage }: Platform): void {
    // A nudge: what is too old, or fails, is followed by the next within a minute.
    const nudge = () =>
      new LambdaFunction(starter.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const complete = new Rule(this, 'StudyComplete', {
      description: "osteon: a study's completion marker has landed",
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [storage.studies.bucketName] },
          object: { key: [{ wildcard: 'studies/*/complete.json' }] },
        },
      },
      targets: [this.#arrivalsTarget(arrivals), nudge()],
    });
    arrivals.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [arrivals.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': complete.ruleArn } },
      }),
    );
    new Rule(this, 'AssessmentEnded', {
      description: 'osteon: an assessment has ended, and leaves room for another',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [machine.stateMachineArn],
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [nudge()],
    });
    new Rule(this, 'EveryMinute', {
      description: 'osteon: waiting studies are looked after, whatever was not told',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [nudge()],
    });
  }

  /** By name alone: the library would let every rule of every account write to an encrypted queue, and use its key. */
  #arrivalsTarget(arrivals: Queue): SqsQueue {
    const named = Queue.fromQueueArn(this, 'ArrivalsByName', arrivals.queueArn);
    return new SqsQueue(named, { deadLetterQueue: this.deadLetters.arrivals });
  }
}
