/** Studies assessed again: the machine of campaigns, the functions of its states, and the schedules that start it. */
import { fileURLToPath } from 'node:url';

import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import { machineOf } from './machine.ts';
import type { ScheduledCampaign } from './parameters.ts';
import { executionsOf } from './start.ts';
import { StepFunction, type Platform } from './step-function.ts';
import { CAMPAIGN_STEPS } from './steps.ts';

export const CAMPAIGN_DEFINITION = fileURLToPath(
  new URL('../../stepfunctions/reprocessing.asl.json', import.meta.url),
);
/** Of the assessments that run side by side, a campaign takes this part at most: today's studies have the rest. */
const CAMPAIGN_PART = 4;
/** What Step Functions is told by that a nested execution has ended (Developer Guide, "Start a new state machine"). */
const NESTED_RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

export class Campaigns extends Construct {
  readonly machine: StateMachine;
  /** By state. */
  readonly functions: ReadonlyMap<string, StepFunction>;

  constructor(scope: Construct, id: string, platform: Platform, assessment: StateMachine) {
    super(scope, id);
    const { storage, parameters } = platform;
    const atATime = Math.max(1, Math.floor(parameters.assessmentsAtATime / CAMPAIGN_PART));
    this.functions = new Map(
      CAMPAIGN_STEPS.map((step) => [
        step.state,
        new StepFunction(this, step.state, {
          step,
          platform,
          environment: step.state === PLANS ? { OSTEON_CAMPAIGN_STUDIES: String(atATime) } : {},
        }),
      ]),
    );
    const { machine, role } = machineOf(this, {
      platform,
      definition: CAMPAIGN_DEFINITION,
      functions: this.functions,
      substitutions: {
        Assessment: assessment.stateMachineArn,
        Bucket: storage.bucketOf(LISTS).bucketName,
      },
      statements: [
        // The lists of studies, which the Maps read.
        new PolicyStatement({
          actions: ['s3:GetObject'],
          resources: [storage.bucketOf(LISTS).arnForObjects(LISTS)],
        }),
        new PolicyStatement({ actions: ['kms:Decrypt'], resources: [storage.key.keyArn] }),
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [assessment.stateMachineArn] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [executionsOf(assessment)],
        }),
        new PolicyStatement({
          actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
          resources: [Stack.of(this).formatArn({ service: 'events', resource: `rule/${NESTED_RULE}` })],
        }),
      ],
    });
    this.machine = machine;
    // By itself, as it names the machine: each item of a distributed Map is an execution of it.
    new ManagedPolicy(this, 'Items', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [this.machine.stateMachineArn],
        }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [executionsOf(this.machine)],
        }),
      ],
    });
    new ManagedPolicy(this, 'Overlaps', {
      roles: [this.functions.get(PLANS)!.role],
      statements: [
        new PolicyStatement({
          actions: ['states:ListExecutions'],
          resources: [this.machine.stateMachineArn],
        }),
      ],
    });
    if (parameters.campaigns.length > 0) this.#schedules(platform);
  }

  #schedules({ parameters, storage }: Platform): void {
    const role = new Role(this, 'SchedulesRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    new ManagedPolicy(this, 'SchedulesAccess', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [this.machine.stateMachineArn],
        }),
        new PolicyStatement({ actions: ['kms:Decrypt'], resources: [storage.key.keyArn] }),
      ],
    });
    for (const campaign of parameters.campaigns)
      new CfnSchedule(this, `Schedule-${campaign.name}`, {
        description: `osteon: the campaign ${campaign.name}`,
        scheduleExpression: campaign.schedule,
        scheduleExpressionTimezone: campaign.timeZone ?? 'UTC',
        flexibleTimeWindow: { mode: 'OFF' },
        kmsKeyArn: storage.key.keyArn,
        target: {
          arn: this.machine.stateMachineArn,
          roleArn: role.roleArn,
          input: JSON.stringify(inputOf(campaign)),
          // What is missed comes at its next time.
          retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        },
      });
  }
}

const PLANS = 'PlanCampaign';
const LISTS = 'campaigns/*';

/** `osteon/campaign-request/1`: each time another campaign, whose studies are chosen when it is planned. */
function inputOf(campaign: ScheduledCampaign) {
  const campaignId = `${campaign.name}-<aws.scheduler.execution-id>`;
  return {
    campaignId,
    request: {
      schema: 'osteon/campaign-request/1',
      campaignId,
      parameterSet: campaign.parameterSet,
      where: campaign.where,
      site: campaign.site ?? null,
      chosen: null,
      seed: campaign.name,
      canary: campaign.canary ?? null,
      budget: { seconds: null, usd: campaign.budgetUsd },
      limits: null,
      toleratedFailurePercent: campaign.toleratedFailurePercent,
    },
  };
}
