/** What Athena knows of the rows: databases, tables whose partitions follow from their names, views. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';

import type { Storage } from '../storage.ts';

interface StoreColumn {
  readonly name: string;
  readonly type: string;
  readonly trino: string;
  readonly comment: string;
}
interface Described {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly StoreColumn[];
}
export interface QueryStore {
  readonly rowsSchema: number;
  readonly tables: readonly Described[];
  readonly partitions: readonly StoreColumn[];
  readonly views: readonly (Described & { readonly sql: string })[];
  readonly queries: readonly {
    readonly name: string;
    readonly group: string;
    readonly question: string;
    readonly sql: string;
  }[];
}

/** Written by `npm run schemas`. */
export const QUERY_STORE = JSON.parse(
  readFileSync(fileURLToPath(new URL('query-store.json', import.meta.url)), 'utf8'),
) as QueryStore;

/** Of studies; earlier and later ones are stored, and are seen when these are changed. Each month costs a query a list a site and table. */
const YEARS = { from: 1990, to: 2049 } as const;
const UNDATED = '0000-00';
const PARQUET = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
} as const;
/** What Athena takes for a view's: it stores no data. */
const NO_DATA = { serdeInfo: { name: '-', serializationLibrary: '-' } } as const;
/** The tables of all sites, from which the views take the site. */
const FILES = '_files';

export class RowsDatabase {
  readonly name: string;
  /** Names of its tables and views. */
  readonly entries: string[] = [];
  readonly #scope: Construct;
  readonly #id: string;
  readonly #storage: Storage;
  readonly #database: CfnDatabase;

  constructor(scope: Construct, id: string, storage: Storage, name: string, description: string) {
    this.name = name;
    this.#scope = scope;
    this.#id = id;
    this.#storage = storage;
    this.#database = new CfnDatabase(scope, id, {
      catalogId: Stack.of(scope).account,
      databaseInput: { name, description },
    });
  }

  /**
   * Tables that want a site: Athena itself refuses a query that does not name one, and a site needs to be known to nobody beforehand.
   */
  addTablesOfASite(): this {
    for (const table of QUERY_STORE.tables) this.#table(table, table.name, true);
    return this;
  }

  /** Tables of all sites, and the views: whichever sites there are, as Athena reads the folders below a month. */
  addTablesOfAll(): this {
    for (const table of QUERY_STORE.tables) {
      this.#table(table, `${table.name}${FILES}`, false);
      const site = String.raw`regexp_extract("$path", '/site=([^/]+)/', 1) AS site`;
      const columns = [...table.columns, ...QUERY_STORE.partitions];
      this.#view({ ...table, columns, sql: `SELECT *, ${site} FROM ${table.name}${FILES}` });
    }
    for (const view of QUERY_STORE.views) this.#view(view);
    return this;
  }

  #table({ name, title, columns }: Described, called: string, ofASite: boolean): void {
    const [month, site] = QUERY_STORE.partitions as readonly [StoreColumn, StoreColumn];
    const place = `s3://${this.#storage.bucketOf('results/').bucketName}/results/${name}/v=${QUERY_STORE.rowsSchema}/`;
    this.#entry(called, {
      description: title,
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: (ofASite ? [month, site] : [month]).map(asGlue),
      storageDescriptor: { ...PARQUET, location: place, columns: columns.map(asGlue) },
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'projection.enabled': 'true',
        'projection.month.type': 'enum',
        'projection.month.values': monthsOf(YEARS).join(','),
        ...(ofASite ? { 'projection.site.type': 'injected' } : {}),
        'storage.location.template': `${place}month=\${month}/${ofASite ? 'site=${site}/' : ''}`,
      },
    });
  }

  #view({ name, title, columns, sql }: Described & { readonly sql: string }): void {
    const view = {
      originalSql: sql,
      catalog: 'awsdatacatalog',
      schema: this.name,
      columns: columns.map((column) => ({ name: column.name, type: column.trino })),
    };
    this.#entry(name, {
      description: title,
      tableType: 'VIRTUAL_VIEW',
      parameters: { presto_view: 'true', comment: 'Presto View' },
      storageDescriptor: { ...NO_DATA, columns: columns.map(asGlue) },
      viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString('base64')} */`,
      viewExpandedText: '/* Presto View */',
    });
  }

  #entry(name: string, input: Omit<CfnTable.TableInputProperty, 'name'>): void {
    const table = new CfnTable(this.#scope, `${this.#id}-${name}`, {
      catalogId: Stack.of(this.#scope).account,
      databaseName: this.name,
      tableInput: { name, ...input },
    });
    table.addResourceDependency(this.#database);
    this.entries.push(name);
  }
}

function asGlue({ name, type, comment }: StoreColumn): CfnTable.ColumnProperty {
  return { name, type, comment };
}

function monthsOf({ from, to }: typeof YEARS): string[] {
  const years = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const months = Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(2, '0'));
  return [UNDATED, ...years.flatMap((year) => months.map((month) => `${year}-${month}`))];
}
