/** When something is called, and who may call it. */
import { expect, test } from 'vitest';

import { ARN, resourcesOf } from './resources.ts';

const resources = resourcesOf({});

function propertiesOf(type: string): Readonly<Record<string, unknown>>[] {
  return Object.values(resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
}

const NUDGE = {
  Arn: ARN('StartStartAssessmentFunction'),
  RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
};
/** What starts a rule, and what it does: not its text and the names of its targets. */
const rules = () =>
  propertiesOf('AWS::Events::Rule').map(({ EventPattern, ScheduleExpression, Targets }) => ({
    ...(EventPattern === undefined ? { ScheduleExpression } : { EventPattern }),
    Targets: (Targets as readonly Readonly<Record<string, unknown>>[]).map((target) =>
      Object.fromEntries(Object.entries(target).filter(([name]) => name !== 'Id')),
    ),
  }));

test('a completion marker arrives in the queue, and nothing else does', () => {
  expect(rules()[0]).toEqual({
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [{ Ref: 'StorageStudies' }] },
        object: { key: [{ wildcard: 'studies/*/complete.json' }] },
      },
    },
    Targets: [{ Arn: ARN('StartArrivals'), DeadLetterConfig: { Arn: ARN('StartUnreadArrivals') } }, NUDGE],
  });
});

test('waiting studies are looked after when an assessment has ended, and every minute', () => {
  expect(rules().slice(1, 3)).toEqual([
    {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [{ Ref: 'AssessmentMachine' }],
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      Targets: [NUDGE],
    },
    { ScheduleExpression: 'rate(1 minute)', Targets: [NUDGE] },
  ]);
});

test('scanners are watched once a day, and again where that fails; files that sites copy every five minutes', () => {
  expect(rules().slice(3)).toEqual([
    {
      ScheduleExpression: 'cron(0 3 * * ? *)',
      Targets: [
        {
          Arn: ARN('WatchWatchScannersFunction'),
          RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
        },
      ],
    },
    {
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [
        {
          Arn: ARN('WatchCollectArrivalsFunction'),
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 },
        },
      ],
    },
  ]);
});

test('EventBridge may call the starter and the watches, API Gateway the API, and nobody else any function', () => {
  const all = propertiesOf('AWS::Lambda::Permission');
  const byGateway = all.filter(({ FunctionName }) => JSON.stringify(FunctionName).includes('ApiFunction'));
  for (const { Principal, SourceArn } of byGateway) {
    expect(Principal).toBe('apigateway.amazonaws.com');
    expect(JSON.stringify(SourceArn)).toContain('"ApiHttp"');
  }
  expect(byGateway.length).toBeGreaterThan(0);
  const allowed = all.filter((permission) => !byGateway.includes(permission));
  expect(allowed.map(({ FunctionName }) => FunctionName)).toEqual([
    ...Array<unknown>(3).fill(ARN('StartStartAssessmentFunction')),
    ARN('WatchWatchScannersFunction'),
    ARN('WatchCollectArrivalsFunction'),
  ]);
  for (const { Action, Principal, SourceArn } of allowed)
    expect({ Action, Principal, SourceArn }).toEqual({
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: expect.anything() as unknown,
    });
});
