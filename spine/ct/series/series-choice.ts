/** Which series of a study is assessed, and why not the others. */
import type { Ct } from '../../../contracts/ct.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { SeriesSelection } from '../../../contracts/study.ts';

import type { DicomImage } from '../dicom/dicom-image.ts';
import { LONGEST_TEXT } from '../../definitions/intake/limits.ts';
import { FEWEST_IMAGES, WIDEST_SLICES_MM } from '../../definitions/slices.ts';
import { derivedFlags } from './derived.ts';
import { identitiesOf } from './identity.ts';
import { imageCount, isOfStudies, judged, type SeriesLeave, type SeriesRefusal } from './judge-series.ts';
import { groupImages } from './series-groups.ts';
import { byPreference, factsOf } from './series-preference.ts';
import { selectedFrom, type Candidate } from './series-selection.ts';
import { isRefusal, type Stack } from './stack-geometry.ts';

export interface ChosenSeries {
  readonly stack: Stack;
  readonly series: Ct['series'];
  /** Images left out because the very same bytes came twice. */
  readonly copies: number;
  /** What was done to the series, and what it is. */
  readonly flags: readonly Flag[];
}

const MOST_REASONS_IN_A_REFUSAL = 6;

/** @throws StudyRefused where no series can be used (it says of each why), or where nothing says which of two patients or studies is meant */
export function chooseSeries(
  images: readonly DicomImage[],
  selection: SeriesSelection = {},
  leave: SeriesLeave = {},
): ChosenSeries {
  const faulty = new Map(
    images.filter(({ fault }) => fault !== null).map((image) => [image.seriesUid, image]),
  );
  const identities = identitiesOf(images);
  const { groups, copies } = groupImages(images, identities);
  const candidates = groups.map(({ images: own, flags }, index): Candidate => ({
    number: index + 1,
    images: own,
    flags,
    patient: identities.patientOf(own[0]!),
    study: identities.studyOf(own[0]!),
    outcome: judged(own, faulty.get(own[0]!.seriesUid), leave),
  }));
  const selected = selectedFrom(candidates, selection);
  const stacks = selected.flatMap(({ outcome }) => (isRefusal(outcome) ? [] : [outcome]));
  const best = stacks.toSorted(byPreference(stacks))[0];
  if (best === undefined) throw noSeries(selected);
  const { number: chosen, flags } = candidates.find(({ outcome }) => outcome === best)!;
  return {
    stack: best,
    copies,
    flags: [...flags, ...derivedFlags(best.images[0]!)],
    series: candidates.map((candidate) => ({
      number: candidate.number,
      description: candidate.images[0]!.text('x0008103e')?.slice(0, LONGEST_TEXT) ?? null,
      modality: candidate.images[0]!.modality,
      images: candidate.images.length,
      chosen: candidate.outcome === best,
      reasons: [
        selected.includes(candidate)
          ? reasonOf(candidate, best, chosen)
          : 'not selected: another series or study was named by the operator',
      ],
    })),
  };
}

function reasonOf({ outcome, flags }: Candidate, best: Stack, chosen: number): string {
  if (isRefusal(outcome)) return `${outcome.code}: ${outcome.saw}; required: ${outcome.wanted}`;
  if (outcome === best) return `chosen: ${factsOf(best)}`;
  const done = flags.map(({ message }) => `; ${message}`).join('');
  return `usable (${factsOf(outcome)}${done}), but series ${chosen} is preferred: ${factsOf(best)}`;
}

function noSeries(candidates: readonly Candidate[]): StudyRefused {
  const refusals = candidates.map(({ images, outcome }) => ({ images, ...(outcome as SeriesRefusal) }));
  const each = candidates.slice(0, MOST_REASONS_IN_A_REFUSAL).map(({ number, images }, n) => {
    const { code, saw, wanted } = refusals[n]!;
    return `series ${number} (${imageCount(images.length)}): ${code}, ${saw}; required: ${wanted}`;
  });
  const more = candidates.length - each.length;
  // Localizers, dose reports and other modalities are in every study, and not why it can't be used.
  const ofCt = refusals.filter(({ images }) => images[0]!.modality === 'CT');
  const codes = new Set(ofCt.map(({ code }) => code).filter(isOfStudies));
  const sole = codes.size === 1 ? [...codes][0]! : 'NO_USABLE_CT_SERIES';
  return new StudyRefused({
    code: ofCt.length > 0 ? sole : 'NO_CT_SERIES',
    saw: `${each.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
    wanted: `an axial CT series of at least ${FEWEST_IMAGES} images with a regular slice spacing of up to ${WIDEST_SLICES_MM} mm`,
  });
}
