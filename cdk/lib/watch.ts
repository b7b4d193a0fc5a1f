/** What is looked after by the clock: the scanners of each site. */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';

import { StepFunction, type Platform } from './step-function.ts';
import { SCANNER_WATCH } from './steps.ts';

/** UTC. Night in Europe and the Americas: what a day's studies have shown is there, and nobody waits for a place. */
const WATCHED_AT = { hour: '3', minute: '0' } as const;

export class Watch extends Construct {
  readonly functions: ReadonlyMap<string, StepFunction>;

  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id);
    const scanners = new StepFunction(this, SCANNER_WATCH.state, { step: SCANNER_WATCH, platform });
    this.functions = new Map([[SCANNER_WATCH.state, scanners]]);
    new Rule(this, 'EveryDay', {
      description: 'osteon: the control charts of all scanners are drawn',
      schedule: Schedule.cron(WATCHED_AT),
      targets: [new LambdaFunction(scanners.function, { retryAttempts: 2, maxEventAge: Duration.hours(1) })],
    });
  }
}
