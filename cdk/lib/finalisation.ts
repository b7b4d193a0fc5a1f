/** Reports as readers review and sign them: the machine of revisions, whose states are the assessment's but for the first. */
import { fileURLToPath } from 'node:url';

import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import type { Assessment } from './assessment.ts';
import { machineOf } from './machine.ts';
import { executionsOf } from './start.ts';
import { StepFunction, type Platform } from './step-function.ts';
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
    this.machine = machineOf(this, { platform, definition: DEFINITION, functions: all }).machine;
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
