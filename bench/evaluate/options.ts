/** The command line of `npm run evaluate`. */
import { parseArgs } from 'node:util';

import { PROVIDERS, type ProviderName } from './providers.ts';

export interface EvaluateOptions {
  readonly help: boolean;
  readonly provider: ProviderName;
  /** Names, or beginnings of names; empty: all. */
  readonly cases: readonly string[];
  readonly digital: boolean;
  readonly json: string | null;
  readonly from: readonly string[];
  readonly pictures: string | null;
  readonly write: boolean;
  readonly jobs: number;
}

export const HELP = `Usage: npm run evaluate [-- options]

Segments every CT with a reference in ../shared/data and prints how far the outcome is from the reference.

  --provider NAME    automatic (default): the built-in provider, from the CT alone
                     import: the reference and maps made worse on purpose, imported and refitted;
                     each beside the map itself
                     import-raw: the same maps without refit
  --digital          digital spines instead of real CT, against their exact truth
  --cases A,B        only cases whose names begin so
  --pictures DIR     a PNG per case: reference green, found red
  --json FILE        all that was measured
  --from FILE        tables from such a file instead of a run; may be given several times
  --write            writes the section of docs/accuracy.md: runs automatic, import and digital (or takes --from)
  --jobs N           cases at a time (default 1, so that times are comparable)
  --help             this text

Exit: 0, whatever was measured or refused; 1 where a case crashed.`;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError naming the option that is wrong */
export function parseOptions(args: readonly string[]): EvaluateOptions {
  const values = parsed(args);
  const provider = values.provider ?? 'automatic';
  if (!isProvider(provider)) {
    throw new UsageError(`--provider: saw ${provider}, wanted one of ${Object.keys(PROVIDERS).join(', ')}`);
  }
  const jobs = Number(values.jobs ?? 1);
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`--jobs: saw ${jobs}, wanted 1 or more`);
  return {
    help: values.help ?? false,
    provider,
    cases: (values.cases ?? '').split(',').filter((name) => name !== ''),
    digital: values.digital ?? false,
    json: values.json ?? null,
    from: values.from ?? [],
    pictures: values.pictures ?? null,
    write: values.write ?? false,
    jobs,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        provider: { type: 'string' },
        cases: { type: 'string' },
        digital: { type: 'boolean' },
        json: { type: 'string' },
        from: { type: 'string', multiple: true },
        pictures: { type: 'string' },
        write: { type: 'boolean' },
        jobs: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    // Further sentences of it advise on quoting.
    throw new UsageError((cause as Error).message.split('. ')[0], { cause });
  }
}

function isProvider(name: string): name is ProviderName {
  return name in PROVIDERS;
}
