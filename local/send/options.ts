/** The command line of `npm run send`: what the server is asked, and what `npm start` says of a study. */
import { CommandLineError } from '../command/errors.ts';
import { parseCommandLine, type Options } from '../command/options.ts';
import { serverOf } from './server.ts';

export interface SendOptions {
  readonly help: boolean;
  readonly study: string;
  /** Address of the server, without a slash at its end. */
  readonly to: string;
  readonly tokenFile: string | null;
  /** File of the key by which the study is de-identified; null: it is sent as it is. */
  readonly deidentify: string | null;
  /** Where report and result are written; null: nobody waits for them. */
  readonly out: string | null;
  /** What is said of the study. */
  readonly about: Pick<
    Options,
    | 'select'
    | 'labels'
    | 'labelConvention'
    | 'keepOutlines'
    | 'levelOverride'
    | 'phantom'
    | 'calibration'
    | 'order'
    | 'parameterSet'
    | 'report'
  >;
}

const DEFAULT_OUT = 'osteon-sent';
/** Options of this command that take a value. */
const OWN = ['--to', '--token-file', '--deidentify', '--out'] as const;
/** Options of `npm start` that say nothing of a study, or that a server decides. */
const ELSEWHERE = ['--model', '--write-calibration', '--workers', '--site'] as const;

export const HELP = `Usage: npm run send -- STUDY --to URL [options]

Checks the CT in STUDY as the server will, sends it, and waits for its report. After a
break the same command continues where it stopped.

STUDY                 folder of DICOM files, a .zip archive of it, or a NIfTI CT

Options
  --to URL            server (npm run serve prints its address)
  --token-file FILE   file with the access token; otherwise the environment variable
                      OSTEON_TOKEN is used
  --deidentify FILE   send only the images of the assessed series, without names, numbers,
                      descriptions and places, with other UIDs and earlier dates; FILE
                      holds the key that makes them (created if missing; keep it). Age,
                      sex, size and weight remain; pixels are unchanged (faces in CT of
                      the head)
  --out DIR           folder for the report and the result (default: ${DEFAULT_OUT})
  --no-wait           do not wait for the report
  --help              show this text
  --series, --study, --labels, --label-convention, --keep-outlines, --first-level,
  --level-at, --phantom, --calibration, --order, --parameters, --language,
  --patient-page
                      as in npm start -- --help

Exit codes: 0 assessed (with --no-wait: sent), 1 failed, 2 invalid command, 3 study refused.
Not cleared for clinical use; decision support.`;

/** @throws CommandLineError naming the option that is wrong */
export function parseSendOptions(args: readonly string[]): SendOptions {
  const { own, flags, rest } = parted(args);
  const elsewhere = ELSEWHERE.find((option) =>
    rest.some((arg) => arg === option || arg.startsWith(`${option}=`)),
  );
  if (elsewhere !== undefined)
    throw new CommandLineError(`${elsewhere}: not an option of this command (see --help)`);
  const parsed = parseCommandLine(rest);
  const common = {
    tokenFile: own.get('--token-file') ?? null,
    deidentify: own.get('--deidentify') ?? null,
    about: parsed,
  };
  if (parsed.help) return { ...common, help: true, study: '', to: '', out: null };
  if (parsed.study === null) throw new CommandLineError('found no STUDY; required: a folder or a file');
  if (flags.has('--no-wait') && own.has('--out'))
    throw new CommandLineError('--no-wait and --out cannot be combined');
  return {
    ...common,
    help: false,
    study: parsed.study,
    to: serverOf(own.get('--to')),
    out: flags.has('--no-wait') ? null : (own.get('--out') ?? DEFAULT_OUT),
  };
}

/** What is this command's own, and the rest. */
function parted(args: readonly string[]) {
  const own = new Map<string, string>();
  const flags = new Set<string>();
  const rest: string[] = [];
  for (let n = 0; n < args.length; n++) {
    const arg = args[n]!;
    const option = OWN.find((name) => arg === name || arg.startsWith(`${name}=`));
    if (arg === '--no-wait') flags.add(arg);
    else if (option === undefined) rest.push(arg);
    else {
      const value = arg === option ? args[++n] : arg.slice(option.length + 1);
      if (value === undefined || value === '' || (arg === option && value.startsWith('--')))
        throw new CommandLineError(`${option}: required: a value (see --help)`);
      own.set(option, value);
    }
  }
  return { own, flags, rest };
}
