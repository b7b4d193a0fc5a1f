/** The operator's dashboard. */
import { Dashboard, GraphWidget, SingleValueWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Measures } from './measures.ts';

const HALF = 12;
const THIRD = 8;

export function operatorsDashboard(scope: Construct, all: Measures): Dashboard {
  const graph = (title: string, width: number, left: IMetric[], right: IMetric[] = []) =>
    new GraphWidget({ title, width, left, right, leftYAxis: { min: 0 } });
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: `${Stack.of(scope).stackName}-operations`,
    widgets: [
      [graph('Studies', HALF, [all.studiesIn, all.started, all.succeeded, all.refused, all.failed])],
      [graph('Refused in an hour, by code', HALF, [all.refusedByCode])],
      [
        graph('Waiting, s', THIRD, [all.oldestSeconds, all.oldestOfQuietSitesSeconds, all.waitedSeconds]),
        graph('An assessment: s, and US$ of compute', THIRD, [all.assessmentSeconds], [all.costAStudy]),
        graph('Levels without a place in Lambda', THIRD, [all.throttled]),
      ],
      [
        new SingleValueWidget({
          title: 'For a person',
          width: HALF,
          metrics: [all.deadArrivals, all.deadStudies, all.scannerDrifts, all.arrivalsIncomplete],
        }),
      ],
    ],
  });
}
