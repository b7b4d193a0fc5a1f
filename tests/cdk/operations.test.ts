/** What an operator is told, and by what: every alarm reaches the topic, and nothing that is measured names a study. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';

import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';

type Properties = Readonly<Record<string, unknown>>;
let template: Template;
let text: string;

beforeAll(() => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  template = Template.fromStack(new OsteonStack(app, 'Osteon'));
  text = JSON.stringify(template.toJSON());
});

function propertiesOf(type: string): Properties[] {
  return Object.values(template.findResources(type)).map(
    ({ Properties }: Record<string, Properties>) => Properties!,
  );
}

test('there is an alarm for each thing that wants a person, and it says which', () => {
  const alarms = template.findResources('AWS::CloudWatch::Alarm');
  const names = Object.keys(alarms).map((id) => id.replace(/^Operations(\w+?)[0-9A-F]{8}$/, '$1'));
  expect(names.sort()).toEqual([
    'ArrivalsIncomplete',
    'ArrivalsNotCollected',
    'ArrivalsNotLookedAt',
    'AssessmentsFailed',
    'CampaignFailed',
    'CampaignHeld',
    'CampaignNotStarted',
    'DeadArrivals',
    'DeadStudies',
    'DearStudy',
    'LongWait',
    'ManyRefused',
    'RevisionsFailed',
    'ScannerDrifts',
    'ScannerWatchStopped',
    'ScannersUnwatched',
    'StarterFails',
    'Throttled',
  ]);
  for (const alarm of propertiesOf('AWS::CloudWatch::Alarm')) {
    expect(alarm.AlarmDescription).toMatch(/^osteon: .* \(cdk\/README\.md, "Alarms"\)$/);
    expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^OperationsAlarms/) as string }]);
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  }
});

test.each([
  ['a dead letter', 'ApproximateNumberOfMessagesVisible', 1],
  ['twelve hours of waiting', 'ApproximateAgeOfOldestMessage', 12 * 3600],
  ['refusals', 'Refused', 20],
])('%s is an alarm', (_, metric, threshold) => {
  const watching = propertiesOf('AWS::CloudWatch::Alarm').filter((alarm) =>
    JSON.stringify(alarm).includes(`"MetricName":"${metric}"`),
  );
  expect(watching.length).toBeGreaterThanOrEqual(1);
  for (const { Threshold, ComparisonOperator } of watching)
    expect([Threshold, ComparisonOperator]).toEqual([threshold, 'GreaterThanOrEqualToThreshold']);
});

test('a scanner that drifts, and a site that is not watched, are told by lines of the watch, once a day', () => {
  const told = propertiesOf('AWS::Logs::MetricFilter').filter(({ LogGroupName: log }) =>
    JSON.stringify(log).includes('WatchWatchScannersLog'),
  );
  expect(told.map(({ FilterPattern: pattern }) => pattern)).toEqual([
    '{ $.message = "scanner drifts" }',
    '{ $.message = "site not watched" }',
  ]);
  const alarms = propertiesOf('AWS::CloudWatch::Alarm').filter(({ AlarmDescription: why }) =>
    /scanners? (of a site|no longer)/.test(String(why)),
  );
  expect(alarms).toHaveLength(2);
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({ Threshold: 1, TreatMissingData: 'notBreaching' });
    expect(JSON.stringify(alarm)).toMatch(/"Period":86400/);
  }
});

test.each([
  ['the daily watch over scanners was not started', 'WatchScanners', 86_400],
  ['nothing looks at what sites copy', 'CollectArrivals', 3600],
])('a clock that has stopped leaves no metric, which is an alarm: %s', (told, state, period) => {
  const [stopped] = propertiesOf('AWS::CloudWatch::Alarm').filter(({ AlarmDescription: why }) =>
    String(why).includes(told),
  );
  expect(stopped).toMatchObject({
    MetricName: 'Invocations',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: period,
    EvaluationPeriods: 1,
    TreatMissingData: 'breaching',
  });
  expect(JSON.stringify(stopped!.Dimensions)).toContain(`Watch${state}`);
});

test('an incomplete file is an alarm when it has been one for as long as a study may wait', () => {
  const [incomplete] = propertiesOf('AWS::CloudWatch::Alarm').filter(({ AlarmDescription: why }) =>
    String(why).includes('incomplete'),
  );
  expect(incomplete).toMatchObject({ EvaluationPeriods: 12, Threshold: 1 });
  expect(JSON.stringify(incomplete)).toMatch(
    /"MetricName":"IncompleteArrivals".*"Period":3600,"Stat":"Minimum"/,
  );
});

test('failed, timed out and aborted assessments are all failures', () => {
  const [failed] = propertiesOf('AWS::CloudWatch::Alarm').filter(({ AlarmDescription: why }) =>
    String(why).includes('technical fault'),
  );
  expect(JSON.stringify(failed!.Metrics)).toMatch(/ExecutionsFailed.*ExecutionsTimedOut.*ExecutionsAborted/);
});

test('a study’s cost is every function’s time at the price of its memory', () => {
  const [dear] = propertiesOf('AWS::CloudWatch::Alarm').filter(({ AlarmDescription: why }) =>
    String(why).includes('costs more'),
  );
  const metrics = dear!.Metrics as readonly { readonly Expression?: string }[];
  const { Expression: expression = '' } = metrics.find(({ Expression }) => Expression !== undefined)!;
  expect(metrics).toHaveLength(1 + 1 + 9);
  expect(expression).toMatch(/^\(time0 \* 0\.\d+ \+ .* \+ time8 \* 0\.\d+\) \/ studies \/ 1000000$/);
  // A second of 1,024 MB costs 13.3334 microdollars.
  expect(expression).toContain('0.0133334');
});

test('log lines are counted by fields of closed lists alone: no metric has a study in its dimensions', () => {
  const filters = propertiesOf('AWS::Logs::MetricFilter');
  expect(filters).toHaveLength(9);
  const dimensions = filters.flatMap(({ MetricTransformations: transformations }) =>
    (
      transformations as readonly { readonly Dimensions?: readonly { Key: string; Value: string }[] }[]
    ).flatMap(({ Dimensions = [] }) => Dimensions),
  );
  expect(dimensions).toEqual([{ Key: 'code', Value: '$.code' }]);
  for (const name of ['studyId', 'assessmentId', 'executionName']) expect(text).not.toContain(`$.${name}`);
});

test('the dashboard shows studies, refusals, waits, time and cost, and what waits for a person', () => {
  const [{ DashboardBody: body }] = propertiesOf('AWS::CloudWatch::Dashboard') as [{ DashboardBody: object }];
  const shown = JSON.stringify(body);
  for (const metric of [
    'NumberOfMessagesSent',
    'ExecutionsStarted',
    'ExecutionsSucceeded',
    'Refused',
    'RefusedByCode',
    'ExecutionsFailed',
    'ApproximateAgeOfOldestMessage',
    'ApproximateAgeOfOldestMessageInQuietGroups',
    'WaitedSeconds',
    'ExecutionTime',
    'Duration',
    'Throttles',
    'ApproximateNumberOfMessagesVisible',
  ])
    expect(shown).toContain(metric);
});
