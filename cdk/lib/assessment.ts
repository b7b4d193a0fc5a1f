/** The state machine of an assessment, and the functions of its states. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import { PRICES } from './prices.ts';
import { executionsOf } from './start.ts';
import { logGroup, StepFunction, type Platform } from './step-function.ts';
import { STEPS } from './steps.ts';

export const DEFINITION = fileURLToPath(new URL('../../stepfunctions/assessment.asl.json', import.meta.url));

export class Assessment extends Construct {
  readonly machine: StateMachine;
  /** By state. */
  readonly functions: ReadonlyMap<string, StepFunction>;

  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id);
    this.functions = new Map(
      STEPS.map((step) => [
        step.state,
        new StepFunction(this, step.state, {
          step,
          platform,
          ...(step.state === STORES_ROWS ? rowMaking(platform) : {}),
        }),
      ]),
    );
    const arns = [...this.functions].map(([state, { function: fn }]) => [state, fn.functionArn] as const);
    const log = logGroup(this, 'Log', platform);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const access = new ManagedPolicy(this, 'Access', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: arns.map(([, arn]) => arn),
        }),
        new PolicyStatement({ actions: [...LOG_DELIVERY, ...TRACING], resources: ['*'] }),
      ],
    });
    this.machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromFile(DEFINITION),
      definitionSubstitutions: Object.fromEntries(arns),
      role: role.withoutPolicyUpdates(),
      tracingEnabled: true,
      // Payloads are references, but a log of them would be one more place to guard.
      logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
    });
    this.machine.node.addDependency(access);
    // By itself: what the function's other rights are made with comes before the machine.
    new ManagedPolicy(this, 'History', {
      roles: [this.functions.get(STORES_ROWS)!.role],
      statements: [
        new PolicyStatement({
          actions: ['states:GetExecutionHistory'],
          resources: [executionsOf(this.machine)],
        }),
      ],
    });
  }
}

/** The state whose function asks more than the object store. */
const STORES_ROWS = 'StoreResults';

/** `STATE=MB,...`: of the states that have a function, those of a Map too. */
function memoryByState(): string {
  const text = readFileSync(DEFINITION, 'utf8');
  return [...text.matchAll(/"(\w+)": \{[^{}]*"Resource": "\$\{(\w+)\}"/g)]
    .map(([, state, name]) => `${state}=${STEPS.find((step) => step.state === name)!.memoryMb}`)
    .join(',');
}

/** Pseudonyms by a key that it never sees, and what each state's time costs. */
function rowMaking({ storage: { pseudonymKey } }: Platform) {
  return {
    environment: {
      OSTEON_PSEUDONYM_KEY_ARN: pseudonymKey.keyArn,
      OSTEON_STEP_MEMORY_MB: memoryByState(),
      OSTEON_GB_SECOND_USD: String(PRICES.lambdaGbSecond),
    },
    statements: [new PolicyStatement({ actions: ['kms:GenerateMac'], resources: [pseudonymKey.keyArn] })],
  };
}

/** What Step Functions does with the machine's role to deliver its log: it knows no resources for these. */
export const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
export const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];
