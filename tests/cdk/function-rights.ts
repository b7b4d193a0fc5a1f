/** What each function may do beside its key, log and traces, as statements of the template are written in the tests. */

const BUCKETS: Readonly<Record<string, string>> = { incoming: 'StorageIncoming', reports: 'StorageReports' };

export const reads = (...prefixes: string[]): string => {
  const objects = prefixes.map((prefix) => {
    const bucket = BUCKETS[prefix] ?? 'StorageStudies';
    return `${bucket}.Arn/${prefix}/*`;
  });
  return `Allow s3:GetObject on ${objects.join(', ')}`;
};
const WRITES = [
  'Allow s3:PutObject on StorageStudies.Arn/assessments/*',
  'Allow s3:PutObjectTagging on StorageStudies.Arn/assessments/*',
];
export const EXECUTIONS =
  'arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:AssessmentMachine.Name:*';
export const CAMPAIGN_EXECUTIONS = EXECUTIONS.replace('Assessment', 'Campaigns');
const REVISION_EXECUTIONS = EXECUTIONS.replace('Assessment', 'Finalisation');
const CAMPAIGN_ROWS = ['campaigns', 'campaign_studies', 'campaign_measures']
  .map((table) => `StorageStudies.Arn/results/${table}/*`)
  .join(', ');

/** What Athena does by the rights of who asks: named tables, rows, and answers of the API's workgroup. */
const arn = (service: string) => `arn:AWS::Partition:${service}:AWS::Region:AWS::AccountId`;
const ENTRY = `${arn('glue')}:table/osteon_site`;
const TABLES = `${ENTRY}/assessments, ${ENTRY}/levels, ${ENTRY}/steps, ${ENTRY}/campaigns, ${ENTRY}/campaign_studies, ${ENTRY}/campaign_measures`;
const ASKS_ATHENA = [
  `Allow athena:StartQueryExecution, athena:GetQueryExecution, athena:GetQueryResults on ${arn('athena')}:workgroup/Osteon-api`,
  `Allow glue:GetDatabase, glue:GetDatabases, glue:GetTable, glue:GetTables, glue:GetPartition, glue:GetPartitions on ${arn('glue')}:catalog, ${arn('glue')}:database/osteon_site, ${TABLES}`,
  ...['Allow s3:GetBucketLocation on StorageStudies.Arn', reads('results')],
  'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["results/*","answers/api/*"]}}',
  'Allow s3:GetObject, s3:PutObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts on StorageStudies.Arn/answers/api/*',
];

export const FUNCTION_RIGHTS: readonly (readonly [path: string, rights: readonly string[]])[] = [
  ['AssessmentLoadCt', [reads('studies', 'incoming'), ...WRITES]],
  ['AssessmentCheckOrder', [reads('studies', 'assessments')]],
  ['AssessmentSegmentVertebrae', [reads('studies', 'incoming', 'assessments'), ...WRITES]],
  [
    'AssessmentCalibrateDensity',
    [
      reads('studies', 'assessments', 'calibrations/*/snapshots'),
      `${WRITES[0]!}, StorageStudies.Arn/calibrations/*/points/*`,
      WRITES[1]!,
    ],
  ],
  ['AssessmentSolveLevel', [reads('assessments'), ...WRITES]],
  ['AssessmentAggregateRisk', [reads('studies', 'assessments'), ...WRITES]],
  [
    'AssessmentPublishReport',
    [
      reads('studies', 'assessments', 'results/patients'),
      ...WRITES,
      'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["results/patients/*"]}}',
      'Allow kms:GenerateMac on StoragePseudonymKey.Arn',
    ],
  ],
  [
    'AssessmentStoreResults',
    [
      reads('studies', 'assessments', 'results', 'reports'),
      'Allow s3:PutObject on StorageStudies.Arn/results/*, StorageReports.Arn/reports/*',
      'Allow kms:GenerateMac on StoragePseudonymKey.Arn',
      `Allow states:GetExecutionHistory on ${EXECUTIONS}`,
      `Allow states:GetExecutionHistory on ${REVISION_EXECUTIONS}`,
    ],
  ],
  [
    'StartQueueStudy',
    [
      reads('studies'),
      reads('studies').replace('GetObject', 'GetObjectVersion'),
      'Allow s3:PutObject on StorageStudies.Arn/studies/*/markers/*',
      'Allow sqs:SendMessage on StartWaitingStudies.Arn',
      'Allow sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes on StartArrivals.Arn',
    ],
  ],
  [
    'StartStartAssessment',
    [
      reads('studies/*/starts'),
      'Allow s3:PutObject on StorageStudies.Arn/studies/*/starts/*',
      'Allow states:StartExecution, states:ListExecutions on AssessmentMachine',
      `Allow states:DescribeExecution on ${EXECUTIONS}`,
      'Allow sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility on StartWaitingStudies.Arn',
    ],
  ],
  [
    'WatchWatchScanners',
    [
      reads('calibrations/*/points', 'calibrations/*/registered'),
      'Allow s3:PutObject on StorageStudies.Arn/calibrations/*/chart.json, StorageStudies.Arn/calibrations/*/chart.svg',
      'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["calibrations/*"]}}',
    ],
  ],
  [
    'WatchCollectArrivals',
    [
      'Allow s3:GetObject on StorageIncoming.Arn/arrivals/*, StorageStudies.Arn/sites/*/arrivals.json, StorageStudies.Arn/calibrations/*/registered/*',
      'Allow s3:PutObject on StorageIncoming.Arn/incoming/*/arrived/files/*, StorageStudies.Arn/studies/*/markers/*, StorageStudies.Arn/studies/*/complete.json, StorageStudies.Arn/sites/*/studies/*, StorageStudies.Arn/sites/*/assessments/*, StorageStudies.Arn/sites/*/arrivals.json, StorageStudies.Arn/calibrations/*/snapshots/*',
      'Allow s3:ListBucket on StorageIncoming.Arn if {"StringLike":{"s3:prefix":["arrivals/*"]}}',
      'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["sites/*/arrivals.json","calibrations/*/registered/*","calibrations/*/withdrawn/*"]}}',
    ],
  ],
  [
    'CampaignsPlanCampaign',
    [
      reads(
        'campaigns',
        'studies',
        'assessments',
        'results/assessments',
        'results/steps',
        'results/campaign_studies',
      ),
      `Allow s3:PutObject on StorageStudies.Arn/campaigns/*, StorageStudies.Arn/studies/*/markers/*, ${CAMPAIGN_ROWS}`,
      'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["campaigns/*","studies/*","assessments/*","results/assessments/*","results/campaign_studies/*"]}}',
      'Allow states:ListExecutions on CampaignsMachine',
    ],
  ],
  [
    'CampaignsCompareCampaign',
    [
      reads('campaigns', 'assessments'),
      `Allow s3:PutObject on StorageStudies.Arn/campaigns/*, ${CAMPAIGN_ROWS}`,
      'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["campaigns/*","assessments/*"]}}',
    ],
  ],
  [
    'FinalisationApplyReview',
    [
      reads('assessments'),
      'Allow s3:PutObject on StorageStudies.Arn/assessments/*/revisions/*',
      'Allow s3:PutObjectTagging on StorageStudies.Arn/assessments/*/revisions/*',
      'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["assessments/*/revisions/*"]}}',
    ],
  ],
  [
    'Api',
    [
      reads('incoming', 'studies', 'assessments', 'sites', 'calibrations', 'campaigns', 'answers/sites'),
      `${reads('incoming', 'studies', 'sites', 'calibrations').replace('GetObject', 'PutObject')}, StorageStudies.Arn/assessments/*/reviews/*, StorageStudies.Arn/campaigns/*/request.json, StorageStudies.Arn/campaigns/*/words/*, StorageStudies.Arn/answers/sites/*`,
      'Allow s3:PutObjectTagging on StorageStudies.Arn/assessments/*/reviews/*',
      'Allow s3:ListBucket on StorageIncoming.Arn if {"StringLike":{"s3:prefix":["incoming/*"]}}',
      'Allow s3:ListBucket on StorageStudies.Arn if {"StringLike":{"s3:prefix":["sites/*","assessments/*","calibrations/*","campaigns/*","answers/sites/*"]}}',
      ...ASKS_ATHENA,
      `Allow states:DescribeExecution, states:StopExecution on ${EXECUTIONS}`,
      'Allow states:StartExecution, states:ListExecutions on CampaignsMachine',
      'Allow states:StartExecution on FinalisationMachine',
      `Allow states:DescribeExecution on ${CAMPAIGN_EXECUTIONS}, ${REVISION_EXECUTIONS}`,
    ],
  ],
];
