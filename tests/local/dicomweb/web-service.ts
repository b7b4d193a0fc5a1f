/** A DICOMweb service in this process, over CT objects in memory: pages, headers and objects as they should be, or as a test says. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readDataSet } from '../../../spine/ct/dicom/data-set.ts';
import { objectHead } from '../../../spine/ct/index.ts';

const TEXT_VRS = { '00080060': 'CS', '00080016': 'UI', '00080018': 'UI' } as const;
const NUMBERS = ['DS', 'IS'];
const BOUNDARY = 'a-boundary';

export interface WebServiceInTest {
  readonly url: string;
  /** Paths with their queries, in order. */
  readonly requests: readonly string[];
  readonly authorizations: readonly (string | undefined)[];
  readonly close: () => void;
}

export type Instead = (
  path: string,
  response: ServerResponse,
  usual: () => void,
  request: IncomingMessage,
) => void;

export async function webService(
  objects: readonly Uint8Array[],
  instead?: Instead,
): Promise<WebServiceInTest> {
  const all = objects.map((bytes) => ({ bytes, head: objectHead(bytes), json: jsonOf(bytes) }));
  const studies = [...new Set(all.map(({ head }) => head.study!))];
  const of = (study: string, series?: string) =>
    all.filter(
      ({ head, json }) =>
        head.study === study && (series === undefined || json['0020000E']!.Value![0] === series),
    );
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://x');
    requests.push(`${url.pathname}${url.search}`);
    authorizations.push(request.headers.authorization);
    const usual = (): void => answer(url, response);
    if (instead === undefined) usual();
    else instead(url.pathname, response, usual, request);
  });
  const answer = (url: URL, response: ServerResponse): void => {
    const [, , study, , series, what] = url.pathname.replace(/^\/web/, '').split('/');
    // Fewer a page than are asked for, as some services do, whether they are asked for pages or not.
    const page = (entries: readonly unknown[]): void => {
      const offset = Number(url.searchParams.get('offset') ?? 0);
      const limit = Math.min(2, Number(url.searchParams.get('limit') ?? 2));
      const told = entries.slice(offset, offset + limit);
      if (told.length === 0) response.writeHead(204).end();
      else json(response, told);
    };
    if (study === undefined) {
      page(studies.map((uid) => ({ '0020000D': { vr: 'UI', Value: [uid] } })));
      return;
    }
    if (series === undefined) {
      const found = new Map(of(study).map((one) => [one.json['0020000E']!.Value![0], one.json]));
      page([...found.values()].map((one) => ({ '0020000E': one['0020000E'], '00080060': one['00080060'] })));
      return;
    }
    if (what === 'metadata') {
      json(
        response,
        of(study, series).map((one) => one.json),
      );
      return;
    }
    multipart(
      response,
      of(study, series).map(({ bytes }) => bytes),
    );
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/web`,
    requests,
    authorizations,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/dicom+json' }).end(JSON.stringify(value));
}

/** @param cut bytes of the end that are left out, the head telling of all */
export function multipart(response: ServerResponse, parts: readonly Uint8Array[], cut = 0): void {
  const body = Buffer.concat([
    ...parts.flatMap((bytes) => [
      Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom; transfer-syntax=*\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
  response
    .writeHead(200, { 'Content-Type': `multipart/related; type="application/dicom"; boundary="${BOUNDARY}"` })
    .end(body.subarray(0, body.length - cut));
}

type Json = Record<string, { vr: string; Value?: unknown[] }>;

/** As a service tells a file: without group 2, and without its pixels. */
function jsonOf(bytes: Uint8Array): Json {
  const { elements } = readDataSet(bytes);
  const told: Json = {};
  for (const [tag, { bytes: value }] of elements) {
    const name = tag.slice(1).toUpperCase();
    if (name.startsWith('0002') || name === '7FE00010') continue;
    const vr = vrOf(bytes, name);
    if (vr === 'US') {
      told[name] = { vr, Value: [value[0]! | (value[1]! << 8)] };
      continue;
    }
    const text = Buffer.from(value).toString('latin1').split('\0')[0]!.trim();
    const values = text === '' ? [] : text.split('\\').map((one) => one.trim());
    told[name] = {
      vr,
      ...(values.length === 0 ? {} : { Value: values.map((one) => valueOf(vr, one)) }),
    };
  }
  return told;
}

function valueOf(vr: string, text: string): unknown {
  if (vr === 'PN') return { Alphabetic: text };
  return NUMBERS.includes(vr) ? Number(text) : text;
}

/** Of an explicit file: the two letters behind the tag. */
function vrOf(bytes: Uint8Array, name: string): string {
  const tag = Buffer.alloc(4);
  tag.writeUInt16LE(Number.parseInt(name.slice(0, 4), 16), 0);
  tag.writeUInt16LE(Number.parseInt(name.slice(4), 16), 2);
  const at = Buffer.from(bytes).indexOf(tag, 132);
  const vr = Buffer.from(bytes.subarray(at + 4, at + 6)).toString('latin1');
  return (TEXT_VRS as Readonly<Record<string, string>>)[name] ?? vr;
}
