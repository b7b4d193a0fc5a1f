/** The command line of `npm run query`. */

import { CommandLineError } from '../command/errors.ts';
import { parsedArguments } from '../command/parsed.ts';
import { DEFAULT_OUT } from '../command/options.ts';
import { wholeNumber } from '../command/whole-number.ts';

import { COHORT_LEAST_CELL } from './cohort/cohort.ts';
import { QUERY_LIMITS } from './sandbox/run-query.ts';

export const HELP = `Usage: npm run query -- NAME [--param NAME=VALUE ...] [options]
       npm run query -- --sql "SELECT ..." [options]
       npm run query -- --cohort [options]
       npm run query -- --list

Answers a question from the tables of an output folder's results (results/assessments,
results/levels, results/steps; columns: docs/data-dictionary.md). NAME is one of the named
queries (queries/README.md). A statement of yours is one SELECT over the same tables and
the views current_results, current_levels, signed_results and persons (which studies are
one person's); it can read nothing else and write nothing.

  --list            named queries with their questions
  --list NAME       one query's parameters and columns
  --param N=VALUE   a parameter of the named query; may be given several times
  --sql TEXT        a statement of yours
  --cohort          the studies that count, de-identified for a study of a cohort: no ids,
                    dates, sites or serial numbers, ages in bands, numbers rounded
  --least-cell N    of the cohort: groups of the same sex, age band and year with fewer
                    persons are left out (default: ${COHORT_LEAST_CELL})
  --from DIR        output folder (default: ${DEFAULT_OUT})
  --csv, --json     as CSV or JSON instead of a table
  --parquet FILE    as a Parquet file
  --chart FILE.svg  as a chart, where the named query defines one
  --seconds N       longest time (default: ${QUERY_LIMITS.seconds})
  --memory-mb N     most memory (default: ${QUERY_LIMITS.memoryMb})
  --help            show this text`;

export interface QueryOptions {
  readonly help: boolean;
  readonly list: boolean;
  readonly name: string | null;
  readonly sql: string | null;
  readonly cohort: boolean;
  /** Of the cohort: persons in a group of the same sex, age band and year. */
  readonly leastCell: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly from: string;
  readonly format: 'table' | 'csv' | 'json';
  readonly parquet: string | null;
  readonly chart: string | null;
  readonly seconds: number;
  readonly memoryMb: number;
}

const SECONDS = { from: 1, to: 3600 } as const;
const MEMORY_MB = { from: 64, to: 65_536 } as const;
const LEAST_CELL = { from: 2, to: 1000 } as const;

/** @throws CommandLineError */
export function queryOptions(args: readonly string[]): QueryOptions {
  const { values, positionals } = parsed(args);
  const [name = null, ...more] = positionals;
  if (more.length > 0) throw new CommandLineError(`${positionals.length} names; required: one query`);
  const asked = [name !== null, values.sql !== undefined, values.cohort === true].filter(Boolean).length;
  if (values.help !== true && values.list !== true && asked !== 1)
    throw new CommandLineError('required: the NAME of a query, --sql or --cohort (see --help)');
  if (values.cohort === true && (values.param ?? values.chart) !== undefined)
    throw new CommandLineError('--cohort has neither parameters nor a chart');
  if (values.cohort !== true && values['least-cell'] !== undefined)
    throw new CommandLineError('--least-cell belongs to --cohort');
  const forms = (['csv', 'json'] as const).filter((form) => values[form] === true);
  if (forms.length > 1) throw new CommandLineError('--csv and --json; required: one of them');
  const file = (['parquet', 'chart'] as const).find((form) => values[form] !== undefined);
  if (forms.length > 0 && file !== undefined)
    throw new CommandLineError(
      `--${forms[0]!} and --${file}; required: one of them, as an answer is printed or written to a file`,
    );
  if (values.sql !== undefined && values.param !== undefined)
    throw new CommandLineError('--param belongs to a named query; write the value into --sql');
  if (values.sql !== undefined && values.chart !== undefined)
    throw new CommandLineError('--chart belongs to a named query that defines one (see --list)');
  return {
    help: values.help === true,
    list: values.list === true,
    name,
    sql: values.sql ?? null,
    cohort: values.cohort === true,
    parameters: Object.fromEntries((values.param ?? []).map(assigned)),
    from: values.from ?? DEFAULT_OUT,
    format: values.csv === true ? 'csv' : values.json === true ? 'json' : 'table',
    parquet: values.parquet ?? null,
    chart: values.chart ?? null,
    seconds: wholeNumber('--seconds', values.seconds, SECONDS) ?? QUERY_LIMITS.seconds,
    memoryMb: wholeNumber('--memory-mb', values['memory-mb'], MEMORY_MB) ?? QUERY_LIMITS.memoryMb,
    leastCell: wholeNumber('--least-cell', values['least-cell'], LEAST_CELL) ?? COHORT_LEAST_CELL,
  };
}

/** @throws CommandLineError */
export function assigned(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandLineError(`--param ${text}; required: --param NAME=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function parsed(args: readonly string[]) {
  return parsedArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      list: { type: 'boolean' },
      sql: { type: 'string' },
      cohort: { type: 'boolean' },
      'least-cell': { type: 'string' },
      param: { type: 'string', multiple: true },
      from: { type: 'string' },
      csv: { type: 'boolean' },
      json: { type: 'boolean' },
      parquet: { type: 'string' },
      chart: { type: 'string' },
      seconds: { type: 'string' },
      'memory-mb': { type: 'string' },
    },
  });
}
