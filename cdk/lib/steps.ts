/** The functions of the deployment, one a state, and what each may use. */

export interface StepSpec {
  /** The state's name, and its placeholder in the state machine's definition. */
  readonly state: string;
  /** Folder below lambdas/: the state's name in kebab-case. */
  readonly folder: string;
  /** Lambda gives one vCPU per 1,769 MB. */
  readonly memoryMb: number;
  readonly timeoutMinutes: number;
  /** Prefixes of the bucket that it reads, and writes. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Prefixes of which it reads what was written over. */
  readonly readsVersions?: readonly string[];
}

const STUDIES = 'studies/*';
/** Files that a site sends by the API: a study's marker lists them where they lie. */
const INCOMING = 'incoming/*';
const ASSESSMENTS = 'assessments/*';

export const STEPS: readonly StepSpec[] = [
  {
    state: 'LoadCt',
    folder: 'load-ct',
    memoryMb: 6144,
    timeoutMinutes: 10,
    reads: [STUDIES, INCOMING],
    writes: [ASSESSMENTS],
  },
  {
    state: 'CheckOrder',
    folder: 'check-order',
    memoryMb: 512,
    timeoutMinutes: 1,
    reads: [STUDIES, ASSESSMENTS],
    writes: [],
  },
  {
    state: 'SegmentVertebrae',
    folder: 'segment-vertebrae',
    memoryMb: 8192,
    timeoutMinutes: 14,
    reads: [STUDIES, INCOMING, ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
  {
    state: 'CalibrateDensity',
    folder: 'calibrate-density',
    memoryMb: 4096,
    timeoutMinutes: 10,
    reads: [STUDIES, ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
  {
    state: 'SolveLevel',
    folder: 'solve-level',
    memoryMb: 4096,
    timeoutMinutes: 14,
    reads: [ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
  {
    state: 'AggregateRisk',
    folder: 'aggregate-risk',
    memoryMb: 1024,
    timeoutMinutes: 5,
    reads: [STUDIES, ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
  {
    state: 'PublishReport',
    folder: 'publish-report',
    memoryMb: 4096,
    timeoutMinutes: 10,
    reads: [STUDIES, ASSESSMENTS],
    writes: [ASSESSMENTS],
  },
];

/** Not a state: it starts the machine when a study's completion marker lands. */
export const STARTER: StepSpec = {
  state: 'StartAssessment',
  folder: 'start-assessment',
  memoryMb: 512,
  timeoutMinutes: 1,
  reads: [STUDIES],
  readsVersions: [STUDIES],
  // The marker, copied to where no later one is written over it.
  writes: [STUDIES],
};
