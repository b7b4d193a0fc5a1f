/** A DICOMweb service (PS3.18): its address, who asks, and what an answer has to be. */
import { CommandLineError, reasonOf } from '../command/errors.ts';

export interface WebService {
  /** Of its root, without a slash at its end: `/studies` is below it. */
  readonly url: string;
  /** Value of the header Authorization; null: it asks for none. */
  readonly authorization: string | null;
}

/** The archive can't be reached, or does not speak as one does. Messages name its address and what was asked for, and nobody. */
export class ArchiveUnusable extends Error {
  override readonly name = 'ArchiveUnusable';
  /** Of the answer; null where there was none, or where it is not the reason. */
  readonly status: number | null;

  constructor(message: string, options: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.status = options.status ?? null;
  }
}

/** Of whoever asks: the value of the header, such as `Bearer ...`; never an option, which the list of processes shows. */
export const AUTHORIZATION_VARIABLE = 'OSTEON_DICOMWEB_AUTHORIZATION';
/** Option by which a site says that its network may read the credential. */
export const OVER_HTTP_OPTION = 'allow-token-over-http';
const TIMEOUT_MS = 300_000;
/** Names of this machine, as URL writes them. */
const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * @param what is asked for, in words without a UID: `the search for studies`
 * @throws ArchiveUnusable where nothing answers, or it sends elsewhere
 */
export async function asked(
  { url, authorization }: WebService,
  path: string,
  what: string,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    ...init,
    headers: {
      ...(init.headers as Readonly<Record<string, string>> | undefined),
      ...(authorization === null ? {} : { Authorization: authorization }),
    },
    // What is allowed is for the address that was given, and patient data go there alone.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw unanswered(url, what, cause);
  });
}

/** Also of an answer that breaks off. */
export function unanswered(url: string, what: string, cause: unknown): ArchiveUnusable {
  const why = cause instanceof Error ? (cause.cause ?? cause) : cause;
  return new ArchiveUnusable(`no answer from ${new URL(url).origin} to ${what}: ${reasonOf(why)}`, { cause });
}

/** @throws CommandLineError where it is no address of a service, or says more than one */
export function webAddress(option: string, text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new CommandLineError(`${option}: required: an http or https address`);
  // It would be seen in the list of processes, and fetch takes none.
  if (url.username !== '' || url.password !== '')
    throw new CommandLineError(
      `${option}: found a user or a password; required: an address without (--token-file)`,
    );
  if (url.search !== '' || url.hash !== '')
    throw new CommandLineError(`${option}: found ${text}; required: an address without ? and #`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * @param overHttp the site has said so (`--allow-token-over-http`)
 * @throws CommandLineError where a credential would go over a network in clear: whoever sees it may read the whole archive
 */
export function requireSafe(option: string, { url, authorization }: WebService, overHttp: boolean): void {
  const { protocol, hostname } = new URL(url);
  if (authorization === null || protocol === 'https:' || THIS_MACHINE.test(hostname) || overHttp) return;
  throw new CommandLineError(
    `${option}: found http with a credential, which whoever listens on the network could use to read the archive; required: https, http to this machine (localhost), or --${OVER_HTTP_OPTION}`,
  );
}

/** Of a service's root, whether that of its studies was given or not. */
export function serviceRoot(address: string): string {
  return address.replace(/\/studies$/, '');
}

/** @throws CommandLineError where the variable holds no header; it is not repeated */
export function authorizationOf(token: string | null): string | null {
  if (token !== null) return bearer(token);
  const text = process.env[AUTHORIZATION_VARIABLE]?.trim() ?? '';
  if (text !== '' && !/^[A-Za-z]+ [\x21-\x7e][\x20-\x7e]*$/.test(text))
    throw new CommandLineError(
      `${AUTHORIZATION_VARIABLE}: found no value of the header Authorization; required: such as Bearer TOKEN`,
    );
  return text === '' ? null : text;
}

/** @returns the value of Authorization */
export function bearer(token: string | null): string | null {
  return token === null ? null : `Bearer ${token}`;
}
