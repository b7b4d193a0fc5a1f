/** Calls of the API: answers checked by their schemas, short failures tried again. */
import { setTimeout as wait } from 'node:timers/promises';

import type { z } from 'zod';

import { apiErrorSchema, type ApiError, type UploadTarget } from '../../contracts/api/answers.ts';

/** The server refuses what was asked of it, and says why. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  readonly answer: ApiError;

  constructor(answer: ApiError) {
    super(`${answer.code}: ${answer.message} (request ${answer.requestId})`);
    this.answer = answer;
  }
}

/** The server can't be reached, or does not speak as the API does, after every try. */
export class ServerUnusable extends Error {
  override readonly name = 'ServerUnusable';
}

export interface ApiClient {
  call<T extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    answer: T,
    body?: object,
  ): Promise<z.output<T>>;
  document(path: string): Promise<Uint8Array>;
  send(target: UploadTarget, content: Uint8Array): Promise<void>;
}

/** Waits before another try, ms: a server that restarts is back within them. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000] as const;
const WORTH_ANOTHER_TRY = [429, 500, 502, 503, 504];

/** @param waits of a test, in place of the usual */
export function apiClient(server: string, token: string, waits: readonly number[] = WAITS_MS): ApiClient {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };

  /** Every call of this API can be repeated without harm. */
  async function answered(url: string, init: RequestInit): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      const last = attempt === waits.length;
      try {
        const response = await fetch(url, init);
        if (response.ok) return response;
        if (last || !WORTH_ANOTHER_TRY.includes(response.status)) throw await refusalOf(response);
        // Read to its end, so that the connection is free for the next try.
        await response.arrayBuffer();
      } catch (cause) {
        if (cause instanceof ApiRefused || cause instanceof ServerUnusable) throw cause;
        if (last)
          throw new ServerUnusable(`no answer from ${new URL(url).origin}: ${reasonOf(cause)}`, { cause });
      }
      await wait(waits[attempt]);
    }
  }

  return {
    async call(method, path, answer, body) {
      const response = await answered(`${server}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const parsed = answer.safeParse(await response.json().catch(() => null));
      if (parsed.success) return parsed.data;
      throw new ServerUnusable(`${path}: an answer that is not the API's; required: an osteon server`);
    },

    async document(path) {
      return new Uint8Array(await (await answered(`${server}${path}`, { headers })).arrayBuffer());
    },

    async send({ url, method, headers: wanted }, content) {
      // A view of exactly these bytes: fetch sends no part of a larger buffer's rest.
      await answered(url, { method, headers: wanted, body: new Uint8Array(content) });
    },
  };
}

async function refusalOf(response: Response): Promise<Error> {
  const text = await response.text();
  try {
    return new ApiRefused(apiErrorSchema.parse(JSON.parse(text)));
  } catch {
    // Of a store behind a link, which has errors of its own, or of something between here and the server.
    return new ServerUnusable(`answered with status ${response.status}`);
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message || cause.message : cause.message;
}
