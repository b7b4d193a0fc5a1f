/** The state machine of an assessment, and the functions of its states. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

import { machineOf } from './machine.ts';
import { PRICES } from './prices.ts';
import { executionsOf } from './start.ts';
import { StepFunction, type Platform } from './step-function.ts';
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
          ...(step.state === FINDS_PRIORS ? pseudonymMaking(platform) : {}),
        }),
      ]),
    );
    this.machine = machineOf(this, { platform, definition: DEFINITION, functions: this.functions }).machine;
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

/** The states whose functions ask more than the object store. */
const STORES_ROWS = 'StoreResults';
const FINDS_PRIORS = 'PublishReport';

/** `STATE=MB,...`: of the states that have a function, those of a Map too. */
function memoryByState(): string {
  const text = readFileSync(DEFINITION, 'utf8');
  return [...text.matchAll(/"(\w+)": \{[^{}]*"Resource": "\$\{(\w+)\}"/g)]
    .map(([, state, name]) => `${state}=${STEPS.find((step) => step.state === name)!.memoryMb}`)
    .join(',');
}

/** Pseudonyms by a key that it never sees. */
function pseudonymMaking({ storage: { pseudonymKey } }: Platform) {
  return {
    environment: { OSTEON_PSEUDONYM_KEY_ARN: pseudonymKey.keyArn },
    statements: [new PolicyStatement({ actions: ['kms:GenerateMac'], resources: [pseudonymKey.keyArn] })],
  };
}

/** Pseudonyms, and what each state's time costs. */
function rowMaking(platform: Platform) {
  const { environment, statements } = pseudonymMaking(platform);
  return {
    environment: {
      ...environment,
      OSTEON_STEP_MEMORY_MB: memoryByState(),
      OSTEON_GB_SECOND_USD: String(PRICES.lambdaGbSecond),
    },
    statements,
  };
}
