/** What the gateway and the watch ask for in the same words: where studies go, and when they are closed. */
import { CommandLineError } from '../command/errors.ts';
import { serverOf, tokenOf } from '../send/server.ts';
import type { Deliver } from './deliver.ts';
import { deliverToFolder } from './deliver-folder.ts';

/** For `parseArgs`. */
export const ARRIVAL_OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  to: { type: 'string' },
  assess: { type: 'boolean' },
  quiet: { type: 'string' },
  'token-file': { type: 'string' },
} as const;

export const ARRIVAL_HELP = `  --to FOLDER               each study becomes a folder below FOLDER, named by a digest, with
                            complete.json written last (schema:
                            schemas/arrived-study.schema.json)
  --to URL                  each study is sent to a server (npm run serve prints its
                            address), which assesses it
  --token-file FILE         file with the server's access token, read for each study;
                            otherwise the environment variable OSTEON_TOKEN is used
  --assess                  assess each study on this machine instead; FOLDER then
                            holds what npm start -- STUDY --out FOLDER writes
  --quiet SECONDS           a study is closed when nothing of it came for so long
                            (default: 120)`;

export const DEFAULT_QUIET_SECONDS = 120;
const LONGEST_SECONDS = 86_400;

/** Where studies go, as it was asked for. */
export interface Destination {
  readonly to: string | undefined;
  readonly assess: boolean;
  readonly tokenFile: string | null;
}

const SERVER = /^https?:\/\//;

/**
 * @param staging folder for what is handed on
 * @throws CommandLineError
 */
export async function deliveryOf({ to, assess, tokenFile }: Destination, staging: string): Promise<Deliver> {
  if (to === undefined)
    throw new CommandLineError('--to: required: a folder or the URL of a server (see --help)');
  const toServer = SERVER.test(to);
  if (tokenFile !== null && !toServer) throw new CommandLineError('--token-file requires --to URL');
  if (assess && toServer)
    throw new CommandLineError('--assess requires --to FOLDER; a server assesses what it is sent');
  // Each loaded where it is wanted: what assesses a study takes half a second.
  if (toServer) {
    const { deliverToServer } = await import('./deliver-url.ts');
    // Asked for now, so that a lack of it is told before anything arrives.
    await tokenOf(tokenFile);
    return deliverToServer(serverOf(to), () => tokenOf(tokenFile));
  }
  if (!assess) return deliverToFolder(to);
  const { deliverToAssessment } = await import('./deliver-assessment.ts');
  return deliverToAssessment(to, staging);
}

/** @throws CommandLineError */
export function secondsOf(option: string, text: string | undefined, otherwise: number): number {
  return numberOf(option, text, { otherwise, least: 0, most: LONGEST_SECONDS, what: 'seconds' });
}

/** @throws CommandLineError */
export function numberOf(
  option: string,
  text: string | undefined,
  {
    otherwise,
    least,
    most,
    what,
  }: { readonly otherwise: number; readonly least: number; readonly most: number; readonly what: string },
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new CommandLineError(`--${option}: found ${text}; required: ${what} from ${least} to ${most}`);
  return value;
}
