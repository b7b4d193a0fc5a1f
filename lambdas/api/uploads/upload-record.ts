/** An upload as it is kept: what was declared, and how far it is. */
import { uploadDeclarationSchema, type UploadDeclaration } from '../../../contracts/api/declaration.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { putJson } from '../../shared/artifacts.ts';
import type { ObjectStore } from '../../shared/object-store.ts';
import { documentAt } from '../../shared/studies/site-index.ts';
import { ApiFailure } from '../http/api-failure.ts';
import type { ApiPorts } from '../ports.ts';
import {
  declarationKey,
  uploadStateKey,
  uploadStateSchema,
  type UploadKey,
  type UploadState,
} from '../site-keys.ts';

export interface UploadRecord {
  readonly key: UploadKey;
  readonly declaration: UploadDeclaration;
  readonly state: UploadState;
}

type Ports = Pick<ApiPorts, 'store' | 'uploads'>;

const ID_DIGITS = 32;
const OPEN: UploadState = { schema: 'osteon/upload-state/1', state: 'open', assessment: null };

/** The same declaration of the same site has the same id: opening it again is going on with it. */
export function uploadIdOf(site: string, declaration: UploadDeclaration): string {
  const files = [...declaration.files].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return sha256(JSON.stringify([site, { ...declaration, files }])).slice(0, ID_DIGITS);
}

/** One that was cancelled is open again. */
export async function openRecord(
  ports: Ports,
  site: string,
  declaration: UploadDeclaration,
): Promise<UploadRecord> {
  const key = { site, uploadId: uploadIdOf(site, declaration) };
  const before = await documentAt(ports, uploadStateKey(key), uploadStateSchema);
  if (before !== null && before.state !== 'cancelled') return { key, declaration, state: before };
  await putJson(ports.store, declarationKey(key), uploadDeclarationSchema, declaration);
  await putState(ports.store, key, OPEN);
  return { key, declaration, state: OPEN };
}

/** @throws ApiFailure UPLOAD_NOT_FOUND: another site's upload is none */
export async function recordOf(ports: Ports, key: UploadKey): Promise<UploadRecord> {
  const state = await documentAt(ports, uploadStateKey(key), uploadStateSchema);
  const declaration = await documentAt(ports, declarationKey(key), uploadDeclarationSchema);
  if (state === null || declaration === null) throw new ApiFailure('UPLOAD_NOT_FOUND');
  return { key, declaration, state };
}

export async function putState(store: ObjectStore, key: UploadKey, state: UploadState): Promise<void> {
  await putJson(store, uploadStateKey(key), uploadStateSchema, state);
}

function keyOf({ sha256: digest, name }: { readonly sha256: string; readonly name: string }): string {
  return `${digest} ${name}`;
}
