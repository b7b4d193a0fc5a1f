/** A proxy on loopback that does to the bytes between a client and a server what networks do. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request; null: it passes. */
export type Fault =
  | 'slow-down'
  | 'refused'
  /** The connection ends before the server has seen the request. */
  | 'dropped'
  /** The server has done it, and the answer never comes. */
  | 'answer-dropped'
  /** The answer's body breaks off in the middle. */
  | 'cut'
  /** One bit of the answer's body, or of the request's, is another. */
  | 'flipped-answer'
  | 'flipped-request'
  /** Nothing is answered, ever. */
  | 'silent';

export interface FaultyProxy {
  readonly port: number;
  /** Methods and paths that came, in turn. */
  readonly seen: readonly string[];
  readonly stop: () => Promise<void>;
}

/** @param faultOf what happens to the nth request, from 0 */
export async function faultyProxy(
  target: number,
  faultOf: (n: number, method: string, path: string) => Fault | null,
): Promise<FaultyProxy> {
  const seen: string[] = [];
  const server = createServer((from, to) => {
    const [method, path] = [from.method ?? '', from.url ?? ''];
    const fault = faultOf(seen.length, method, path);
    seen.push(`${method} ${path.split('?')[0]}`);
    void pass(target, from, to, fault);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(
  target: number,
  from: IncomingMessage,
  to: ServerResponse,
  fault: Fault | null,
): Promise<void> {
  if (fault === 'dropped') {
    from.socket.destroy();
    return;
  }
  const asked = await bodyOf(from);
  if (fault === 'silent') return;
  if (fault === 'slow-down' || fault === 'refused') {
    const [status, code] = fault === 'slow-down' ? [503, 'SlowDown'] : [403, 'AccessDenied'];
    to.writeHead(status, { 'content-type': 'application/xml' });
    to.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>x</Message></Error>`);
    return;
  }
  const sent = fault === 'flipped-request' ? flipped(asked) : asked;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const onward = request(
      { host: '127.0.0.1', port: target, method: from.method, path: from.url, headers: from.headers },
      resolve,
    );
    onward.on('error', reject);
    onward.end(sent);
  });
  const body = await bodyOf(answer);
  if (fault === 'answer-dropped') {
    from.socket.destroy();
    return;
  }
  to.writeHead(answer.statusCode ?? 500, answer.headers);
  if (fault === 'cut') {
    to.write(body.subarray(0, body.length / 2), () => from.socket.destroy());
    return;
  }
  to.end(fault === 'flipped-answer' ? flipped(body) : body);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function flipped(body: Buffer): Buffer {
  const out = Buffer.from(body);
  const middle = Math.floor(out.length / 2);
  if (out.length > 0) out[middle]! ^= 1;
  return out;
}
