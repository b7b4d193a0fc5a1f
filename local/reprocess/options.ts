/** The command line of `npm run reprocess`. */
import { availableParallelism } from 'node:os';

import { z } from 'zod';

import {
  DEFAULT_PARAMETER_SET,
  PARAMETER_SET_IDS,
  type ParameterSetId,
} from '../../contracts/parameter-set-ids.ts';

import { CommandLineError } from '../command/errors.ts';
import { DEFAULT_OUT } from '../command/options.ts';
import { parsedArguments } from '../command/parsed.ts';
import type { StudyDates } from '../dicomweb/search.ts';
import { AUTHORIZATION_VARIABLE, OVER_HTTP_OPTION, serviceRoot, webAddress } from '../dicomweb/service.ts';
import { assigned } from '../query/options.ts';

import { scheduleOf } from './on-schedule.ts';
import { siteOf } from '../command/site.ts';
import { wholeNumber } from '../command/whole-number.ts';

export interface ReprocessOptions {
  readonly from: string;
  readonly parameterSet: ParameterSetId;
  readonly where: string;
  /** Of a named query. */
  readonly queryParameters: Readonly<Record<string, string>>;
  /** Folder, list of files, or address of a DICOMweb service, of CT that was never assessed; null: studies with results. */
  readonly inventory: string | null;
  /** Of the studies of a DICOMweb service. */
  readonly dates: StudyDates;
  /** File of the service's access token; null: the variable, or none. */
  readonly tokenFile: string | null;
  /** What says who asks may go over a network without encryption. */
  readonly overHttp: boolean;
  /** Of the inventory's studies: whose they are. */
  readonly site: string | null;
  /** Five fields of cron; null: now, once. */
  readonly schedule: string | null;
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

export const HELP = `Usage: npm run reprocess -- [--parameters NAME] [--where WHAT] [--canary N] [options]

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
  --where WHAT          which assessments: all (default); COLUMN=VALUE[,COLUMN=VALUE...] of the
                        table assessments (docs/data-dictionary.md), site or month, of a study
                        the latest that fulfils them; the NAME of a query (npm run query -- --list)
                        or a SELECT, whose answer has study_id, and assessment_id where not the
                        latest is meant
  --param NAME=VALUE    of the named query; can be repeated
  --inventory PATH      instead: CT that was never assessed here: a folder of DICOM files, or a
                        list of such files (.csv: a path a line below its folder, or an inventory
                        of Amazon S3 whose objects lie there). Headers say which studies qualify;
                        why the others do not is counted. Or https://HOST/...: a DICOMweb service,
                        whose studies with CT are judged by their headers before any is retrieved
  --dates FROM..TO      of that service: studies of these days (2019-01-01..2020-12-31; an end
                        can be left out)
  --token-file FILE     of that service: file with an access token (default: the variable
                        ${AUTHORIZATION_VARIABLE}, which holds all of the header)
  --${OVER_HTTP_OPTION}
                        of that service: send the token to an http address as well: whoever
                        listens on the network can read it, and with it the archive
  --site NAME           whose the studies of the inventory are (default: nobody's)
  --schedule "0 2 * * *"
                        at these times (minute, hour, day, month, weekday; this machine's zone),
                        until the command is ended; a start that would overlap is skipped
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
  if (values.inventory !== undefined && values.where !== undefined)
    throw new CommandLineError('--inventory and --where; required: one of them');
  if (values.schedule !== undefined && values['go-on'] === true)
    throw new CommandLineError(
      '--schedule and --go-on; required: one of them, as a word is for what was seen',
    );
  const where = values.where ?? 'all';
  const inventory = values.inventory ?? null;
  return {
    from: values.from ?? DEFAULT_OUT,
    parameterSet,
    where,
    queryParameters: Object.fromEntries((values.param ?? []).map(assigned)),
    ...webOptions(inventory, values),
    site: values.site === undefined ? null : siteOf(values.site),
    schedule: values.schedule === undefined ? null : scheduleOf(values.schedule),
    canary: wholeNumber('--canary', values.canary, { from: 0, to: MOST_STUDIES }),
    seed: values.seed ?? 'osteon',
    budgetHours: wholeNumber('--budget-hours', values['budget-hours'], { from: 1, to: MOST_HOURS }),
    toleratePercent: wholeNumber('--tolerate', values.tolerate, { from: 0, to: 100 }) ?? DEFAULT_TOLERATED,
    goOn: values['go-on'] === true,
    workers:
      wholeNumber('--workers', values.workers, { from: 1, to: MOST_WORKERS }) ?? availableParallelism(),
  };
}

/** An address where it is one; what is of a service alone is told where there is none. */
function webOptions(inventory: string | null, values: ReturnType<typeof parsed>['values']) {
  const isAddress = inventory !== null && /^[a-z][a-z\d+.-]+:\/\//i.test(inventory);
  const stray = (['dates', 'token-file', OVER_HTTP_OPTION] as const).find(
    (name) => values[name] !== undefined,
  );
  if (!isAddress && stray !== undefined)
    throw new CommandLineError(`--${stray}: of a DICOMweb service (--inventory https://...) only`);
  return {
    inventory: isAddress ? serviceRoot(webAddress('--inventory', inventory)) : inventory,
    dates: datesOf(values.dates),
    tokenFile: values['token-file'] ?? null,
    overHttp: values[OVER_HTTP_OPTION] === true,
  };
}

function datesOf(text: string | undefined): StudyDates {
  if (text === undefined) return { from: null, to: null };
  const ends = text.split('..');
  const [from = '', to = ''] = ends;
  const days = [from, to].filter((end) => end !== '');
  const whole = days.every((day) => z.iso.date().safeParse(day).success);
  if (ends.length !== 2 || days.length === 0 || !whole || (days.length === 2 && from > to))
    throw new CommandLineError(`--dates: found ${text}; required: FROM..TO, days such as 2019-01-31`);
  return { from: from === '' ? null : from, to: to === '' ? null : to };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  return parsedArguments({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      'go-on': { type: 'boolean' },
      [OVER_HTTP_OPTION]: { type: 'boolean' },
      param: { type: 'string', multiple: true },
      ...{ from: text, parameters: text, where: text, canary: text, seed: text, inventory: text, site: text },
      ...{ dates: text, 'token-file': text },
      ...{ 'budget-hours': text, tolerate: text, workers: text, schedule: text },
    },
  });
}
