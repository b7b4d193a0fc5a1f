/** A state machine of the deployment: its definition from the file that one machine runs too, its role, its log and its traces. */
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

import { logGroup, type Platform, type StepFunction } from './step-function.ts';

export interface MachineProps {
  readonly platform: Platform;
  /** Path of the definition. */
  readonly definition: string;
  /** By state: what it invokes, and what fills the definition's placeholders. */
  readonly functions: Iterable<readonly [state: string, fn: StepFunction]>;
  /** What else fills them. */
  readonly substitutions?: Readonly<Record<string, string>>;
  /** What else its role may. */
  readonly statements?: readonly PolicyStatement[];
}

export interface Machine {
  readonly machine: StateMachine;
  readonly role: Role;
}

/** Constructs `Log`, `Role`, `Access` and `Machine` of `scope`. */
export function machineOf(scope: Construct, props: MachineProps): Machine {
  const { platform, definition, functions, substitutions = {}, statements = [] } = props;
  const arns = [...functions].map(([state, { function: fn }]) => [state, fn.functionArn] as const);
  const log = logGroup(scope, 'Log', platform);
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  const access = new ManagedPolicy(scope, 'Access', {
    roles: [role],
    statements: [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: arns.map(([, arn]) => arn) }),
      ...statements,
      new PolicyStatement({ actions: [...LOG_DELIVERY, ...TRACING], resources: ['*'] }),
    ],
  });
  const machine = new StateMachine(scope, 'Machine', {
    definitionBody: DefinitionBody.fromFile(definition),
    definitionSubstitutions: { ...Object.fromEntries(arns), ...substitutions },
    role: role.withoutPolicyUpdates(),
    tracingEnabled: true,
    // Payloads are references, but a log of them would be one more place to guard.
    logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
  });
  machine.node.addDependency(access);
  return { machine, role };
}

/** What Step Functions does with the machine's role to deliver its log: it knows no resources for these. */
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
const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];
