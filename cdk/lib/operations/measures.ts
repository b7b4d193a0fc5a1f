/** What is measured of a deployment: the services' own metrics, and counts from log lines whose fields are of closed lists. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats, type IMetric, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Assessment } from '../assessment.ts';
import { PRICES } from '../prices.ts';
import type { Start } from '../start.ts';
import { OWN_FUNCTIONS, STEPS } from '../steps.ts';

export interface Measures {
  readonly studiesIn: IMetric;
  readonly started: IMetric;
  readonly succeeded: IMetric;
  /** Failed, timed out and aborted. */
  readonly failed: IMetric;
  readonly refused: IMetric;
  /** A search: each code has a line of its own. */
  readonly refusedByCode: IMetric;
  readonly oldestSeconds: IMetric;
  readonly oldestOfQuietSitesSeconds: IMetric;
  readonly waitedSeconds: IMetric;
  readonly assessmentSeconds: IMetric;
  /** US$ of compute a study. */
  readonly costAStudy: IMetric;
  readonly deadArrivals: IMetric;
  readonly deadStudies: IMetric;
  readonly starterErrors: IMetric;
  readonly starterCalls: IMetric;
  readonly throttled: IMetric;
}

const HOUR = Duration.hours(1);
const FIVE_MINUTES = Duration.minutes(5);
const MB_A_GB = 1024;
const MICRO = 1_000_000;

export function measures(
  scope: Construct,
  { assessment, start }: { readonly assessment: Assessment; readonly start: Start },
): Measures {
  const { machine } = assessment;
  const namespace = `osteon/${Stack.of(scope).stackName}`;
  const counted = (
    id: string,
    state: string,
    filter: Partial<ConstructorParameters<typeof MetricFilter>[2]>,
  ) =>
    new MetricFilter(scope, id, {
      logGroup: (assessment.functions.get(state) ?? start.functions.get(state)!).log,
      metricNamespace: namespace,
      metricName: id,
      metricValue: '1',
      filterPattern: FilterPattern.stringValue('$.message', '=', 'report made'),
      ...filter,
    });
  const isRefused = FilterPattern.all(
    FilterPattern.stringValue('$.message', '=', 'report made'),
    FilterPattern.stringValue('$.outcome', '=', 'refused'),
  );
  const refused = counted('Refused', 'PublishReport', { filterPattern: isRefused, defaultValue: 0 });
  counted('RefusedByCode', 'PublishReport', { filterPattern: isRefused, dimensions: { code: '$.code' } });
  const waited = counted('WaitedSeconds', 'StartAssessment', {
    filterPattern: FilterPattern.stringValue('$.message', '=', 'assessment started'),
    metricValue: '$.waitedSeconds',
  });
  const sum = (metric: Metric): Metric => metric.with({ statistic: Stats.SUM, period: FIVE_MINUTES });
  const starter = start.functions.get('StartAssessment')!.function;
  const queue = (metricName: string) => start.waiting.metric(metricName, { statistic: Stats.MAXIMUM });
  return {
    studiesIn: sum(start.waiting.metricNumberOfMessagesSent({ label: 'studies in' })),
    started: sum(machine.metricStarted({ label: 'started' })),
    succeeded: sum(machine.metricSucceeded({ label: 'reported' })),
    failed: new MathExpression({
      expression: 'failed + timedOut + aborted',
      label: 'failed',
      period: FIVE_MINUTES,
      usingMetrics: {
        failed: sum(machine.metricFailed()),
        timedOut: sum(machine.metricTimedOut()),
        aborted: sum(machine.metricAborted()),
      },
    }),
    refused: refused.metric({ statistic: Stats.SUM, label: 'refused', period: FIVE_MINUTES }),
    refusedByCode: new MathExpression({
      expression: `SEARCH('{"${namespace}",code} MetricName="RefusedByCode"', 'Sum', ${HOUR.toSeconds()})`,
      label: '',
      period: HOUR,
      usingMetrics: {},
    }),
    oldestSeconds: queue('ApproximateAgeOfOldestMessage'),
    oldestOfQuietSitesSeconds: queue('ApproximateAgeOfOldestMessageInQuietGroups'),
    waitedSeconds: waited.metric({ statistic: Stats.MAXIMUM, label: 'longest wait for a start' }),
    assessmentSeconds: new MathExpression({
      expression: 'milliseconds / 1000',
      label: 'an assessment, on average',
      period: HOUR,
      usingMetrics: { milliseconds: machine.metricTime({ statistic: Stats.AVERAGE, period: HOUR }) },
    }),
    costAStudy: costAStudy({ assessment, start }),
    deadArrivals: start.deadLetters.arrivals.metricApproximateNumberOfMessagesVisible({
      statistic: Stats.MAXIMUM,
      label: 'arrivals that nobody could read',
    }),
    deadStudies: start.deadLetters.waiting.metricApproximateNumberOfMessagesVisible({
      statistic: Stats.MAXIMUM,
      label: 'studies that could not be started',
    }),
    starterErrors: sum(starter.metricErrors()),
    starterCalls: sum(starter.metricInvocations()),
    throttled: sum(assessment.functions.get('SolveLevel')!.function.metricThrottles({ label: 'throttled' })),
  };
}

/** Measured, not estimated: the time of every function at the price of its memory, requests and transitions, over the studies. */
function costAStudy({
  assessment,
  start,
}: {
  readonly assessment: Assessment;
  readonly start: Start;
}): IMetric {
  const usingMetrics: Record<string, IMetric> = {
    studies: assessment.machine.metricStarted({ statistic: Stats.SUM, period: HOUR }),
  };
  const costs = [...STEPS, ...OWN_FUNCTIONS].map(({ state, memoryMb }, n) => {
    const { function: fn } = assessment.functions.get(state) ?? start.functions.get(state)!;
    usingMetrics[`time${n}`] = fn.metricDuration({ statistic: Stats.SUM, period: HOUR });
    const microdollarsAMs = (((memoryMb / MB_A_GB) * PRICES.lambdaGbSecond) / 1000) * MICRO;
    return `time${n} * ${microdollarsAMs.toFixed(7)}`;
  });
  return new MathExpression({
    // CloudWatch takes no exponents, and they are prices of a millisecond.
    expression: `(${costs.join(' + ')}) / studies / ${MICRO}`,
    label: 'US$ of compute a study',
    period: HOUR,
    usingMetrics,
  });
}
