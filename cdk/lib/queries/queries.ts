/** Questions to the rows: for analysts in Athena, over all sites, and for the API, over one site's. */
import { ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Platform } from '../step-function.ts';

import { QUERY_STORE, RowsDatabase } from './tables.ts';

const BYTES_A_GB = 1e9;
const OF_QUERIES = [
  'athena:StartQueryExecution',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
] as const;
const OF_ANALYSTS = [
  ...OF_QUERIES,
  'athena:StopQueryExecution',
  'athena:GetQueryResultsStream',
  'athena:GetWorkGroup',
  'athena:ListQueryExecutions',
  'athena:BatchGetQueryExecution',
  'athena:ListNamedQueries',
  'athena:GetNamedQuery',
  'athena:BatchGetNamedQuery',
];
const OF_TABLES = [
  'glue:GetDatabase',
  'glue:GetDatabases',
  'glue:GetTable',
  'glue:GetTables',
  'glue:GetPartition',
  'glue:GetPartitions',
];
/** What an analyst may read neither by this policy nor by another: images, what sites sent, what was made of them, reports. */
const NEVER = [
  'studies/*',
  'assessments/*',
  'sites/*',
  'calibrations/*',
  'incoming/*',
  'arrivals/*',
  'reports/*',
  'campaigns/*',
];

interface Access {
  readonly workGroup: string;
  readonly database: RowsDatabase;
  /** Prefix of the answers. */
  readonly answers: string;
  readonly actions: readonly string[];
}

export class Queries extends Construct {
  /** For the API's function. */
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  readonly #platform: Platform;

  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id);
    this.#platform = platform;
    const { stackName } = Stack.of(this);
    const name = stackName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
    const { storage } = platform;
    const all = new RowsDatabase(this, 'Rows', storage, name, 'osteon: rows of all sites').addTablesOfAll();
    const own = new RowsDatabase(
      this,
      'RowsOfASite',
      storage,
      `${name}_site`,
      "osteon: one site's rows at a time, for the API",
    ).addTablesOfASite();

    const analysts = this.#workGroup('Analysts', `${stackName}-analysts`, ANALYSTS_ANSWERS);
    for (const query of QUERY_STORE.queries)
      new CfnNamedQuery(this, query.name, {
        name: query.name,
        description: `${query.group}: ${query.question}`,
        database: all.name,
        workGroup: analysts.name,
        queryString: query.sql,
      }).addResourceDependency(analysts);
    const policy = new ManagedPolicy(this, 'Analyst', {
      managedPolicyName: `${stackName}-analyst`,
      description: 'osteon: reads rows by Athena, and no images, reports or documents of sites',
      statements: [
        ...this.#access({
          workGroup: analysts.name,
          database: all,
          answers: ANALYSTS_ANSWERS,
          actions: OF_ANALYSTS,
        }),
        this.#useOfTheKey(),
        new PolicyStatement({
          effect: Effect.DENY,
          actions: ['s3:GetObject*', 's3:PutObject*', 's3:DeleteObject*'],
          resources: NEVER.map((prefix) => storage.bucketOf(prefix).arnForObjects(prefix)),
        }),
      ],
    });
    new CfnOutput(this, 'AnalystPolicy', {
      value: policy.managedPolicyArn,
      description: 'for roles of analysts',
    });

    const api = this.#workGroup('Api', `${stackName}-api`, API_ANSWERS);
    this.environment = { OSTEON_ATHENA_WORKGROUP: api.name, OSTEON_ATHENA_DATABASE: own.name };
    this.statements = this.#access({
      workGroup: api.name,
      database: own,
      answers: API_ANSWERS,
      actions: OF_QUERIES,
    });
  }

  #workGroup(id: string, name: string, answers: string): CfnWorkGroup {
    const { storage, parameters } = this.#platform;
    const bucket = storage.bucketOf(answers);
    return new CfnWorkGroup(this, id, {
      name,
      description: 'osteon: questions to rows of results',
      recursiveDeleteOption: parameters.removable,
      workGroupConfiguration: {
        // Nobody's own settings count: neither another place for answers nor no encryption.
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: parameters.mostScannedGb * BYTES_A_GB,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${answers.replace(/\*$/, '')}`,
          expectedBucketOwner: Stack.of(this).account,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: storage.key.keyArn },
        },
      },
    });
  }

  #access({ workGroup, database, answers, actions }: Access): PolicyStatement[] {
    const { storage } = this.#platform;
    const bucket = storage.bucketOf(ROWS);
    const glue = (resource: string, resourceName?: string): string =>
      Stack.of(this).formatArn({
        service: 'glue',
        resource,
        ...(resourceName === undefined ? { arnFormat: ArnFormat.NO_RESOURCE_NAME } : { resourceName }),
      });
    return [
      new PolicyStatement({
        actions: [...actions],
        resources: [
          Stack.of(this).formatArn({ service: 'athena', resource: 'workgroup', resourceName: workGroup }),
        ],
      }),
      new PolicyStatement({
        actions: OF_TABLES,
        resources: [
          glue('catalog'),
          glue('database', database.name),
          ...database.entries.map((entry) => glue('table', `${database.name}/${entry}`)),
        ],
      }),
      new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': [ROWS, answers] } },
      }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(ROWS)] }),
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        resources: [bucket.arnForObjects(answers)],
      }),
    ];
  }

  /** By way of S3 alone: the key is that of queues and logs too. */
  #useOfTheKey(): PolicyStatement {
    return new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [this.#platform.storage.key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
    });
  }
}

const ROWS = 'results/*';
const ANALYSTS_ANSWERS = 'answers/analysts/*';
const API_ANSWERS = 'answers/api/*';
