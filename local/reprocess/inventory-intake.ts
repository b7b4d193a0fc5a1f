/** What any inventory does with a study: judged by its headers, put into the store where it qualifies, counted where not. */
import type { ChosenStudy } from '../../contracts/campaign/campaign.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { studyManifestSchema } from '../../contracts/study.ts';
import { studyManifestKey, unlessMissing } from '../../lambdas/shared/artifacts.ts';
import { checked, parsedJson } from '../../lambdas/shared/contract.ts';
import type { ObjectStore } from '../../lambdas/shared/object-store.ts';
import { requireCt } from '../../spine/ct/index.ts';

import type { DiskPath } from '../study/paths.ts';
import { studyIdOf, uploadStudy } from '../study/upload-study.ts';

export interface Inventory {
  /** In the order of their ids. */
  readonly chosen: readonly ChosenStudy[];
  /** What was found: studies, how many qualify, and why the others do not, by code; without a name of a file. */
  readonly told: string;
}

/** A study that is here with more than an inventory knows. */
export const KNOWN = 'known';

/** The code that its assessment would be refused with, or null. */
export async function refusalOf(files: Parameters<typeof requireCt>[0]): Promise<string | null> {
  try {
    await requireCt(files);
    return null;
  } catch (cause) {
    if (cause instanceof StudyRefused) return cause.refusal.code;
    throw cause;
  }
}

export async function putStudy(
  store: ObjectStore,
  files: readonly DiskPath[],
  site: string | null,
): Promise<ChosenStudy | typeof KNOWN> {
  if (await isOfAnother(store, await studyIdOf(files), site)) return KNOWN;
  const { marker, manifest } = await uploadStudy(store, {
    ...{ files, labels: [], labelConvention: null, model: null, keepOutlines: false },
    ...{ levelOverride: null, order: null, parameterSet: null },
    ...(site === null ? {} : { site }),
  });
  return { studyId: manifest.studyId, marker };
}

export interface InventoryTally {
  refuse(code: string): void;
  put(study: ChosenStudy | typeof KNOWN): void;
  /** @param others files that are no object of a study */
  told(others?: number): Inventory;
}

export function inventoryTally(): InventoryTally {
  const codes = new Map<string, number>();
  const chosen = new Map<string, ChosenStudy>();
  let [studies, known] = [0, 0];
  return {
    refuse(code) {
      studies++;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    },
    put(study) {
      studies++;
      if (study === KNOWN) known++;
      else chosen.set(study.studyId, study);
    },
    told(others = 0) {
      const refused = [...codes]
        .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
        .map(([code, count]) => `${code} ${count}`);
      return {
        chosen: [...chosen.values()].toSorted((a, b) => (a.studyId < b.studyId ? -1 : 1)),
        told: [
          `inventory of ${studies} ${studies === 1 ? 'study' : 'studies'}: ${chosen.size} qualify`,
          ...(known === 0 ? [] : [`in the folder already, left alone: ${known}`]),
          ...(refused.length === 0 ? [] : [`not: ${refused.join(', ')}`]),
          ...(others === 0 ? [] : [`files that are no DICOM object of a study: ${others}`]),
        ].join('; '),
      };
    },
  };
}

/** Whether its marker says more than an inventory knows (order, labels, names, another site): `--where` assesses such a study again. */
async function isOfAnother(store: ObjectStore, studyId: string, site: string | null): Promise<boolean> {
  const key = studyManifestKey(studyId);
  const bytes = await unlessMissing(store, key);
  if (bytes === null) return false;
  const said: Record<string, unknown> = { ...checked(studyManifestSchema, parsedJson(bytes, key), key) };
  const own: Record<string, unknown> = {
    ...{ schema: said.schema, files: said.files, studyId, labels: null, order: null },
    ...(site === null ? {} : { site }),
  };
  return Object.keys({ ...said, ...own }).some((field) => said[field] !== own[field]);
}
