/** One real CT: loaded, segmented, held against its reference, timed. */
import { assessLevels } from '../../spine/outline/assess/assess-levels.ts';
import type { LabelFiles, ProviderInput } from '../../spine/outline/provider.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { spacingOf } from '../../spine/grid/volume.ts';

import { CASES, type EvaluationCase } from './cases.ts';
import { compare } from './compare.ts';
import { asLabelFile, DEGRADED, type Degradation } from './degrade.ts';
import { described, type Found } from './found.ts';
import { drawCase } from './reports/pictures.ts';
import { PROVIDERS, type ProviderName } from './providers.ts';
import { referenceFrom, type Reference } from './reference.ts';
import type { CaseResult } from './results.ts';
import { labelFiles, loadStudy } from './study.ts';

export interface CaseJob {
  readonly name: string;
  readonly provider: ProviderName;
  /** `reference`, a map of the case, or a degradation of the reference; null for a provider that needs none. */
  readonly map: string | null;
  /** Where pictures go, if anywhere. */
  readonly pictures: string | null;
}

/** One job for each label map that a case has; a single one where the provider needs none. */
export function jobsOf(
  { name, reference, maps, degrade }: EvaluationCase,
  provider: ProviderName,
  pictures: string | null,
): readonly CaseJob[] {
  if (provider === 'automatic') return [{ name, provider, map: null, pictures }];
  if (reference.length === 0) return [];
  const all = ['reference', ...Object.keys(maps), ...(degrade ? Object.keys(DEGRADED) : [])];
  return all.map((map) => ({ name, provider, map, pictures }));
}

export async function runCase({ name, provider, map, pictures }: CaseJob): Promise<CaseResult> {
  const study = CASES.find((known) => known.name === name);
  if (study === undefined)
    throw new Error(`saw case ${name}, wanted one of ${CASES.map((c) => c.name).join(', ')}`);
  const loaded = await loadStudy(study.ct);
  // Degraded maps need the reference first; others are timed, and their memory read, before it is there.
  const early = map !== null && map in DEGRADED ? await referenceFor(study, loaded) : null;
  const input = { ...loaded, labels: map === null ? null : mapOf(study, map, early) };
  const run = await timed(input, provider);
  const about = { name, provider, map, spacingMm: spacingOf(loaded.ct.affine), ...run.cost };
  if (run.refusal !== null) {
    return { ...about, refusal: run.refusal, studyFlags: [], levels: [], numbering: null, comparison: null };
  }
  const { found } = run;
  const reference = early ?? (study.reference.length === 0 ? null : await referenceFor(study, loaded));
  if (pictures !== null) {
    drawCase(pictures, `${name}${map === null ? '' : `-${map}`}`, loaded.ct, found.result.bodies, reference);
  }
  return {
    ...about,
    refusal: null,
    ...described(found),
    comparison: reference === null ? null : compare(early === null ? found : bodiesOnly(found), reference),
  };
}

/** Degraded maps are made of bodies: what the provider calls their vertebrae is the same again. */
function bodiesOnly(found: Found): Found {
  return { ...found, result: { ...found.result, vertebrae: null } };
}

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}
type Run = { readonly cost: Cost } & (
  | { readonly refusal: { readonly code: string; readonly saw: string } }
  | { readonly refusal: null; readonly found: Found }
);

/** Provider and checks under the clock; a refusal is an outcome, anything else that is thrown is a crash. */
export async function timed(input: ProviderInput, provider: ProviderName): Promise<Run> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const cost = (): Cost => {
    const { user, system } = process.cpuUsage(cpu);
    return {
      seconds: (performance.now() - began) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakMb: (1024 * process.resourceUsage().maxRSS) / 1e6,
    };
  };
  try {
    const result = await PROVIDERS[provider].segment(input);
    const assessed = assessLevels(input.ct, result);
    return { cost: cost(), refusal: null, found: { input, result, assessed } };
  } catch (error) {
    if (!(error instanceof StudyRefused)) throw error;
    const { code, saw } = error.refusal;
    return { cost: cost(), refusal: { code, saw } };
  }
}

async function referenceFor(
  { reference, convention, complete }: EvaluationCase,
  loaded: Omit<ProviderInput, 'labels'>,
): Promise<Reference> {
  return referenceFrom({ ...loaded, labels: labelFiles(reference, convention) }, complete);
}

function mapOf(study: EvaluationCase, map: string, reference: Reference | null): LabelFiles {
  if (reference !== null) return asLabelFile(DEGRADED[map as Degradation](reference.bodies));
  return labelFiles(map === 'reference' ? study.reference : study.maps[map]!, study.convention);
}
