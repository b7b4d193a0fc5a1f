/** Intact bodies of the real CT in the shared data, as the engine measures them from the image alone. */
import { surfaceOfMask } from '../../spine/outline/surface/with-surfaces.ts';
import { assessLevels, type AssessedLevels } from '../../spine/outline/assess/assess-levels.ts';
import type { ProviderInput, ProviderResult } from '../../spine/outline/provider.ts';
import { spacingOf } from '../../spine/grid/volume.ts';
import { measureHeights } from '../../spine/measure/heights/heights.ts';
import { CASES } from '../evaluate/cases.ts';
import { PROVIDERS } from '../evaluate/providers.ts';
import { loadStudy } from '../evaluate/study.ts';

import { bodyOf, type MeasuredBody } from './measured-body.ts';

/** Thicker slices say nothing of a ratio, mm. */
const THICKEST_MM = 2.5;
/** A body is left out where a ratio's standard error is more than this, twice what people differ by; below, it weighs less. */
const GREATEST_SE = 0.1;
/** What bodies with other doubts than the name have: outline, place or height are in question. */
const DOUBTED = new Set(['HEIGHT_OFF_TREND', 'OUTLINE_ASYMMETRIC', 'CANAL_OVERLAP']);
/** Fractured for sure: the least height below this share of the greatest. */
const LEAST_RATIO = 0.75;

type Segmented = Pick<ProviderInput, 'ct' | 'about'> &
  Pick<ProviderResult, 'bodies'> &
  Pick<AssessedLevels, 'levels'>;

export async function realBodies(): Promise<readonly MeasuredBody[]> {
  const bodies: MeasuredBody[] = [];
  for (const { name, ct } of CASES) {
    const input = { ...(await loadStudy(ct)), labels: null };
    const result = await PROVIDERS.automatic.segment(input);
    for (const body of bodiesOf(name, { ...input, ...result, ...assessLevels(input.ct, result) }))
      bodies.push(body);
  }
  return bodies;
}

export function bodiesOf(person: string, { ct, about, bodies, levels }: Segmented): readonly MeasuredBody[] {
  const sliceMm = Math.max(about.sliceThicknessMm ?? 0, spacingOf(ct.affine)[2]);
  if (sliceMm > THICKEST_MM) return [];
  return levels.flatMap(({ level, labelValue, frame, refusal, qc }) => {
    if (frame === null || refusal !== null || qc.flags.some(({ code }) => DOUBTED.has(code))) return [];
    const surface = surfaceOfMask(bodies, labelValue)!;
    const { heights } = measureHeights({ ct, surface, bodies, labelValue, frame, sliceThicknessMm: sliceMm });
    if (heights === null) return [];
    const body = bodyOf({ person, sex: about.patient.sex, level }, heights);
    const { anterior, middle, posterior } = heights;
    const least = Math.min(anterior.value, middle.value, posterior.value);
    const intact = least >= LEAST_RATIO * Math.max(anterior.value, middle.value, posterior.value);
    const precise = (body.anterior.se ?? 1) <= GREATEST_SE && (body.middle.se ?? 1) <= GREATEST_SE;
    return intact && precise ? [body] : [];
  });
}
