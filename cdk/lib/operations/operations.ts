/** What an operator sees and is told. Nothing here names a study. */
import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import type { Assessment } from '../assessment.ts';
import type { Campaigns } from '../campaigns.ts';
import type { Finalisation } from '../finalisation.ts';
import { operatorsDashboard } from './dashboard.ts';
import { measures, type Measures } from './measures.ts';
import type { Start } from '../start.ts';
import type { Platform } from '../step-function.ts';
import type { Watch } from '../watch.ts';

export interface OperationsProps {
  readonly platform: Platform;
  readonly assessment: Assessment;
  readonly start: Start;
  readonly watch: Watch;
  readonly campaigns: Campaigns;
  readonly finalisation: Finalisation;
}

type Watched = Limit & {
  readonly metric: IMetric;
  readonly why: string;
  /** Of the metric's periods, all in a row. Left out: one. */
  readonly periods?: number;
};

type Limit =
  /** From this value on it is an alarm. */
  | { readonly from: number; readonly below?: never }
  /** Below this value, and where nothing is measured, it is one. */
  | { readonly below: number; readonly from?: never };

const SECONDS_AN_HOUR = 3600;
/** CloudWatch looks back no further. */
const HOURS_A_WEEK = 168;
/** US$; several times what the largest study costs (docs/performance.md). */
const DEAR_STUDY = 0.05;
/** In five minutes: what sites send, or a rule, has changed. */
const MANY_REFUSED = 20;
/** Of one-minute calls in five minutes. */
const MANY_STARTER_ERRORS = 3;

export class Operations extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { platform, ...parts }: OperationsProps) {
    super(scope, id);
    const { storage, parameters } = platform;
    this.topic = new Topic(this, 'Alarms', { masterKey: storage.key, enforceSSL: true });
    // Said here, as the library's grant would let alarms of every account use the key.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (parameters.alarmAddress !== null)
      this.topic.addSubscription(new EmailSubscription(parameters.alarmAddress));
    const all = measures(this, parts);
    const watched = watchedIn(all, parameters.longestWaitHours);
    for (const [name, { metric, from, below, why, periods = 1 }] of Object.entries(watched)) {
      const tooFew = below !== undefined;
      const alarm = new Alarm(this, name, {
        metric,
        threshold: below ?? from,
        evaluationPeriods: periods,
        alarmDescription: `osteon: ${why} (cdk/README.md, "Alarms")`,
        comparisonOperator: tooFew
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: tooFew ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(this.topic));
      alarm.addOkAction(new SnsAction(this.topic));
    }
    operatorsDashboard(this, all);
  }
}

function watchedIn(all: Measures, longestWaitHours: number): Readonly<Record<string, Watched>> {
  return {
    DeadArrivals: { metric: all.deadArrivals, from: 1, why: 'a marker has landed that could not be read' },
    DeadStudies: { metric: all.deadStudies, from: 1, why: 'a study could not be started' },
    RevisionsFailed: {
      metric: all.revisionsFailed,
      from: 1,
      why: 'a reviewed report could not be made',
    },
    AssessmentsFailed: { metric: all.failed, from: 1, why: 'an assessment ended with a technical fault' },
    ManyRefused: { metric: all.refused, from: MANY_REFUSED, why: 'many studies are refused' },
    LongWait: {
      metric: all.oldestSeconds,
      from: longestWaitHours * SECONDS_AN_HOUR,
      why: `a study has neither ended nor failed for ${longestWaitHours} hours`,
    },
    StarterFails: {
      metric: all.starterErrors,
      from: MANY_STARTER_ERRORS,
      why: 'no study is started',
      periods: 2,
    },
    Throttled: {
      metric: all.throttled,
      from: 1,
      why: 'levels wait for a place in Lambda: other functions take more of the account than was said',
      periods: 3,
    },
    ScannerDrifts: {
      metric: all.scannerDrifts,
      from: 1,
      why: 'a scanner no longer shows what it showed: densities by it are off',
    },
    ScannersUnwatched: {
      metric: all.scannersUnwatched,
      from: 1,
      why: 'the scanners of a site are not watched',
    },
    ScannerWatchStopped: {
      metric: all.scannerWatches,
      below: 1,
      why: 'the daily watch over scanners was not started',
    },
    ArrivalsNotLookedAt: {
      metric: all.arrivalLooks,
      below: 1,
      why: 'nothing looks at what sites copy',
    },
    ArrivalsNotCollected: {
      metric: all.arrivalsUncollected,
      from: 1,
      why: 'files that a site has copied do not become studies',
      periods: 3,
    },
    ArrivalsIncomplete: {
      metric: all.arrivalsIncomplete,
      from: 1,
      why: `a file that a site has copied is incomplete for ${longestWaitHours} hours, and holds up what lies beside it`,
      periods: Math.min(longestWaitHours, HOURS_A_WEEK),
    },
    CampaignFailed: {
      metric: all.campaignsFailed,
      from: 1,
      why: 'a campaign ended before its time: over its budget, too many failures, or a technical fault',
    },
    CampaignHeld: {
      metric: all.campaignsHeld,
      from: 1,
      why: 'a campaign changed more than it may, and waits for a word',
    },
    CampaignNotStarted: {
      metric: all.campaignsNotStarted,
      from: 1,
      why: 'a campaign did not start, as another one runs',
    },
    DearStudy: { metric: all.costAStudy, from: DEAR_STUDY, why: 'a study costs more than it should' },
  };
}
