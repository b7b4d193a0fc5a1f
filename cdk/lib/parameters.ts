/** What a deployer decides, with what holds where nothing is said. Each stage of `cdk/stages.ts` gives those that differ. */

export interface Parameters {
  /** Assessments that run side by side; each solves up to ten levels at a time. */
  readonly assessmentsAtATime: number;
  /** Lambda's concurrency in this account and Region (Service Quotas, "Concurrent executions"): a new account may have 10. */
  readonly accountConcurrency: number;
  readonly retention: Retention;
  /** Files that a site copies below `arrivals/SITE/` are a study when nothing of it has changed for so long. */
  readonly arrivalQuietMinutes: number;
  /** GB that one query of the rows may scan before Athena ends it; Athena asks US$5 for 1,000 of them. */
  readonly mostScannedGb: number;
  /** Signed reports can't be changed or deleted before their time; null: they can, and stay as versions. */
  readonly signedReportsLock: SignedReportsLock | null;
  /** Functions of the chain in a network of their own without a way to the internet; null: in Lambda's. */
  readonly network: Network | null;
  /** Whose tokens the API takes: a Cognito pool of the stack's own, or any issuer of OpenID Connect; null: there is no API. */
  readonly identity: Identity | null;
  /** Studies that are assessed again by the clock; the API starts campaigns as well. */
  readonly campaigns: readonly ScheduledCampaign[];
  /** Who is told of alarms; null: a topic without a subscriber. */
  readonly alarmAddress: string | null;
  /** Hours that a study may wait for its end before it is an alarm. */
  readonly longestWaitHours: number;
  /** True: `cdk destroy` deletes buckets that are empty, the key and the logs; false: they outlive the stack. True for trials alone. */
  readonly removable: boolean;
}

export interface ScheduledCampaign {
  /** Lower case letters, digits and hyphens. */
  readonly name: string;
  /** As EventBridge Scheduler has it: `cron(0 2 * * ? *)`, `rate(7 days)`. */
  readonly schedule: string;
  /** `Europe/Berlin`; left out: UTC. */
  readonly timeZone?: string;
  /** The set of parameters that the studies are assessed with. */
  readonly parameterSet: string;
  /** `all`, or COLUMN=VALUE,... of the table assessments (docs/data-dictionary.md). */
  readonly where: string;
  /** Whose studies; left out: those of all sites. */
  readonly site?: string;
  /** Studies; left out: 1 %, at least 20. */
  readonly canary?: number;
  /** It does not start where former costs say that it takes more. */
  readonly budgetUsd: number;
  /** Share of a part's studies that may fail before the rest is given up, %. */
  readonly toleratedFailurePercent: number;
}

/** Days; null: for ever. */
export interface Retention {
  /** Studies as uploaded: copies of what the site's archive holds. */
  readonly uploads: number | null;
  /** Files that sites copy below `arrivals/`: those of a study are copied on as uploads are. */
  readonly arrivals: number | null;
  /** Volumes that an assessment makes (CT in HU, label maps, strains): they can be made again while the upload is there. */
  readonly volumes: number | null;
  /** Results, reports and measurements of an assessment, and what queries read. */
  readonly results: number | null;
  readonly signedReports: number | null;
  /** Answers to queries: they can be asked for again. */
  readonly answers: number;
  /** Versions that were written over or deleted. */
  readonly oldVersions: number;
  /** Of CloudWatch; it knows the values of `RetentionDays` alone. */
  readonly logs: number;
  readonly accessLogs: number;
}

export type Identity =
  | { readonly kind: 'cognito' }
  /** `issuer` as in its tokens (an https address), `audience` as in theirs. */
  | { readonly kind: 'issuer'; readonly issuer: string; readonly audience: string };

export interface SignedReportsLock {
  /** Governance: a permission of its own can lift it. Compliance: nobody can. */
  readonly mode: 'governance' | 'compliance';
  readonly days: number;
}

export interface Network {
  readonly cidr: string;
  /** Availability zones; an interface endpoint costs about US$7 a month in each. */
  readonly zones: number;
}

/** The id of each of its campaigns is the name and what the scheduler adds. */
const CAMPAIGN_NAME = /^[a-z0-9][a-z0-9-]{0,19}$/;
const TEN_YEARS = 3653;

export const DEFAULTS: Parameters = {
  assessmentsAtATime: 40,
  accountConcurrency: 1000,
  retention: {
    uploads: 90,
    arrivals: 4,
    volumes: 14,
    results: TEN_YEARS,
    signedReports: TEN_YEARS,
    answers: 7,
    oldVersions: 30,
    logs: 365,
    accessLogs: 400,
  },
  arrivalQuietMinutes: 10,
  mostScannedGb: 20,
  signedReportsLock: null,
  network: null,
  identity: { kind: 'cognito' },
  campaigns: [],
  alarmAddress: null,
  longestWaitHours: 12,
  removable: false,
};

export type GivenParameters = Partial<Omit<Parameters, 'retention'>> & {
  readonly retention?: Partial<Retention>;
};

/** @throws Error where a parameter can't be: what was found, and what is required */
export function parametersFrom(given: GivenParameters): Parameters {
  const all = { ...DEFAULTS, ...given, retention: { ...DEFAULTS.retention, ...given.retention } };
  whole('assessmentsAtATime', all.assessmentsAtATime);
  whole('accountConcurrency', all.accountConcurrency);
  whole('longestWaitHours', all.longestWaitHours);
  whole('arrivalQuietMinutes', all.arrivalQuietMinutes);
  whole('mostScannedGb', all.mostScannedGb);
  for (const [name, days] of Object.entries(all.retention))
    if (days !== null) whole(`retention.${name}`, days);
  const { retention, signedReportsLock: lock, network, identity, alarmAddress, removable } = all;
  if (retention.volumes !== null && retention.uploads !== null && retention.volumes > retention.uploads)
    refuse(
      'retention.volumes',
      `${retention.volumes} days`,
      `no more than uploads have, ${retention.uploads}`,
    );
  if (lock !== null) {
    whole('signedReportsLock.days', lock.days);
    if (removable) refuse('removable', 'true, and signed reports under a lock', 'one or the other');
    if (retention.signedReports !== null && retention.signedReports < lock.days)
      refuse(
        'retention.signedReports',
        `${retention.signedReports} days`,
        `at least the lock's ${lock.days}`,
      );
  }
  if (identity?.kind === 'issuer' && URL.parse(identity.issuer)?.protocol !== 'https:')
    refuse('identity.issuer', identity.issuer, 'an https address');
  for (const { name, schedule, budgetUsd } of all.campaigns) {
    if (!CAMPAIGN_NAME.test(name))
      refuse('campaigns', name, 'names of at most 20 lower case letters, digits and hyphens');
    if (!/^(cron|rate|at)\(.+\)$/.test(schedule))
      refuse(`campaigns.${name}.schedule`, schedule, 'cron(...), rate(...) or at(...)');
    if (!(budgetUsd > 0)) refuse(`campaigns.${name}.budgetUsd`, String(budgetUsd), 'more than 0');
  }
  if (network !== null) whole('network.zones', network.zones);
  if (alarmAddress !== null && !/^[^\s@]+@[^\s@]+$/.test(alarmAddress))
    refuse('alarmAddress', 'no e-mail address', 'one');
  return all;
}

function whole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) refuse(name, String(value), 'a whole number from 1');
}

function refuse(name: string, found: string, required: string): never {
  throw new Error(`parameter ${name}: found ${found}; required: ${required}`);
}
