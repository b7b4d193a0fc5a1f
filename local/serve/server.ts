/** The API over a folder, with a queue of assessments behind it: osteon as a service on one machine. */
import type { AddressInfo } from 'node:net';

import { serve, type ServerType } from '@hono/node-server';

import { apiApp } from '../../lambdas/api/app.ts';
import { ApiFailure } from '../../lambdas/api/http/api-failure.ts';
import { callerByIssuer, ISSUER_VARIABLE } from '../../lambdas/api/http/issuer.ts';
import type { ApiLog } from '../../lambdas/api/ports.ts';
import { safeError } from '../../lambdas/shared/aws/safe-error.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';

import { openLog } from '../step-logs.ts';
import { AssessmentQueue, type QueueView, type RunExecution } from './assessment-queue.ts';
import { folderUploadStore } from './folder-upload-store.ts';
import { finalisationOnPool, localFinalisations, type RunFinalisation } from './local-finalisations.ts';
import { localIdentity } from './local-identity.ts';
import { sandboxQueryRuns } from './sandbox-query-runs.ts';
import { startingStore } from './starting-store.ts';
import { LINK_PATH, uploadLinks } from './upload-links.ts';

export interface ServerOptions {
  /** Folder of the store; opened already. */
  readonly out: string;
  readonly store: ListedStore;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** As clients reach it, where that is through something else; null: at its own address. */
  readonly publicUrl: string | null;
  readonly tokenHours: number;
  readonly run: RunExecution;
  /** Left out: in processes, over the folder. */
  readonly finalise?: RunFinalisation;
  readonly view: QueueView;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Server {
  readonly url: string;
  /** Null where an issuer's tokens count. */
  readonly identity: { readonly token: string; readonly expiresAt: Date } | null;
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A file over a slow line may take as long as its link is valid, ms. */
const LONGEST_REQUEST_MS = 3_600_000;

/** @throws Error where it can't listen there, or a variable of the environment is wrong */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { out, store, environment } = options;
  const clock = (): number => Date.now();
  const identity = environment[ISSUER_VARIABLE] ? null : await localIdentity(options.tokenHours, clock);
  const callerOf = identity?.callerOf ?? callerByIssuer(environment);
  const links = uploadLinks(clock);
  let origin = options.publicUrl?.replace(/\/$/, '') ?? '';
  const uploads = folderUploadStore(out, links, () => origin);
  const queue = new AssessmentQueue(store, options.run, options.view);

  const finalisations = localFinalisations(options.finalise ?? finalisationOnPool(out));
  const log = await apiLog(out);
  const all = catalogue();
  const app = apiApp({
    store: startingStore(store, (input) => queue.add(input)),
    uploads,
    executions: queue,
    campaigns: null,
    finalisations,
    queries: {
      named: allQueries(all),
      runs: sandboxQueryRuns(out, all.views, (runId, error) => log.failed(runId, error)),
    },
    callerOf,
    log,
  });
  app.put(`${LINK_PATH}*`, async (c) => {
    const wanted = links.read(new URL(c.req.url));
    const length = c.req.header('Content-Length');
    if (length !== undefined && Number(length) !== wanted.bytes)
      throw new ApiFailure('SIZE_MISMATCH', `found ${Number(length)} bytes; required: ${wanted.bytes}`);
    await uploads.receive(wanted, c.req.raw.body ?? emptyBody());
    return c.body(null, 204);
  });

  const { server, address } = await listening(app.fetch, options);
  const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  if (origin === '') origin = url;
  await queue.open();
  return {
    url,
    identity: identity && { token: identity.token, expiresAt: identity.expiresAt },
    async idle() {
      await queue.idle();
      await finalisations.idle();
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      if ('closeAllConnections' in server) server.closeAllConnections();
      await queue.close();
      await closed;
    },
  };
}

function listening(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { host, port }: Pick<ServerOptions, 'host' | 'port'>,
): Promise<{ server: ServerType; address: AddressInfo }> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch, hostname: host, port, serverOptions: { requestTimeout: LONGEST_REQUEST_MS } },
      (address) => {
        resolve({ server, address });
      },
    );
    server.once('error', reject);
  });
}

async function apiLog(out: string): Promise<ApiLog> {
  const line = await openLog(out, 'api');
  return {
    request: (told) => line(told),
    failed(requestId, error) {
      const { name, message, stack } = safeError(error);
      line({ requestId, level: 'ERROR', error: name, message, stack });
    },
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // Nothing is sent.
}
