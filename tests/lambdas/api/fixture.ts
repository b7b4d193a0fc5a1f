/** The API over a folder, with an issuer of tokens and executions that the test answers for. */
import { createHash } from 'node:crypto';

import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';

import { apiErrorSchema, uploadSchema, type Upload } from '../../../contracts/api/answers.ts';
import type { UploadDeclaration } from '../../../contracts/api/declaration.ts';
import { ROLES } from '../../../contracts/api/roles.ts';
import type { FinalisationInput } from '../../../contracts/review/finalisation.ts';
import { apiApp } from '../../../lambdas/api/app.ts';
import { callerByToken } from '../../../lambdas/api/http/caller.ts';
import type { ApiPorts, RequestLine } from '../../../lambdas/api/ports.ts';
import { finalisationNameOf } from '../../../lambdas/shared/assessment-start.ts';
import { StorageUnusable } from '../../../lambdas/shared/errors.ts';
import type { ExecutionState } from '../../../lambdas/shared/executions.ts';
import { ObjectMissing, type ListedStore } from '../../../lambdas/shared/object-store.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { folderUploadStore } from '../../../local/serve/folder-upload-store.ts';
import { uploadLinks } from '../../../local/serve/upload-links.ts';
import { scratchFolder } from '../../pipeline/command.ts';

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'osteon';
const KEY_ID = 'key-1';

export const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });

/** A token as the issuer makes it; what a test says of it comes on top. */
export function tokenFor(site: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return new SignJWT({
    'osteon:site': site,
    'osteon:roles': [...ROLES],
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'user',
    exp: Math.floor(Date.now() / 1000) + 600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
    .sign(privateKey);
}

/** As S3 answers a role that may list some prefixes alone: what is not there is denied. */
function asS3(store: ListedStore): ListedStore {
  return {
    ...store,
    get: (key) =>
      store.get(key).catch((cause: unknown) => {
        throw cause instanceof ObjectMissing ? new StorageUnusable('denied', { cause }) : cause;
      }),
  };
}

const unused = () => Promise.reject(new Error('a query that the test does not answer for'));

type Stores = Pick<ApiPorts, 'store' | 'uploads'>;

/** @param around what the application is given in the place of its stores */
export async function fixture(
  around: (stores: Stores) => Stores = (stores) => stores,
  queries: ApiPorts['queries'] = { named: [], runs: { start: unused, read: unused } },
) {
  const root = scratchFolder();
  const links = uploadLinks(() => Date.now());
  const uploads = folderUploadStore(root, links, () => 'http://store.example');
  const states = new Map<string, ExecutionState>();
  const finalised: FinalisationInput[] = [];
  const lines: RequestLine[] = [];
  const failures: unknown[] = [];
  const store = folderObjectStore(root);
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256' };
  const app = apiApp({
    ...around({ store: asS3(store), uploads }),
    executions: {
      stateOf: ({ assessmentId }) => Promise.resolve(states.get(assessmentId) ?? null),
      cancel({ assessmentId }) {
        states.set(assessmentId, 'cancelled');
        return Promise.resolve('cancelled');
      },
    },
    campaigns: {
      stateOf: (id) => Promise.resolve(states.get(id) ?? null),
      start(id) {
        states.set(id, 'running');
        return Promise.resolve();
      },
      runs: () => Promise.resolve([...states.values()].includes('running')),
    },
    finalisations: {
      start(input) {
        finalised.push(input);
        states.set(finalisationNameOf(input), 'running');
        return Promise.resolve(true);
      },
      stateOf: (revision) => Promise.resolve(states.get(finalisationNameOf(revision)) ?? null),
    },
    queries,
    callerOf: callerByToken({
      issuer: ISSUER,
      audiences: [AUDIENCE],
      keys: createLocalJWKSet({ keys: [jwk] }),
    }),
    log: { request: (line) => lines.push(line), failed: (_, error) => failures.push(error) },
  });

  /** By the site's token, or as the test says. */
  const call = async (
    method: string,
    path: string,
    { site = 'north', token, body }: { site?: string; token?: string; body?: unknown } = {},
  ) => {
    const response = await app.request(path, {
      method,
      headers: {
        Authorization: `Bearer ${token ?? (await tokenFor(site))}`,
        'Content-Type': 'application/json',
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      headers: response.headers,
      json: async () => await response.json(),
    };
  };
  const open = async (declaration: UploadDeclaration, site?: string): Promise<Upload> => {
    const answer = await call('POST', '/v1/uploads', {
      body: declaration,
      ...(site === undefined ? {} : { site }),
    });
    return uploadSchema.parse(await answer.json());
  };
  /** What a client does with its links, for the contents that the test has. */
  const send = async (
    { targets }: Pick<Upload, 'targets'>,
    contents: readonly Uint8Array[],
  ): Promise<void> => {
    const byDigest = new Map(contents.map((content) => [digestOf(content), content]));
    for (const { url, sha256 } of targets) {
      const content = byDigest.get(sha256);
      if (content !== undefined) await uploads.receive(links.read(new URL(url)), chunksOf(content));
    }
  };
  const failure = async (answer: { status: number; json: () => Promise<unknown> }) => {
    const { code, ...rest } = apiErrorSchema.parse(await answer.json());
    return { status: answer.status, code, ...rest };
  };
  return { root, app, store, uploads, links, states, finalised, lines, failures, call, open, send, failure };
}

export function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A study of so many small files; no two are alike. */
export function study(count: number): { contents: Uint8Array[]; declaration: UploadDeclaration } {
  const contents = Array.from({ length: count }, (_, n) => new TextEncoder().encode(`slice ${n}`));
  return {
    contents,
    declaration: {
      schema: 'osteon/upload/1',
      files: contents.map((content, n) => ({
        name: `series/image-${n + 1}.dcm`,
        bytes: content.length,
        sha256: digestOf(content),
      })),
    },
  };
}

export async function* chunksOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = Math.ceil(content.length / 2);
  yield await Promise.resolve(content.subarray(0, half));
  yield content.subarray(half);
}
