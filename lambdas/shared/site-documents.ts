/**
 * Documents that a site writes: the completion marker, the order, files of a calibration. What is wrong with one is the
 * study's fault and refused with a report, which names fields and what they require, and repeats nothing of the document.
 */
import type { z } from 'zod';

import { duplicateNames } from '../../contracts/order/duplicate-names.ts';
import { isFhir, orderFromFhir, type FhirOrder } from '../../contracts/order/fhir/service-request.ts';
import type { Order } from '../../contracts/order/order.ts';
import { OrderInvalid, parseOrder } from '../../contracts/order/read-order.ts';
import type { ArtifactRef } from '../../contracts/primitives.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { studyManifestSchema, type StudyManifest } from '../../contracts/study.ts';

import { getBytes, studyManifestKey } from './artifacts.ts';
import { ObjectAltered, PlatformFault } from './errors.ts';
import { ObjectMissing, type ObjectStore } from './object-store.ts';

type DocumentCode = 'MARKER_INVALID' | 'ORDER_INVALID' | 'CALIBRATION_FILE_INVALID';

/** Fields named in one refusal; a document of another kind would name dozens. */
const MOST_FIELDS = 8;

/** @throws StudyRefused MARKER_INVALID, or MARKER_MISPLACED where it is the marker of another study */
export async function getMarker(
  store: ObjectStore,
  { study, studyId }: { readonly study: ArtifactRef; readonly studyId: string },
): Promise<StudyManifest> {
  const manifest = await getDocument(store, study, studyManifestSchema, 'MARKER_INVALID');
  if (manifest.studyId !== studyId) {
    throw new StudyRefused({
      code: 'MARKER_MISPLACED',
      saw: 'completion marker and its place name different studies',
      wanted: `the marker of a study at ${studyManifestKey('STUDY')}, STUDY being its studyId`,
    });
  }
  return manifest;
}

/** @throws StudyRefused ORDER_INVALID, UPLOAD_INCOMPLETE */
export async function getOrder(store: ObjectStore, ref: ArtifactRef | null): Promise<Order | null> {
  return (await orderAsSent(store, ref))?.order ?? null;
}

/**
 * Ours, or a ServiceRequest of FHIR, with what of that is not used.
 * @throws StudyRefused ORDER_INVALID, UPLOAD_INCOMPLETE
 */
export async function orderAsSent(store: ObjectStore, ref: ArtifactRef | null): Promise<FhirOrder | null> {
  if (ref === null) return null;
  const json = await siteJson(store, ref, 'ORDER_INVALID');
  try {
    return isFhir(json) ? orderFromFhir(json) : { order: parseOrder(json), leftOut: [] };
  } catch (cause) {
    if (!(cause instanceof OrderInvalid)) throw cause;
    throw invalid('ORDER_INVALID', cause.fields, cause.wanted.slice(0, MOST_FIELDS).join('; '));
  }
}

/** @throws StudyRefused with `code`, UPLOAD_INCOMPLETE */
export async function getDocument<T extends z.ZodType>(
  store: ObjectStore,
  ref: ArtifactRef,
  contract: T,
  code: DocumentCode,
): Promise<z.output<T>> {
  const parsed = contract.safeParse(await siteJson(store, ref, code));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || '(the whole file)');
  throw invalid(code, fields, 'a file as its published schema describes');
}

/**
 * A part of the report of a study that was not assessed. What can't be read may be what the report is about, and is left
 * out; a store that fails is tried again.
 */
export async function unlessBroken<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof PlatformFault && !(cause instanceof ObjectAltered)) throw cause;
    return null;
  }
}

/** @throws StudyRefused UPLOAD_INCOMPLETE where the object is missing */
export async function siteBytes(store: ObjectStore, ref: ArtifactRef): Promise<Uint8Array> {
  try {
    return await getBytes(store, ref);
  } catch (cause) {
    if (!(cause instanceof ObjectMissing)) throw cause;
    throw new StudyRefused(
      {
        code: 'UPLOAD_INCOMPLETE',
        saw: 'a file that the marker lists is missing',
        wanted: 'every file that the marker lists, uploaded before it',
      },
      { cause },
    );
  }
}

async function siteJson(store: ObjectStore, ref: ArtifactRef, code: DocumentCode): Promise<unknown> {
  const bytes = await siteBytes(store, ref);
  let text: string;
  let json: unknown;
  try {
    // A byte order mark, as some editors write, is passed over.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    json = JSON.parse(text) as unknown;
  } catch {
    throw invalid(code, ['(the whole file)'], 'JSON in UTF-8');
  }
  const twice = duplicateNames(text).length;
  if (twice > 0) throw invalid(code, [`${twice} named twice`], 'each field once');
  return json;
}

function invalid(code: DocumentCode, fields: readonly string[], wanted: string): StudyRefused {
  const named = [...new Set(fields)].slice(0, MOST_FIELDS);
  return new StudyRefused({ code, saw: `fields that are not valid: ${named.join(', ')}`, wanted });
}
