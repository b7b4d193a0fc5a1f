/** Questions to the rows on AWS: tables as Athena sees them, limits, and the file by which columns and queries get there. */
import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, test } from 'vitest';
import { parquetMetadata } from 'hyparquet';

import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';
import { queryText } from '../../lambdas/shared/queries/query-text.ts';
import { parquetOf } from '../../lambdas/shared/rows/parquet.ts';
import { rowsKey } from '../../lambdas/shared/rows/rows-key.ts';
import { openResults } from '../../local/query/sandbox/database.ts';
import { RESULT_TABLES } from '../../local/query/sandbox/run-query.ts';
import { TABLES, type TableName } from '../../report/rows/tables.ts';
import { queryStoreFile } from '../../schemas/query-store.ts';
import { ARN, resourcesOf, type Resource } from './resources.ts';

const CATALOGUE = catalogue();
const NAMES = Object.keys(TABLES) as TableName[];

interface Column {
  readonly Name: string;
  readonly Type: string;
  readonly Comment: string;
}
interface TableInput {
  readonly Name: string;
  readonly TableType: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly PartitionKeys?: readonly Column[];
  readonly StorageDescriptor: {
    readonly Location?: unknown;
    readonly Columns: readonly Column[];
    readonly SerdeInfo: unknown;
  };
  readonly ViewOriginalText?: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

let resources: readonly Resource[];
const ofType = (type: string) =>
  resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
const tables = (database: string) =>
  new Map(
    ofType('AWS::Glue::Table')
      .filter(({ DatabaseName }) => DatabaseName === database)
      .map(({ TableInput: input }) => [(input as TableInput).Name, input as TableInput]),
  );
/** A place in the bucket of studies. */
const place = (path: string) => ({ 'Fn::Join': ['', ['s3://', { Ref: 'StorageStudies' }, path]] });

beforeAll(() => {
  resources = Object.values(resourcesOf({ mostScannedGb: 3 }));
});

test('cdk/lib/queries/query-store.json is what `npm run schemas` writes', () => {
  const file = new URL('../../cdk/lib/queries/query-store.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(queryStoreFile());
});

describe.each(NAMES)('%s', (name) => {
  test('of one site: months are listed, the site is wanted, files lie where rows are stored', () => {
    const {
      Parameters: parameters,
      PartitionKeys: keys,
      StorageDescriptor,
    } = tables('osteon_site').get(name)!;
    const { 'projection.month.values': months, 'storage.location.template': template, ...rest } = parameters;
    expect(rest).toEqual({
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      'projection.enabled': 'true',
      'projection.month.type': 'enum',
      'projection.site.type': 'injected',
    });
    expect(keys!.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual(['month string', 'site string']);
    expect(template).toEqual(place(`/results/${name}/v=1/month=\${month}/site=\${site}/`));
    expect(StorageDescriptor.Location).toEqual(place(`/results/${name}/v=1/`));
    const listed = String(months).split(',');
    expect(listed).toHaveLength(1 + 60 * 12);
    expect(new Set(listed).size).toBe(listed.length);
    for (const date of [null, '1990-01-31', '2026-11-30', '2049-12-01']) {
      const of = { table: name, site: 'north', date, studyId: 's', assessmentId: 'a', revision: 0 };
      const month = /month=([^/]+)/.exec(rowsKey(of))![1]!;
      expect(listed).toContain(month);
      const path = (template as ReturnType<typeof place>)['Fn::Join'][1]!.at(-1) as string;
      expect(rowsKey(of)).toContain(path.slice(1).replace('${month}', month).replace('${site}', 'north'));
    }
  });

  test('of all sites: a view takes the site from where a file lies, so that none has to be known beforehand', () => {
    const files = tables('osteon').get(`${name}_files`)!;
    expect(files.PartitionKeys!.map(({ Name }) => Name)).toEqual(['month']);
    expect(Object.keys(files.Parameters)).not.toContain('projection.site.type');
    expect(files.Parameters['storage.location.template']).toEqual(
      place(`/results/${name}/v=1/month=\${month}/`),
    );
    const { sql, columns } = viewOf(tables('osteon').get(name)!);
    expect(sql).toBe(`SELECT *, regexp_extract("$path", '/site=([^/]+)/', 1) AS site FROM ${name}_files`);
    const stored = TABLES[name].columns.map((column) => column.name);
    expect(columns.map((column) => column.name)).toEqual([...stored, 'month', 'site']);
  });

  test('columns are those of the rows, by types that Athena reads from the Parquet that is written', () => {
    const told = new Map(
      tables('osteon_site')
        .get(name)!
        .StorageDescriptor.Columns.map((column) => [column.Name, column]),
    );
    expect([...told.keys()]).toEqual(TABLES[name].columns.map((column) => column.name));
    const bytes = parquetOf(TABLES[name].columns, []);
    const { schema } = parquetMetadata(Uint8Array.from(bytes).buffer);
    // Amazon Athena User Guide, "Data types" and "Parquet SerDe": what each physical and logical type is in a table.
    const readable: Readonly<Record<string, string>> = {
      'BYTE_ARRAY UTF8': 'string',
      'INT32 ': 'int',
      'INT32 DATE': 'date',
      'INT64 TIMESTAMP_MILLIS': 'timestamp',
      'DOUBLE ': 'double',
      'BOOLEAN ': 'boolean',
    };
    for (const { name: column, type, converted_type: logical = '' } of schema.slice(1))
      expect([column, told.get(column)!.Type]).toEqual([column, readable[`${type!} ${logical}`]]);
    for (const { name: column, unit } of TABLES[name].columns)
      if (unit !== null) expect(told.get(column)!.Comment).toContain(unit);
  });
});

function viewOf({ TableType, Parameters, ViewOriginalText: text }: TableInput) {
  expect([TableType, Parameters.presto_view]).toEqual(['VIRTUAL_VIEW', 'true']);
  const [, encoded] = /^\/\* Presto View: (\S+) \*\/$/.exec(text!)!;
  const { originalSql, ...view } = JSON.parse(Buffer.from(encoded!, 'base64').toString()) as {
    originalSql: string;
    catalog: string;
    schema: string;
    columns: readonly { readonly name: string; readonly type: string }[];
  };
  expect([view.catalog, view.schema]).toEqual(['awsdatacatalog', 'osteon']);
  return { sql: originalSql, columns: view.columns };
}

test('views are those of queries/views, with the columns that their SQL has', async () => {
  const TYPES: Readonly<Record<string, string>> = {
    VARCHAR: 'varchar',
    INTEGER: 'integer',
    BIGINT: 'bigint',
    DOUBLE: 'double',
    BOOLEAN: 'boolean',
    DATE: 'date',
    'TIMESTAMP WITH TIME ZONE': 'timestamp(3)',
  };
  const views = CATALOGUE.views.map((view) => [view.name, view.sql] as const);
  const empty = RESULT_TABLES.map((table) => ({ ...table, files: [] }));
  const connection = await openResults({ folders: [], tables: empty, views, memoryMb: 256 });
  for (const [name, sql] of views) {
    const view = viewOf(tables('osteon').get(name)!);
    expect(view.sql).toBe(sql);
    const described = await connection.runAndReadAll(`DESCRIBE ${name}`);
    const columns = described
      .getRows()
      .map(([column, type]) => ({ name: column, type: TYPES[String(type)] }));
    expect(view.columns).toEqual(columns);
  }
});

test('named queries are those of queries/, each of the analysts’ workgroup and database', () => {
  const queries = ofType('AWS::Athena::NamedQuery');
  expect(queries.map(({ Name }) => Name)).toEqual(allQueries(CATALOGUE).map(({ name }) => name));
  for (const { Name, QueryString, Database, WorkGroup } of queries) {
    expect([Database, WorkGroup]).toEqual(['osteon', 'Osteon-analysts']);
    const query = allQueries(CATALOGUE).find(({ name }) => name === Name)!;
    const text = String(QueryString);
    for (const { name, type } of query.parameters) expect(text).toContain(`-- /* ${name} */ ${type}: `);
    // Without the marks of where a parameter stands it is the text that everything else runs.
    expect(
      text
        .replaceAll(/^-- .*\n/gm, '')
        .replaceAll(/\/\* \w+ \*\/ /g, '')
        .trim(),
    ).toBe(queryText(query, {}).replaceAll(/^-- .*\n/gm, ''));
  }
});

test.each(['analysts', 'api'])(
  'the workgroup of %s ends a query at its limit, encrypts answers, and takes no settings of others',
  (who) => {
    const group = ofType('AWS::Athena::WorkGroup').find(({ Name }) => Name === `Osteon-${who}`)!;
    expect(group.WorkGroupConfiguration).toEqual({
      EnforceWorkGroupConfiguration: true,
      PublishCloudWatchMetricsEnabled: true,
      BytesScannedCutoffPerQuery: 3e9,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      ResultConfiguration: {
        OutputLocation: place(`/answers/${who}/`),
        ExpectedBucketOwner: { Ref: 'AWS::AccountId' },
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: ARN('StorageKey') },
      },
    });
  },
);

test('an analyst reads rows and answers, and nothing that shows or names a patient, whatever else a role allows', () => {
  const [{ ManagedPolicyName: name, Roles: roles, PolicyDocument: policy }] = ofType(
    'AWS::IAM::ManagedPolicy',
  ).filter((one) => one.ManagedPolicyName !== undefined) as [Readonly<Record<string, unknown>>];
  expect([name, roles]).toEqual(['Osteon-analyst', undefined]);
  const statements = (policy as { Statement: readonly Statement[] }).Statement;
  const at = (path: string, bucket = 'StorageStudies') => ({ 'Fn::Join': ['', [ARN(bucket), `/${path}/*`]] });
  const [allowed, denied] = ['Allow', 'Deny'].map((effect) =>
    statements.filter(({ Effect }) => Effect === effect),
  );
  const s3 = allowed!.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('s3:')));
  const objects = ['GetObject', 'PutObject', 'AbortMultipartUpload', 'ListMultipartUploadParts'];
  expect(s3).toEqual([
    { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: ARN('StorageStudies') },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: ARN('StorageStudies'),
      Condition: { StringLike: { 's3:prefix': ['results/*', 'answers/analysts/*'] } },
    },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: at('results') },
    { Effect: 'Allow', Action: objects.map((action) => `s3:${action}`), Resource: at('answers/analysts') },
  ]);
  expect(denied).toEqual([
    {
      Effect: 'Deny',
      Action: ['s3:GetObject*', 's3:PutObject*', 's3:DeleteObject*'],
      Resource: [
        ...['studies', 'assessments', 'sites', 'calibrations'].map((part) => at(part)),
        ...['incoming', 'arrivals'].map((part) => at(part, 'StorageIncoming')),
        at('reports', 'StorageReports'),
        at('campaigns'),
      ],
    },
  ]);
  const others = allowed!.filter((one) => !s3.includes(one));
  expect(
    others.map(({ Action }) => [...new Set([Action].flat().map((action) => action.split(':')[0]))]),
  ).toEqual([['athena'], ['glue'], ['kms']]);
  expect(JSON.stringify(others[0]!.Resource)).toContain(':workgroup/Osteon-analysts');
  expect(others[2]).toMatchObject({
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: ARN('StorageKey'),
    Condition: {
      StringEquals: {
        'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
      },
    },
  });
});

test('the template stays within what CloudFormation takes: 500 resources, 1 MB', () => {
  expect(resources.length).toBeLessThan(500);
  expect(JSON.stringify(resources).length).toBeLessThan(900_000);
});
