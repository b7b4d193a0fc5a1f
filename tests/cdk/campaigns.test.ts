/** Campaigns by the clock: what the scheduler starts is a request that the planner takes, and what is none ends the synthesis. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';

import { acknowledgementsFor } from '../../cdk/lib/nag/acknowledgements.ts';
import { NagGate } from '../../cdk/lib/nag/gate.ts';
import { OsteonStack } from '../../cdk/lib/osteon-stack.ts';
import type { ScheduledCampaign } from '../../cdk/lib/parameters.ts';
import { campaignRequestSchema } from '../../contracts/campaign/campaign.ts';

const NIGHTLY: ScheduledCampaign = {
  ...{ name: 'nightly', schedule: 'cron(0 2 * * ? *)', parameterSet: 'osteon-default-4' },
  ...{ where: 'parameter_set=osteon-default-2', budgetUsd: 50, toleratedFailurePercent: 5 },
};

function stackOf(campaigns: readonly ScheduledCampaign[]) {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  return { app, stack: new OsteonStack(app, 'Osteon', { parameters: { campaigns } }) };
}

test('a schedule starts the machine of campaigns with a request, each time another campaign', () => {
  const { app, stack } = stackOf([NIGHTLY]);
  expect(new NagGate(acknowledgementsFor(stack)).report(app).violations).toEqual([]);
  const template = Template.fromStack(stack);
  const [schedule, ...more] = Object.values(template.findResources('AWS::Scheduler::Schedule'));
  expect(more).toEqual([]);
  const { Target: target, ...how } = (
    schedule as { Properties: { Target: { Input: string }; [name: string]: unknown } }
  ).Properties;
  expect(how).toMatchObject({
    ...{ ScheduleExpression: 'cron(0 2 * * ? *)', ScheduleExpressionTimezone: 'UTC' },
    FlexibleTimeWindow: { Mode: 'OFF' },
  });
  const filled = target.Input.replaceAll('<aws.scheduler.execution-id>', 'd32c5kddcf5bb8c3');
  const { campaignId, request } = JSON.parse(filled) as { campaignId: string; request: unknown };
  expect(campaignRequestSchema.parse(request)).toMatchObject({
    ...{ campaignId, chosen: null, site: null, canary: null },
    budget: { seconds: null, usd: 50 },
  });
  const roles = JSON.stringify(template.findResources('AWS::IAM::Role'));
  expect(roles).toContain('"scheduler.amazonaws.com"');
  expect(roles).toContain('"aws:SourceAccount"');
});

test.each([
  [{ name: 'Nightly' }, 'parameter campaigns: found Nightly'],
  [{ schedule: '0 2 * * *' }, 'campaigns.nightly.schedule: found 0 2 * * *'],
  [{ budgetUsd: 0 }, 'campaigns.nightly.budgetUsd: found 0'],
])('%j ends the synthesis', (change, said) => {
  expect(() => stackOf([{ ...NIGHTLY, ...change }])).toThrow(said);
});

test.each([
  [40, '10'],
  [3, '1'],
])('of %i assessments at a time a campaign takes %s', (assessmentsAtATime, studies) => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new OsteonStack(app, 'Osteon', { parameters: { assessmentsAtATime } }));
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { OSTEON_CAMPAIGN_STUDIES: studies } },
  });
});
