/** Reports as readers review and sign them: the machine of revisions, whose states are the assessment's but for the first. */
import { fileURLToPath } from 'node:url';

import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import { LOG_DELIVERY, TRACING, type Assessment } from './assessment.ts';
import { executionsOf } from './start.ts';
import { logGroup, StepFunction, type Platform } from './step-function.ts';
import { REVIEWER } from './steps.ts';

const DEFINITION = fileURLToPath(new URL('../../stepfunctions/finalisation.asl.json', import.meta.url));
const SHARED = ['AggregateRisk', 'PublishReport', 'StoreResults'];

export class Finalisation extends Construct {
  readonly machine: StateMachine;
  /** By state; those that the assessment has are its own. */
  readonly functions: ReadonlyMap<string, StepFunction>;

  constructor(scope: Construct, id: string, platform: Platform, assessment: Assessment) {
    super(scope, id);
    const own = new StepFunction(this, REVIEWER.state, { step: REVIEWER, platform });
    this.functions = new Map([[REVIEWER.state, own]]);
    const all = [
      ...this.functions,
      ...SHARED.map((state) => [state, assessment.functions.get(state)!] as const),
    ];
    const arns = all.map(([state, { function: fn }]) => [state, fn.functionArn] as const);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const access = new ManagedPolicy(this, 'Access', {
      roles: [role],
      statements: [
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: arns.map(([, arn]) => arn) }),
        new PolicyStatement({ actions: [...LOG_DELIVERY, ...TRACING], resources: ['*'] }),
      ],
    });
    this.machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromFile(DEFINITION),
      definitionSubstitutions: Object.fromEntries(arns),
      role: role.withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        destination: logGroup(this, 'Log', platform),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.machine.node.addDependency(access);
    new ManagedPolicy(this, 'History', {
      roles: [assessment.functions.get('StoreResults')!.role],
      statements: [
        new PolicyStatement({
          actions: ['states:GetExecutionHistory'],
          resources: [executionsOf(this.machine)],
        }),
      ],
    });
  }
}
