/**
 * A site's registered calibrations in the object store. Objects are only added: two that register or withdraw at the same time
 * don't undo each other's work, and what an assessment rests on never changes.
 */
import type { CalibrationFile } from '../../../contracts/calibration/calibration-file.ts';
import {
  calibrationRegistrySchema,
  registeredCalibrationSchema,
  withdrawnCalibrationSchema,
  type RegisteredCalibration,
} from '../../../contracts/calibration/registry.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { canonicalSha256 } from '../../../spine/definitions/pinned-parameters.ts';

import { putJson } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import type { ListedStore } from '../object-store.ts';

/** Objects read at a time. */
const AT_ONCE = 32;
const ID_DIGITS = 12;
const SNAPSHOT_DIGITS = 32;

/** Below it a folder a site. */
export const CALIBRATIONS = 'calibrations/';

/** Everything of a site's calibrations; `site` as `siteSchema` has it. */
export function calibrationsPrefix(site: string): string {
  return `${CALIBRATIONS}${site}/`;
}

/**
 * The same file again changes nothing. One that was withdrawn stays withdrawn.
 * @throws StudyRefused CALIBRATION_FILE_IMPLAUSIBLE, PHANTOM_FIT_POOR: what would refuse every later study is refused here
 */
export async function registerCalibration(
  store: ListedStore,
  site: string,
  file: CalibrationFile,
): Promise<RegisteredCalibration> {
  // Loaded where a calibration is registered: whoever reads the registry alone would load the whole calibration.
  const { lineOfFile } = await import('../../../spine/calibrate/index.ts');
  lineOfFile(file);
  const id = canonicalSha256(file).slice(0, ID_DIGITS);
  const registered = { schema: 'osteon/registered-calibration/1', id, file } as const;
  await putJson(store, registeredKey(site, id), registeredCalibrationSchema, registered);
  return registered;
}

/** @returns false where no calibration of that id is registered */
export async function withdrawCalibration(store: ListedStore, site: string, id: string): Promise<boolean> {
  // Asked by a list: a role that may list this prefix alone is denied what is not there.
  if (!(await store.list(registeredPrefix(site))).includes(registeredKey(site, id))) return false;
  await putJson(store, `${withdrawnPrefix(site)}${id}.json`, withdrawnCalibrationSchema, {
    schema: 'osteon/withdrawn-calibration/1',
    id,
  });
  return true;
}

/** Those in force, by id. */
export async function registeredCalibrations(
  store: ListedStore,
  site: string,
): Promise<readonly RegisteredCalibration[]> {
  const withdrawn = new Set((await store.list(withdrawnPrefix(site))).map(nameOf));
  const keys = (await store.list(registeredPrefix(site))).filter((key) => !withdrawn.has(nameOf(key)));
  return inParallel(keys, AT_ONCE, async (key) =>
    checked(registeredCalibrationSchema, parsedJson(await store.get(key), key), key),
  );
}

/** What a study's completion marker names; null where the site has registered nothing that is in force. */
export async function calibrationSnapshot(store: ListedStore, site: string): Promise<ArtifactRef | null> {
  const calibrations = await registeredCalibrations(store, site);
  if (calibrations.length === 0) return null;
  const snapshot = { schema: 'osteon/calibration-registry/1', site, calibrations } as const;
  const digest = canonicalSha256(snapshot).slice(0, SNAPSHOT_DIGITS);
  const key = `${calibrationsPrefix(site)}snapshots/${digest}.json`;
  return putJson(store, key, calibrationRegistrySchema, snapshot);
}

function registeredPrefix(site: string): string {
  return `${calibrationsPrefix(site)}registered/`;
}

function withdrawnPrefix(site: string): string {
  return `${calibrationsPrefix(site)}withdrawn/`;
}

function registeredKey(site: string, id: string): string {
  return `${registeredPrefix(site)}${id}.json`;
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
