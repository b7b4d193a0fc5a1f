/**
 * Numbers are compared over time within one parameter set alone. An earlier assessment in another one is made anew, beside the old and never over it,
 * where its images are still in the output folder; else the report says why there is no comparison.
 */
import { readFile } from 'node:fs/promises';

import type { NamedAssessment } from '../../contracts/comparison/patient-index.ts';
import type { Visit } from '../../contracts/comparison/comparison.ts';
import { ctSchema } from '../../contracts/ct.ts';
import type { ParameterSetId } from '../../contracts/parameter-set-ids.ts';
import type { AssessmentInput } from '../../contracts/states.ts';
import { getJson } from '../../lambdas/shared/artifacts.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { patientAssessments } from '../../lambdas/shared/priors/patient-index.ts';
import type { Pseudonyms } from '../../lambdas/shared/rows/pseudonym.ts';
import { patientIn } from '../../spine/ct/index.ts';
import { parameterDigest } from '../../spine/definitions/digest.ts';

import { textOf, type DiskPath } from './paths.ts';

/** Images of one study all say whose they are; the first few files may be none. */
const FILES_LOOKED_AT = 8;

export interface Again {
  readonly store: ListedStore;
  readonly site: string;
  readonly parameterSet: ParameterSetId;
  /** Assesses a study that is there. @throws where processing failed */
  readonly run: (input: AssessmentInput) => Promise<unknown>;
  readonly tell: (line: string) => void;
}

/** Of the patient whose images are in these files: what a report will find, with the present parameters from now on. */
export async function renewEarlier(
  files: readonly DiskPath[],
  pseudonym: Pseudonyms,
  again: Again,
): Promise<void> {
  const { store, site, parameterSet } = again;
  const read = files
    .slice(0, FILES_LOOKED_AT)
    .map(async (path) => ({ id: textOf(path), bytes: await readFile(path) }));
  // What can't be read as a study is for LoadCt to say.
  const present = await patientIn(await Promise.all(read)).catch(() => null);
  if (present === null) return;
  const name = await pseudonym(site, present.patient.id);
  const all = name === null ? [] : await patientAssessments(store, name);
  if (all.length === 0) return;
  const digest = parameterDigest(parameterSet);
  // Loaded where there is something to look at: what judges takes longer to load than everything else here.
  const { earlierVisits } = await import('../../lambdas/shared/priors/found-priors.ts');
  const { own } = await earlierVisits(store, all, { ...present, studyId: '', parameterDigest: digest });
  // The oldest first: each finds those before it.
  for (const one of own.toReversed())
    if (one.parameterDigest !== digest) await renewed(one, one.parameterSet, again);
}

/** Those that were given by hand: each anew where it was with other parameters and lies in this folder. */
export async function renewGiven(visits: readonly Visit[], again: Again): Promise<readonly Visit[]> {
  const out: Visit[] = [];
  for (const visit of visits) {
    const same = visit.parameterDigest === parameterDigest(again.parameterSet);
    out.push((same ? null : await renewed(visit, visit.parameterSet, again)) ?? visit);
  }
  return out;
}

/** Null where it was not to be had; why is told. */
async function renewed(former: NamedAssessment, formerSet: string, again: Again): Promise<Visit | null> {
  const { store, site, parameterSet, run, tell } = again;
  const { studyId, assessmentId, revision } = former;
  const what = `earlier assessment of study ${studyId} (${formerSet})`;
  if (revision > 0) {
    tell(`  ${what}: not compared; it was reviewed, so assess and review it again with ${parameterSet}`);
    return null;
  }
  const [{ studyAgain }, { resultOrNull }, { visitOf }] = await Promise.all([
    import('../../lambdas/shared/campaigns/plan-campaign.ts'),
    import('../../lambdas/shared/campaigns/documents.ts'),
    import('../../spine/judge/index.ts'),
  ]);
  const study = await studyAgain(store, { parameterSet, site: null }, { studyId, assessmentId });
  if (typeof study === 'string') {
    tell(`  ${what}: not compared; it can't be assessed again: ${study}`);
    return null;
  }
  if ((await resultOrNull(store, study.input)) === null) {
    tell(`  ${what}: assessed again with ${parameterSet} for the comparison (site ${site})`);
    await run(study.input).catch((cause: unknown) => {
      tell(`  ${what}: failed (${cause instanceof Error ? cause.name : 'unknown error'})`);
    });
  }
  const result = await resultOrNull(store, study.input);
  const ct = result?.artifacts.find(({ schema }) => schema === 'osteon/ct/1');
  if (result?.outcome !== 'assessed' || ct === undefined) return null;
  return visitOf(result, await getJson(store, ct, ctSchema));
}
