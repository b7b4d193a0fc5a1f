/** What is measured of a deployment: the services' own metrics, and counts from log lines whose fields are of closed lists. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats, type IMetric, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Assessment } from '../assessment.ts';
import type { Campaigns } from '../campaigns.ts';
import type { Finalisation } from '../finalisation.ts';
import { PRICES } from '../prices.ts';
import type { Start } from '../start.ts';
import type { StepFunction } from '../step-function.ts';
import { OWN_FUNCTIONS, STEPS } from '../steps.ts';
import type { Watch } from '../watch.ts';

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
  /** A scanner, tube voltage and quantity each. */
  readonly scannerDrifts: IMetric;
  /** Sites of which a document can't be read, and runs that failed. */
  readonly scannersUnwatched: IMetric;
  /** Runs of a day: none where the clock no longer starts them. */
  readonly scannerWatches: IMetric;
  /** Looks of an hour. */
  readonly arrivalLooks: IMetric;
  /** Sites and studies that a look could not deal with, and looks that failed. */
  readonly arrivalsUncollected: IMetric;
  /** Files. */
  readonly arrivalsIncomplete: IMetric;
  readonly revisionsFailed: IMetric;
  readonly campaignsFailed: IMetric;
  readonly campaignsHeld: IMetric;
  readonly campaignsNotStarted: IMetric;
}

/** The parts of the stack that are measured. */
export interface Measured {
  readonly assessment: Assessment;
  readonly start: Start;
  readonly watch: Watch;
  readonly campaigns: Campaigns;
  readonly finalisation: Finalisation;
}

const DAY = Duration.days(1);
const HOUR = Duration.hours(1);
const FIVE_MINUTES = Duration.minutes(5);
const MB_A_GB = 1024;
const MICRO = 1_000_000;

export function measures(
  scope: Construct,
  { assessment, start, watch, campaigns, finalisation }: Measured,
): Measures {
  const { machine } = assessment;
  const functions = new Map([
    ...assessment.functions,
    ...start.functions,
    ...watch.functions,
    ...campaigns.functions,
  ]);
  const namespace = `osteon/${Stack.of(scope).stackName}`;
  const counted = (
    id: string,
    state: string,
    filter: Partial<ConstructorParameters<typeof MetricFilter>[2]>,
  ) =>
    new MetricFilter(scope, id, {
      logGroup: functions.get(state)!.log,
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
  const lines = (id: string, state: string, message: string, metricValue = '1') =>
    counted(id, state, {
      filterPattern: FilterPattern.stringValue('$.message', '=', message),
      metricValue,
    });
  const daily = { statistic: Stats.SUM, period: DAY };
  const drifts = lines('DriftingScanners', 'WatchScanners', 'scanner drifts');
  const unread = lines('UnwatchedSites', 'WatchScanners', 'site not watched');
  const uncollected = lines('UncollectedArrivals', 'CollectArrivals', 'arrivals not collected');
  const incomplete = lines('IncompleteArrivals', 'CollectArrivals', 'arrivals collected', '$.incomplete');
  const held = lines('HeldCampaigns', 'CompareCampaign', 'campaign held');
  const notStarted = lines('CampaignsNotStarted', 'PlanCampaign', 'campaign not started: another runs');
  const starter = functions.get('StartAssessment')!.function;
  const queue = (metricName: string) => start.waiting.metric(metricName, { statistic: Stats.MAXIMUM });
  return {
    studiesIn: sum(start.waiting.metricNumberOfMessagesSent({ label: 'studies in' })),
    started: sum(machine.metricStarted({ label: 'started' })),
    succeeded: sum(machine.metricSucceeded({ label: 'reported' })),
    failed: failuresOf(machine, 'failed'),
    revisionsFailed: failuresOf(finalisation.machine, 'revisions failed'),
    campaignsFailed: failuresOf(campaigns.machine, 'campaigns failed'),
    campaignsHeld: sum(held.metric()),
    campaignsNotStarted: sum(notStarted.metric()),
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
    costAStudy: costAStudy(machine, functions),
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
    throttled: sum(functions.get('SolveLevel')!.function.metricThrottles({ label: 'throttled' })),
    scannerDrifts: drifts.metric({ ...daily, label: 'drifting: scanner, kV and quantity' }),
    scannersUnwatched: withErrors(unread.metric(daily), functions.get('WatchScanners')!, DAY),
    scannerWatches: callsOf(functions.get('WatchScanners')!, DAY),
    arrivalLooks: callsOf(functions.get('CollectArrivals')!, HOUR),
    arrivalsUncollected: withErrors(
      uncollected.metric({ statistic: Stats.SUM, period: FIVE_MINUTES }),
      functions.get('CollectArrivals')!,
      FIVE_MINUTES,
    ),
    arrivalsIncomplete: incomplete.metric({
      statistic: Stats.MINIMUM,
      period: HOUR,
      label: 'incomplete files',
    }),
  };
}

/** A function that nothing starts has no metric at all: to its alarm, missing is too few. */
function callsOf({ function: fn }: StepFunction, period: Duration): IMetric {
  return fn.metricInvocations({ statistic: Stats.SUM, period });
}

function sum(metric: Metric): Metric {
  return metric.with({ statistic: Stats.SUM, period: FIVE_MINUTES });
}

function failuresOf(machine: Assessment['machine'], label: string): IMetric {
  return new MathExpression({
    expression: 'failed + timedOut + aborted',
    label,
    period: FIVE_MINUTES,
    usingMetrics: {
      failed: sum(machine.metricFailed()),
      timedOut: sum(machine.metricTimedOut()),
      aborted: sum(machine.metricAborted()),
    },
  });
}

/** What a function could not do, as its lines count it, and its own ends by error: none of either is none. */
function withErrors(told: Metric, { function: fn }: StepFunction, period: Duration): IMetric {
  return new MathExpression({
    expression: 'FILL(told, 0) + FILL(failed, 0)',
    label: 'not done',
    period,
    usingMetrics: { told, failed: fn.metricErrors({ period }) },
  });
}

/** CloudWatch's limit of metrics in the expression of an alarm; one counts the studies. */
const MOST_IN_AN_ALARM = 10;
/** What every study passes through; where there are too many, those that can cost least are left out: they check, or queue. */
const DEAREST = [...STEPS, ...OWN_FUNCTIONS.filter(({ part }) => part === 'Start')]
  .toSorted((a, b) => b.memoryMb * b.timeoutSeconds - a.memoryMb * a.timeoutSeconds)
  .slice(0, MOST_IN_AN_ALARM - 1);

/** Measured, not estimated: the time of the functions at the price of their memory, over the studies. */
function costAStudy(machine: Assessment['machine'], functions: ReadonlyMap<string, StepFunction>): IMetric {
  const usingMetrics: Record<string, IMetric> = {
    studies: machine.metricStarted({ statistic: Stats.SUM, period: HOUR }),
  };
  const costs = DEAREST.map(({ state, memoryMb }, n) => {
    const { function: fn } = functions.get(state)!;
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
