/** The parts of a multipart/related answer (RFC 2387, RFC 2046): an answer that breaks off, or holds something else, is none. */

export interface Part {
  /** In lower case, without parameters; empty where it is not told. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

const LONGEST_HEAD = 16_384;
const CRLF = Buffer.from('\r\n');
/** Of a delimiter: the end of all, blanks, or the end of its line. */
const AFTER: readonly number[] = [...Buffer.from('- \t\r')];
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * @param contentType of the answer
 * @throws Error what was found and what is required; never with what a part holds
 */
export function partsOf(contentType: string | null, body: Buffer): readonly Part[] {
  const boundary = boundaryOf(contentType);
  if (boundary === null)
    throw new Error(
      `found the content type ${short(contentType)}; required: multipart/related with a boundary`,
    );
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  // A preamble is allowed, and means nothing.
  let at = startOf(body, delimiter);
  for (;;) {
    if (at < 0) throw new Error(`found an answer that breaks off after ${parts.length} parts; required: all`);
    const after = at + delimiter.length;
    if (body.subarray(after, after + 2).toString('latin1') === '--') return parts;
    const head = body.indexOf(CRLF, after);
    const end = body.indexOf(HEAD_END, head);
    if (head < 0 || end < 0 || end - after > LONGEST_HEAD)
      throw new Error(`found a part without an end of its head after ${parts.length} parts; required: one`);
    const next = nextDelimiter(body, delimiter, end + HEAD_END.length);
    if (next < 0)
      throw new Error(`found an answer that breaks off in part ${parts.length + 1}; required: all`);
    parts.push({
      type: typeOf(body.subarray(head, end).toString('latin1')),
      bytes: body.subarray(end + HEAD_END.length, next),
    });
    at = next + CRLF.length;
  }
}

function boundaryOf(contentType: string | null): string | null {
  if (contentType === null || !/^multipart\/related\s*(;|$)/i.test(contentType)) return null;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  return quoted ?? plain ?? null;
}

/** The first delimiter: at the very beginning, or at the beginning of a line. */
function startOf(body: Buffer, delimiter: Buffer): number {
  if (body.subarray(0, delimiter.length).equals(delimiter)) return 0;
  const at = nextDelimiter(body, delimiter, 0);
  return at < 0 ? -1 : at + CRLF.length;
}

/** Of the line break that belongs to it; pixels may hold the same letters elsewhere in a line, or more of them. */
function nextDelimiter(body: Buffer, delimiter: Buffer, from: number): number {
  const line = Buffer.concat([CRLF, delimiter]);
  for (let at = body.indexOf(line, from); at >= 0; at = body.indexOf(line, at + 1)) {
    const next = body[at + line.length];
    if (next === undefined || AFTER.includes(next)) return at;
  }
  return -1;
}

function typeOf(head: string): string {
  const [, type = ''] = /^content-type:\s*([^\s;]+)/im.exec(head) ?? [];
  return type.toLowerCase();
}

/** A header can't be trusted to be one. */
export function short(text: string | null): string {
  return text === null ? 'none' : text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80);
}
