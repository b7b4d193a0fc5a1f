/** The command line of `npm run archive`. */
import { CommandLineError } from '../command/errors.ts';
import { parsedArguments } from '../command/parsed.ts';
import { OVER_HTTP_OPTION, webAddress } from '../dicomweb/service.ts';

/** Where objects are sent: a DICOMweb service, or an application entity. */
export type Archive =
  | { readonly kind: 'stow'; readonly url: string }
  | { readonly kind: 'c-store'; readonly called: string; readonly host: string; readonly port: number };

export interface ArchiveOptions {
  readonly help: boolean;
  readonly folder: string;
  readonly to: Archive;
  /** Calling AE title. */
  readonly ae: string;
  /** File of the bearer token of a DICOMweb service; null: it asks for none. */
  readonly tokenFile: string | null;
  /** The token may go over a network without encryption. */
  readonly overHttp: boolean;
  /** C-STORE over TLS, by files in PEM; null: not encrypted. */
  readonly tls: TlsFiles | null;
}

export interface TlsFiles {
  /** Certificates of whom is trusted; null: those that Node.js trusts. */
  readonly ca: string | null;
  /** Of this side, where the archive asks who it is. */
  readonly own: { readonly certificate: string; readonly key: string } | null;
}

const DEFAULT_AE = 'OSTEON';
/** PS3.5, 6.2: up to 16 characters, no backslash and no control characters; none of an address's own here. */
const AE_TITLE = /^[\x21-\x3f\x41-\x5b\x5d-\x7e]{1,16}$/;
/** Host: a name, an IPv4 address, or an IPv6 address in brackets. */
const ENTITY = /^([^@]+)@(\[[\da-fA-F:.]+\]|[^:@/[\]]+):(\d{1,5})$/;
const MOST_PORT = 65_535;

export const HELP = `Usage: npm run archive -- ASSESSMENT --to ADDRESS [options]

Sends the DICOM objects of an assessment (its folder dicom/: report, outlines,
measurements, picture) to an image archive. Sending again is harmless: an object keeps
its UID and its content.

ASSESSMENT           folder of an assessment, OUT/assessments/STUDY/ASSESSMENT, or of one of
                     its revisions, .../revisions/N

Options
  --to ADDRESS       https://HOST/.../studies    a DICOMweb service (STOW-RS), or
                     AET@HOST:PORT               an application entity (C-STORE, not
                                                 encrypted without --tls)
  --ae TITLE         AE title that this side calls itself (default: ${DEFAULT_AE})
  --token-file FILE  file with the access token of a DICOMweb service
  --${OVER_HTTP_OPTION}
                     send the token to an http address as well: whoever listens on the
                     network can read it, and with it the archive
  --tls              C-STORE over TLS (PS3.15 B.9): the archive's certificate must be valid
                     for HOST
  --tls-ca FILE      certificates that are trusted for it, PEM (default: the usual ones)
  --tls-cert FILE    certificate of this side, PEM, with --tls-key FILE
  --help             show this text

Exit codes: 0 all objects stored, 1 failed, 2 invalid command.`;

/** @throws CommandLineError naming what is wrong */
export function parseArchive(args: string[]): ArchiveOptions {
  const { values, positionals } = parsedArguments({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      to: { type: 'string' },
      ae: { type: 'string' },
      'token-file': { type: 'string' },
      [OVER_HTTP_OPTION]: { type: 'boolean' },
      tls: { type: 'boolean' },
      'tls-ca': { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
    },
  });
  const { to, ae, 'token-file': tokenFile = null } = values;
  const overHttp = values[OVER_HTTP_OPTION] === true;
  if (values.help === true)
    return { help: true, folder: '', to: { kind: 'stow', url: '' }, ae: '', tokenFile, overHttp, tls: null };
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0)
    throw new CommandLineError(`found ${positionals.length} assessments; required: one (see --help)`);
  if (to === undefined) throw new CommandLineError('required: --to ADDRESS (see --help)');
  const archive = archiveOf(to);
  if (archive.kind === 'stow' && ae !== undefined)
    throw new CommandLineError('--ae: of C-STORE (--to AET@HOST:PORT) only');
  if (archive.kind === 'c-store' && tokenFile !== null)
    throw new CommandLineError('--token-file: of a DICOMweb service (--to https://...) only');
  if (overHttp && (archive.kind === 'c-store' || tokenFile === null))
    throw new CommandLineError(`--${OVER_HTTP_OPTION} requires --token-file`);
  const tls = tlsOf(values);
  if (archive.kind === 'stow' && tls !== null)
    throw new CommandLineError('--tls: of C-STORE (--to AET@HOST:PORT) only; a DICOMweb service has https');
  return {
    help: false,
    folder,
    to: archive,
    ae: aeTitle('--ae', ae ?? DEFAULT_AE),
    tokenFile,
    overHttp,
    tls,
  };
}

function tlsOf(values: {
  readonly tls?: boolean | undefined;
  readonly 'tls-ca'?: string | undefined;
  readonly 'tls-cert'?: string | undefined;
  readonly 'tls-key'?: string | undefined;
}): TlsFiles | null {
  const { tls = false, 'tls-ca': ca = null, 'tls-cert': certificate, 'tls-key': key } = values;
  if (!tls && (ca !== null || certificate !== undefined || key !== undefined))
    throw new CommandLineError('--tls-ca, --tls-cert and --tls-key require --tls');
  if (!tls) return null;
  if (certificate === undefined && key === undefined) return { ca, own: null };
  if (certificate === undefined || key === undefined)
    throw new CommandLineError('--tls-cert and --tls-key: required: both, or neither');
  return { ca, own: { certificate, key } };
}

function archiveOf(text: string): Archive {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return { kind: 'stow', url: studiesUrl(text) };
  const [, called = '', host = '', digits] = ENTITY.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > MOST_PORT)
    throw new CommandLineError(
      `--to: found ${text}; required: an address http(s)://.../studies, or AET@HOST:PORT`,
    );
  return { kind: 'c-store', called: aeTitle('--to', called), host: host.replace(/^\[|\]$/g, ''), port };
}

function studiesUrl(text: string): string {
  const url = webAddress('--to', text);
  if (!url.endsWith('/studies'))
    throw new CommandLineError(
      `--to: found ${text}; required: the address of the service's studies, .../studies`,
    );
  return url;
}

function aeTitle(option: string, text: string): string {
  if (!AE_TITLE.test(text))
    throw new CommandLineError(`${option}: found "${text}"; required: an AE title of 1 to 16 characters`);
  return text;
}
