/** What is looked after by the clock: files that sites copy, and their scanners. */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';

import { StepFunction, type Platform } from './step-function.ts';
import { COLLECTOR, SCANNER_WATCH } from './steps.ts';

const SECONDS = 60;
/** UTC. Night in Europe and the Americas: what a day's studies have shown is there, and nobody waits for a place. */
const WATCHED_AT = { hour: '3', minute: '0' } as const;
/** A study that sites copy waits so much longer than its quiet period, at most. */
const LOOK = Duration.minutes(5);

export class Watch extends Construct {
  readonly functions: ReadonlyMap<string, StepFunction>;

  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id);
    const scanners = new StepFunction(this, SCANNER_WATCH.state, { step: SCANNER_WATCH, platform });
    const collector = new StepFunction(this, COLLECTOR.state, {
      step: COLLECTOR,
      platform,
      environment: { OSTEON_QUIET_SECONDS: String(SECONDS * platform.parameters.arrivalQuietMinutes) },
    });
    this.functions = new Map([
      [SCANNER_WATCH.state, scanners],
      [COLLECTOR.state, collector],
    ]);
    new Rule(this, 'EveryDay', {
      description: 'osteon: the control charts of all scanners are drawn',
      schedule: Schedule.cron(WATCHED_AT),
      targets: [new LambdaFunction(scanners.function, { retryAttempts: 2, maxEventAge: Duration.hours(1) })],
    });
    new Rule(this, 'EveryFewMinutes', {
      description: 'osteon: files that sites have copied are looked at',
      schedule: Schedule.rate(LOOK),
      targets: [new LambdaFunction(collector.function, { retryAttempts: 0, maxEventAge: LOOK })],
    });
  }
}
