/** The command line of `npm run serve`. */
import { availableParallelism } from 'node:os';

import { CommandLineError } from '../command/errors.ts';
import { parsedArguments } from '../command/parsed.ts';
import { wholeNumber } from '../command/whole-number.ts';

export interface ServeOptions {
  readonly help: boolean;
  readonly out: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  readonly tokenHours: number;
  readonly workers: number;
}

const DEFAULT_OUT = 'osteon-service';
const LOOPBACK = '127.0.0.1';
const DEFAULT_PORT = 8720;
const DEFAULT_TOKEN_HOURS = 12;
const MOST_TOKEN_HOURS = 24 * 31;

export const HELP = `Usage: npm run serve -- [options]

Accepts CT studies over HTTP, assesses them one after the other and answers their
reports. npm run send sends a study; /openapi.json describes the API.

Options
  --out DIR           folder of studies, results and logs (default: ${DEFAULT_OUT})
  --host ADDRESS      address to listen on (default: ${LOOPBACK}, this machine alone); the
                      connection is not encrypted: use a reverse proxy with TLS for others
  --port N            port (default: ${DEFAULT_PORT})
  --public-url URL    address of the reverse proxy, for upload links
  --token-hours N     validity of the printed token (default: ${DEFAULT_TOKEN_HOURS})
  --workers N         number of levels solved in parallel (default: number of cores,
                      here ${availableParallelism()})
  --help              show this text

Environment
  OSTEON_OIDC_ISSUER, OSTEON_OIDC_AUDIENCE, OSTEON_OIDC_JWKS_URL
                      accept the tokens of this OpenID Connect issuer; no token is printed.
                      Claims: osteon:site, osteon:roles (uploader, reader, analyst, operator)

Not cleared for clinical use; decision support.`;

/** @throws CommandLineError naming the option that is wrong */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const values = parsed(args);
  const publicUrl = values['public-url'] ?? null;
  if (publicUrl !== null && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? ''))
    throw new CommandLineError(`--public-url: found ${publicUrl}; required: an http or https address`);
  return {
    help: values.help ?? false,
    out: values.out ?? DEFAULT_OUT,
    host: values.host ?? LOOPBACK,
    port: wholeNumber('--port', values.port, { from: 0, to: 65_535 }) ?? DEFAULT_PORT,
    publicUrl,
    tokenHours:
      wholeNumber('--token-hours', values['token-hours'], { from: 1, to: MOST_TOKEN_HOURS }) ??
      DEFAULT_TOKEN_HOURS,
    workers: wholeNumber('--workers', values.workers, { from: 1, to: 64 }) ?? availableParallelism(),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function parsed(args: readonly string[]) {
  return parsedArguments({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      out: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      'public-url': { type: 'string' },
      'token-hours': { type: 'string' },
      workers: { type: 'string' },
    },
  }).values;
}
