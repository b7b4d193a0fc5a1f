/**
 * As much of S3 as the steps use (get, put whole and in parts), in memory, on loopback: the emulator of the tests takes no object of
 * a whole study's size. It counts requests.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ObjectServer {
  readonly port: number;
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly requests: { readonly puts: number; readonly gets: number };
  close(): void;
}

/** What StoreResults asks of KMS and Step Functions: answers of the same shape. */
const OTHERS: Readonly<Record<string, object>> = {
  'TrentService.GenerateMac': { KeyId: 'k', Mac: Buffer.alloc(32).toString('base64') },
  'AWSStepFunctions.GetExecutionHistory': { events: [] },
};

export async function startObjectServer(): Promise<ObjectServer> {
  const objects = new Map<string, Buffer>();
  const parts = new Map<string, Buffer[]>();
  const requests = { puts: 0, gets: 0 };
  let uploads = 0;

  const answer = (request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    // The bucket's name comes first, as for any server by its address.
    const key = decodeURIComponent(pathname).split('/').slice(2).join('/');
    const upload = searchParams.get('uploadId');
    const said = OTHERS[String(request.headers['x-amz-target'])];
    if (said !== undefined) {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(said));
      return;
    }
    const xml = (name: string, text: string): void => {
      response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0"?><${name}>${text}</${name}>`);
    };
    if (request.method === 'GET') {
      requests.gets += 1;
      const found = objects.get(key);
      if (found !== undefined) response.writeHead(200, { 'content-length': found.length }).end(found);
      else
        response
          .writeHead(404, { 'content-type': 'application/xml' })
          .end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>');
      return;
    }
    requests.puts += 1;
    if (request.method === 'POST' && searchParams.has('uploads')) {
      const id = String(++uploads);
      parts.set(id, []);
      xml('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`);
    } else if (request.method === 'POST' && upload !== null) {
      objects.set(key, Buffer.concat(parts.get(upload)!));
      parts.delete(upload);
      xml('CompleteMultipartUploadResult', '<ETag>"1"</ETag>');
    } else {
      if (upload === null) objects.set(key, body);
      else parts.get(upload)![Number(searchParams.get('partNumber')) - 1] = body;
      response.writeHead(200, { etag: '"1"' }).end();
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, Buffer.concat(chunks), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    objects,
    requests,
    close: () => server.close(),
  };
}
