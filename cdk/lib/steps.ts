/** The functions of the deployment, one a state, and what each may use. */

/** Between the end of a function and that of its Task, s: the way there and back, and a cold start. */
export const TASK_MARGIN_SECONDS = 30;

export interface StepSpec {
  /** The state's name, and its placeholder in the state machine's definition. */
  readonly state: string;
  /** Folder below lambdas/: the state's name in kebab-case. */
  readonly folder: string;
  /**
   * A third more than a CT of 2,000 slices takes where a step holds it (docs/performance.md, "Within Lambda's walls"); of a level
   * one vCPU, which Lambda gives per 1,769 MB.
   */
  readonly memoryMb: number;
  /** Below the Task's own TimeoutSeconds by TASK_MARGIN_SECONDS: a call that is too long ends, and is not left running beside its retry. */
  readonly timeoutSeconds: number;
  /** Prefixes of keys that it reads, and writes. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Prefixes below which it asks what is there. */
  readonly lists?: readonly string[];
  /** Prefixes of which it reads what was written over. */
  readonly readsVersions?: readonly string[];
}

const STUDIES = 'studies/*';
/** Files that a site sends by the API: a study's marker lists them where they lie. */
const INCOMING = 'incoming/*';
const ASSESSMENTS = 'assessments/*';
/** Tables that analysts query. */
const RESULTS = 'results/*';
/** Copies of what a reader has signed. */
const SIGNED = 'reports/*';
/** Of each patient, by the pseudonym, which assessments there are. */
const PATIENTS = 'results/patients/*';
/** Which studies are a site's, and its scanners' calibrations. */
const SITES = 'sites/*';
const CALIBRATIONS = 'calibrations/*';
const CAMPAIGNS = 'campaigns/*';
/** Which site has run which query; the answers lie beside it, and are Athena's to write. */
const QUERY_RUNS = 'answers/sites/*';

export const STEPS: readonly StepSpec[] = [
  {
    state: 'LoadCt',
    folder: 'load-ct',
    memoryMb: 4096,
    timeoutSeconds: 570,
    reads: [STUDIES, INCOMING],
    writes: [ASSESSMENTS],
  },
  {
    state: 'CheckOrder',
    folder: 'check-order',
    memoryMb: 512,
    timeoutSeconds: 30,
    reads: [STUDIES, ASSESSMENTS],
    writes: [],
  },
  {
    state: 'SegmentVertebrae',
    folder: 'segment-vertebrae',
    memoryMb: 4096,
    timeoutSeconds: 810,
    reads: [STUDIES, INCOMING, ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
  {
    state: 'CalibrateDensity',
    folder: 'calibrate-density',
    memoryMb: 4096,
    timeoutSeconds: 570,
    reads: [STUDIES, ASSESSMENTS, 'calibrations/*/snapshots/*'],
    // A point of the chart of the site's scanner.
    writes: [ASSESSMENTS, 'calibrations/*/points/*'],
  },
  {
    state: 'SolveLevel',
    folder: 'solve-level',
    memoryMb: 1769,
    timeoutSeconds: 810,
    reads: [ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
  {
    state: 'AggregateRisk',
    folder: 'aggregate-risk',
    memoryMb: 1024,
    timeoutSeconds: 270,
    reads: [STUDIES, ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
  {
    state: 'PublishReport',
    folder: 'publish-report',
    memoryMb: 4096,
    timeoutSeconds: 570,
    // Which earlier assessments there are of the patient.
    reads: [STUDIES, ASSESSMENTS, PATIENTS],
    writes: [ASSESSMENTS],
    lists: [PATIENTS],
  },
  {
    state: 'StoreResults',
    folder: 'store-results',
    memoryMb: 1024,
    timeoutSeconds: 90,
    reads: [STUDIES, ASSESSMENTS, RESULTS, SIGNED],
    // The one function that writes what is locked.
    writes: [RESULTS, SIGNED],
  },
];

/** Not a state: what leads to the machine, or looks after what it leaves. */
export interface OwnFunction extends StepSpec {
  /** Of Lambda, kept for it. */
  readonly places: number;
  /** Which part of the stack it belongs to: the name of its construct. */
  readonly part: 'Start' | 'Watch' | 'Campaigns' | 'Finalisation' | 'Api';
}

export const QUEUER: OwnFunction = {
  part: 'Start',
  state: 'QueueStudy',
  folder: 'queue-study',
  memoryMb: 512,
  timeoutSeconds: 30,
  places: 5,
  reads: [STUDIES],
  readsVersions: [STUDIES],
  // The marker, copied to where no later one is written over it.
  writes: ['studies/*/markers/*'],
};

export const STARTER: OwnFunction = {
  part: 'Start',
  state: 'StartAssessment',
  folder: 'start-assessment',
  memoryMb: 512,
  timeoutSeconds: 60,
  // One at a time: it counts what runs.
  places: 1,
  reads: ['studies/*/starts/*'],
  writes: ['studies/*/starts/*'],
};

export const SCANNER_WATCH: OwnFunction = {
  part: 'Watch',
  state: 'WatchScanners',
  folder: 'watch-scanners',
  memoryMb: 1024,
  // Of all sites, one after the other: a point is an object, and some hundreds are read in a second.
  timeoutSeconds: 900,
  places: 1,
  reads: ['calibrations/*/points/*', 'calibrations/*/registered/*'],
  writes: ['calibrations/*/chart.json', 'calibrations/*/chart.svg'],
  lists: [CALIBRATIONS],
};

export const COLLECTOR: OwnFunction = {
  part: 'Watch',
  state: 'CollectArrivals',
  folder: 'collect-arrivals',
  // An archive of 1 GiB, twice while it is received (lambdas/collect-arrivals/read-files.ts).
  memoryMb: 4096,
  timeoutSeconds: 900,
  // One at a time: it keeps a record of what it has read.
  places: 1,
  reads: ['arrivals/*', 'sites/*/arrivals.json', 'calibrations/*/registered/*'],
  writes: [
    'incoming/*/arrived/files/*',
    'studies/*/markers/*',
    'studies/*/complete.json',
    'sites/*/studies/*',
    'sites/*/assessments/*',
    'sites/*/arrivals.json',
    'calibrations/*/snapshots/*',
  ],
  lists: ['arrivals/*', 'sites/*/arrivals.json', 'calibrations/*/registered/*', 'calibrations/*/withdrawn/*'],
};

/** Rows that say what a campaign is, and that its results count. */
const CAMPAIGN_ROWS = ['results/campaigns/*', 'results/campaign_studies/*', 'results/campaign_measures/*'];

/** First state of the machine of revisions; its others are the assessment's. */
export const REVIEWER: OwnFunction = {
  part: 'Finalisation',
  state: 'ApplyReview',
  folder: 'apply-review',
  // The CT and its maps, where a spine is drawn with other names.
  memoryMb: 4096,
  timeoutSeconds: 570,
  places: 5,
  reads: [ASSESSMENTS],
  writes: ['assessments/*/revisions/*'],
  // Whether a revision is there already: S3 denies what is not there as well as what may not be read.
  lists: ['assessments/*/revisions/*'],
};

/** States of the machine of campaigns. */
export const CAMPAIGN_STEPS: readonly OwnFunction[] = [
  {
    part: 'Campaigns',
    state: 'PlanCampaign',
    folder: 'plan-campaign',
    // Rows of all assessments, by the columns that are asked for.
    memoryMb: 4096,
    timeoutSeconds: 870,
    // One campaign runs at a time; a second one sees that it does.
    places: 2,
    reads: [
      CAMPAIGNS,
      STUDIES,
      ASSESSMENTS,
      'results/assessments/*',
      'results/steps/*',
      'results/campaign_studies/*',
    ],
    // Markers that ask for the campaign's parameters.
    writes: [CAMPAIGNS, 'studies/*/markers/*', ...CAMPAIGN_ROWS],
    lists: [CAMPAIGNS, STUDIES, ASSESSMENTS, 'results/assessments/*', 'results/campaign_studies/*'],
  },
  {
    part: 'Campaigns',
    state: 'CompareCampaign',
    folder: 'compare-campaign',
    // Figures of all its studies, former and new, and every pair of them as JSON.
    memoryMb: 8192,
    timeoutSeconds: 870,
    places: 1,
    reads: [CAMPAIGNS, ASSESSMENTS],
    writes: [CAMPAIGNS, ...CAMPAIGN_ROWS],
    lists: [CAMPAIGNS, ASSESSMENTS],
  },
];

export const OWN_FUNCTIONS: readonly OwnFunction[] = [
  QUEUER,
  STARTER,
  SCANNER_WATCH,
  COLLECTOR,
  ...CAMPAIGN_STEPS,
  REVIEWER,
];

/** What sites speak to, where there is an API. API Gateway waits for no answer beyond 30 s. */
export const API: OwnFunction = {
  part: 'Api',
  state: 'Api',
  folder: 'api',
  memoryMb: 1024,
  timeoutSeconds: 29,
  places: 20,
  reads: [INCOMING, STUDIES, ASSESSMENTS, SITES, CALIBRATIONS, CAMPAIGNS, QUERY_RUNS],
  writes: [
    INCOMING,
    STUDIES,
    SITES,
    CALIBRATIONS,
    'assessments/*/reviews/*',
    'campaigns/*/request.json',
    'campaigns/*/words/*',
    QUERY_RUNS,
  ],
  lists: [INCOMING, SITES, ASSESSMENTS, CALIBRATIONS, CAMPAIGNS, QUERY_RUNS],
};
