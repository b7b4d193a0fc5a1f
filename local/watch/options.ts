/** The watch's command line. */
import { relative, resolve } from 'node:path';

import {
  ARRIVAL_HELP,
  ARRIVAL_OPTIONS,
  DEFAULT_QUIET_SECONDS,
  secondsOf,
  type Destination,
} from '../arrivals/options.ts';
import { CommandLineError } from '../command/errors.ts';
import { parsedArguments } from '../command/parsed.ts';
import type { WatchSettings } from './watch.ts';

export interface WatchOptions extends WatchSettings, Destination {
  readonly help: boolean;
}

const DEFAULT_STATE = 'osteon-watch';
const MS = 1000;
/** Between two looks: a file that has not changed between them is read. */
const LOOK_MS = 5000;
const LEAST_LOOK_MS = 50;

export const HELP = `Usage: npm run watch -- FOLDER --to FOLDER|URL [options]

Finds CT studies among the files (DICOM, or a .zip archive a study) that a site copies
into FOLDER and its subfolders, and hands each on when nothing of it has changed for a
while. A file that is still written, or is incomplete, holds up its study. What comes
later makes a new version of the study. FOLDER is only read: whoever copies there
removes what was handed on.

Options
${ARRIVAL_HELP}
  --state DIR               where it is kept what was handed on (default: ${DEFAULT_STATE})
  --help                    show this text`;

/** @throws CommandLineError naming what is wrong */
export function parseWatchOptions(args: readonly string[]): WatchOptions {
  const { values, positionals } = parsed(args);
  const help = values.help ?? false;
  const [folder = '', ...others] = positionals;
  if (!help && (folder === '' || others.length > 0))
    throw new CommandLineError(`found ${positionals.length} folders to watch; required: one (see --help)`);
  const state = values.state ?? DEFAULT_STATE;
  for (const [option, path] of [
    ['to', values.to],
    ['state', state],
  ] as const)
    if (path !== undefined && !path.includes('://') && isWithin(path, folder))
      throw new CommandLineError(
        `--${option}: found a folder within the watched one; required: one outside of it`,
      );
  const quietMs = MS * secondsOf('quiet', values.quiet, DEFAULT_QUIET_SECONDS);
  return {
    help,
    folder,
    to: values.to,
    assess: values.assess ?? false,
    tokenFile: values['token-file'] ?? null,
    state,
    quietMs,
    lookMs: Math.max(LEAST_LOOK_MS, Math.min(LOOK_MS, quietMs / 4)),
  };
}

function parsed(args: readonly string[]) {
  return parsedArguments({
    args: [...args],
    allowPositionals: true,
    options: { ...ARRIVAL_OPTIONS, state: { type: 'string' } },
  });
}

function isWithin(path: string, folder: string): boolean {
  const from = relative(resolve(folder), resolve(path));
  return folder !== '' && (from === '' || !from.startsWith('..'));
}
