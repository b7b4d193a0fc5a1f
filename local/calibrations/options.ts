/** The command line of `npm run calibrations`. */

import { PHANTOM_TYPES } from '../../contracts/calibration/phantom.ts';

import { CommandLineError } from '../command/errors.ts';
import { parsedArguments } from '../command/parsed.ts';
import { phantomOptionOf, type NamedPhantom } from '../command/phantom-option.ts';
import { DEFAULT_OUT } from '../command/options.ts';
import { DEFAULT_SITE, siteOf } from '../command/site.ts';

const VERBS = ['register', 'list', 'withdraw', 'chart'] as const;
type Verb = (typeof VERBS)[number];

export interface CalibrationsRequest {
  readonly verb: Verb;
  /** A calibration file or the scan of a phantom to register; the id to withdraw; else null. */
  readonly what: string | null;
  /** What was scanned; null: `what` is a calibration file. */
  readonly phantom: NamedPhantom | null;
  readonly site: string;
  readonly out: string;
}

export const HELP = `Usage: npm run calibrations -- register FILE | register SCAN --phantom TYPE
                            | list | withdraw ID | chart   [options]

Looks after the calibrations of a site's scanners. A study of the site that is assessed
later is calibrated by the registered phantom scan of the same scanner, tube voltage and
kernel that is nearest in time (at most 92 days), unless it has a phantom or a
calibration file of its own. What was assessed before does not change.

register FILE             register a calibration file
                          (schema: schemas/calibration-file.schema.json)
register SCAN             find the phantom in SCAN (DICOM folder, .zip or NIfTI of a
                          phantom scanned by itself), measure it and register it
list                      the calibrations in force
withdraw ID               use this calibration for no later study; it cannot be
                          registered again
chart                     control charts of air, blood, fat and slope of each scanner
                          over the studies assessed so far, as chart.svg and chart.json;
                          ends with 3 where a scanner has drifted

Options
  --phantom TYPE          one of
${PHANTOM_TYPES.map((type) => `                            ${type}`).join('\n')}
                          (mindways:CERTIFICATE.json)
  --site NAME             the site (default: ${DEFAULT_SITE})
  --out DIR               output folder of npm start (default: ${DEFAULT_OUT})
  --help                  show this text

Exit codes: 0 done, 1 failed, 2 invalid command, 3 calibration refused or scanner drift.`;

/** Null where help was asked for. @throws CommandLineError naming what is wrong */
export function parseCalibrations(args: readonly string[]): CalibrationsRequest | null {
  const { values, positionals } = parsed(args);
  if (values.help === true) return null;
  const [name, what = null, ...more] = positionals;
  const verb = VERBS.find((known) => known === name);
  if (verb === undefined)
    throw new CommandLineError(
      `found ${name ?? 'nothing'}; required: one of ${VERBS.join(', ')} (see --help)`,
    );
  const wants = verb === 'register' || verb === 'withdraw';
  if ((what !== null) !== wants || more.length > 0)
    throw new CommandLineError(
      `${verb}: ${wants ? 'required: one file, scan or id' : 'takes nothing else'} (see --help)`,
    );
  const phantom = phantomOptionOf(values.phantom);
  if (phantom === 'none' || (phantom !== null && verb !== 'register'))
    throw new CommandLineError('--phantom: required: the type of the phantom to register');
  return { verb, what, phantom, site: siteOf(values.site), out: values.out ?? DEFAULT_OUT };
}

function parsed(args: readonly string[]) {
  return parsedArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      phantom: { type: 'string' },
      site: { type: 'string' },
      out: { type: 'string' },
    },
  });
}
