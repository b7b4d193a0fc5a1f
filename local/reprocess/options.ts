/** The command line of `npm run reprocess`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import {
  DEFAULT_PARAMETER_SET,
  PARAMETER_SET_IDS,
  type ParameterSetId,
} from '../../contracts/parameter-set-ids.ts';

import { conditionsOf, type Condition } from '../../lambdas/shared/campaigns/plan.ts';

import { CommandLineError } from '../command/errors.ts';
import { DEFAULT_OUT } from '../command/options.ts';
import { wholeNumber } from '../command/whole-number.ts';

export interface ReprocessOptions {
  readonly from: string;
  readonly parameterSet: ParameterSetId;
  readonly where: string;
  readonly conditions: readonly Condition[];
  /** Studies; null: 1 % or 20. */
  readonly canary: number | null;
  readonly seed: string;
  /** Null: no limit. */
  readonly budgetHours: number | null;
  readonly toleratePercent: number;
  /** The operator's word for the canary's drift as it lies there. */
  readonly goOn: boolean;
  readonly workers: number;
}

const MOST_STUDIES = 1_000_000;
const MOST_HOURS = 10_000;
const MOST_WORKERS = 64;
const DEFAULT_TOLERATED = 5;

export const HELP = `Usage: npm run reprocess -- [--parameters NAME] [--where CONDITIONS] [--canary N] [options]

Assesses studies of an output folder again with other parameters, or with a later version of
the software. A canary comes first: some studies drawn by a seed, whose new results are
compared with the former ones. Where density, strength, heights, grades, categories or
refusals changed by more than the campaign allows, it stops, and the page that it prints says
what changed; --go-on is the word that it may go on. New results stand beside the former ones.
The same command again, after a break or a fault, goes on where it was: no study is assessed
twice.

  --from DIR            output folder of npm start or npm run serve (default: ${DEFAULT_OUT})
  --parameters NAME     one of ${PARAMETER_SET_IDS.slice(0, 3).join(', ')},
                        ${PARAMETER_SET_IDS.slice(3).join(', ')} (default: ${DEFAULT_PARAMETER_SET})
  --where CONDITIONS    which assessments: all (default), or COLUMN=VALUE[,COLUMN=VALUE...] of the
                        table assessments (docs/data-dictionary.md), site or month; of a study
                        the latest that fulfils them is compared
  --canary N            studies of the canary (default: 1 %, at least 20); 0: none
  --seed TEXT           by which it is drawn (default: osteon)
  --budget-hours N      do not start where former times say that it takes longer
  --tolerate PERCENT    of a part's studies that may fail before it is given up (default: ${DEFAULT_TOLERATED})
  --go-on               go on although the canary changed by more than is allowed
  --workers N           levels that are solved side by side (default: one a core)
  --help                show this text

Exit codes: 0 done, 1 failed, 2 invalid command or over budget, 3 stopped after the canary.`;

/** Null where help was asked for. @throws CommandLineError naming what is wrong */
export function parseReprocess(args: readonly string[]): ReprocessOptions | null {
  const { values } = parsed(args);
  if (values.help === true) return null;
  const name = values.parameters ?? DEFAULT_PARAMETER_SET;
  const parameterSet = PARAMETER_SET_IDS.find((known) => known === name);
  if (parameterSet === undefined)
    throw new CommandLineError(
      `--parameters: found ${name}; required: one of ${PARAMETER_SET_IDS.join(', ')}`,
    );
  const where = values.where ?? 'all';
  return {
    from: values.from ?? DEFAULT_OUT,
    parameterSet,
    where,
    conditions: conditionsOf(where) ?? noConditions(where),
    canary: wholeNumber('--canary', values.canary, { from: 0, to: MOST_STUDIES }),
    seed: values.seed ?? 'osteon',
    budgetHours: wholeNumber('--budget-hours', values['budget-hours'], { from: 1, to: MOST_HOURS }),
    toleratePercent: wholeNumber('--tolerate', values.tolerate, { from: 0, to: 100 }) ?? DEFAULT_TOLERATED,
    goOn: values['go-on'] === true,
    workers:
      wholeNumber('--workers', values.workers, { from: 1, to: MOST_WORKERS }) ?? availableParallelism(),
  };
}

function noConditions(where: string): never {
  throw new CommandLineError(
    `--where: found ${where}; required: COLUMN=VALUE, COLUMN being one of the table assessments (docs/data-dictionary.md), site or month`,
  );
}

function parsed(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        'go-on': { type: 'boolean' },
        ...{ from: text, parameters: text, where: text, canary: text, seed: text },
        ...{ 'budget-hours': text, tolerate: text, workers: text },
      },
    });
  } catch (cause) {
    throw new CommandLineError(`${(cause as Error).message.split('. ')[0]} (see --help)`, { cause });
  }
}
