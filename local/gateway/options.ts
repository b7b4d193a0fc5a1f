/** The gateway's command line. */

import {
  ARRIVAL_HELP,
  ARRIVAL_OPTIONS,
  DEFAULT_QUIET_SECONDS,
  numberOf,
  secondsOf,
  type Destination,
} from '../arrivals/options.ts';
import { CommandLineError } from '../command/errors.ts';
import { parsedArguments } from '../command/parsed.ts';
import type { GatewaySettings } from './gateway.ts';

export interface GatewayOptions extends GatewaySettings, Destination {
  readonly help: boolean;
}

const DEFAULTS = {
  ae: 'OSTEON',
  port: 11112,
  host: '127.0.0.1',
  spool: 'osteon-gateway',
  after: 10,
  keepHours: 24,
  mostGb: 50,
};
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const MS = 1000;
const MS_PER_HOUR = 3_600_000;
const BYTES_PER_GB = 1e9;
/** PS3.5, 6.2: up to 16 characters, no backslash and no control characters. */
const AE_TITLE = /^(?! *$)[\x20-\x5b\x5d-\x7e]{1,16}$/;

export const HELP = `Usage: npm run gateway -- --to FOLDER|URL [options]

Receives CT studies from an image archive or a scanner (DICOM C-STORE, C-ECHO) and
hands each on when it has come whole: a while after the last association that sent
some of it was released, or when nothing more has come for long. What comes later
makes a new version of the study. Objects other than CT are answered with the warning
B006 (elements discarded), and are not kept.

Options
${ARRIVAL_HELP}
  --after SECONDS           ... after the last association was released (default: ${DEFAULTS.after})
  --ae TITLE                AE title by which it is called (default: ${DEFAULTS.ae})
  --accept TITLE,...        AE titles that may send (default: any)
  --host ADDRESS            address to listen on (default: ${DEFAULTS.host}, this machine alone);
                            any other requires --accept
  --port N                  (default: ${DEFAULTS.port})
  --spool DIR               where objects are kept until their study is handed on
                            (default: ${DEFAULTS.spool})
  --most-gb N               so much is kept there; more is refused (default: ${DEFAULTS.mostGb})
  --keep-hours N            what was handed on is kept so long, for late objects
                            (default: ${DEFAULTS.keepHours})
  --help                    show this text

DICOM's own protocol is neither encrypted nor authenticated: an AE title is a name, not
a password. Listen on a network that the site controls.`;

/** @throws CommandLineError naming the option that is wrong */
export function parseGatewayOptions(args: readonly string[]): GatewayOptions {
  const values = parsed(args);
  const host = values.host ?? DEFAULTS.host;
  const accept = (values.accept ?? '').split(',').filter((title) => title !== '');
  if (!LOOPBACK.includes(host) && accept.length === 0)
    throw new CommandLineError(
      `--host: found ${host} without --accept; required: the AE titles that may send`,
    );
  const quiet = secondsOf('quiet', values.quiet, DEFAULT_QUIET_SECONDS);
  const after = secondsOf('after', values.after, Math.min(DEFAULTS.after, quiet));
  if (after > quiet)
    throw new CommandLineError(`--after: found ${after}; required: up to --quiet, which is ${quiet}`);
  return {
    help: values.help ?? false,
    to: values.to,
    assess: values.assess ?? false,
    tokenFile: values['token-file'] ?? null,
    rules: {
      ae: aeTitle('ae', values.ae ?? DEFAULTS.ae),
      accept: accept.map((title) => aeTitle('accept', title)),
    },
    host,
    port: portOf(values.port),
    spool: values.spool ?? DEFAULTS.spool,
    mostBytes:
      BYTES_PER_GB *
      numberOf('most-gb', values['most-gb'], {
        otherwise: DEFAULTS.mostGb,
        least: 0.001,
        most: 100_000,
        what: 'gigabytes',
      }),
    closing: { quietMs: MS * quiet, endedMs: MS * after },
    keepMs:
      MS_PER_HOUR *
      numberOf('keep-hours', values['keep-hours'], {
        otherwise: DEFAULTS.keepHours,
        least: 0,
        most: 8760,
        what: 'hours',
      }),
  };
}

function parsed(args: readonly string[]) {
  return parsedArguments({
    args: [...args],
    options: {
      ...ARRIVAL_OPTIONS,
      after: { type: 'string' },
      ae: { type: 'string' },
      accept: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      spool: { type: 'string' },
      'most-gb': { type: 'string' },
      'keep-hours': { type: 'string' },
    },
  }).values;
}

function aeTitle(option: string, text: string): string {
  if (!AE_TITLE.test(text))
    throw new CommandLineError(`--${option}: found "${text}"; required: an AE title of 1 to 16 characters`);
  return text.trim();
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? DEFAULTS.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandLineError(`--port: found ${text}; required: a whole number from 0 to 65535`);
  return port;
}
