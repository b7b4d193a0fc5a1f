/** Which series may be assessed at all: those that the operator names, or all of one patient and one study. */
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { SeriesSelection } from '../../../contracts/study.ts';

import type { DicomImage } from '../dicom/dicom-image.ts';
import { imageCount, isOfStudies, modalityOf, type SeriesRefusal } from './judge-series.ts';
import { isRefusal, type Stack } from './stack-geometry.ts';

export interface Candidate {
  /** From 1, as the report lists them. */
  readonly number: number;
  readonly images: readonly DicomImage[];
  readonly flags: readonly Flag[];
  readonly patient: number;
  /** StudyInstanceUID; empty where nothing says. */
  readonly study: string;
  readonly outcome: Stack | SeriesRefusal;
}

/** Numbers of series that a message lists of one patient or study. */
const MOST_NUMBERS = 8;

/**
 * Among several patients or studies nothing is picked by how its images look.
 *
 * @throws StudyRefused where a name fits no series, and where the series are of several patients or studies; it counts, and holds no identifiers
 */
export function selectedFrom(
  candidates: readonly Candidate[],
  { study, series }: SeriesSelection,
): readonly Candidate[] {
  const studies = [...new Set(candidates.map((candidate) => candidate.study))];
  const named = candidates.filter(
    (candidate) =>
      (study === undefined ||
        study === candidate.study ||
        study === String(studies.indexOf(candidate.study) + 1)) &&
      (series === undefined ||
        series === candidate.images[0]!.seriesUid ||
        series === String(candidate.number)),
  );
  if (named.length === 0 && (study !== undefined || series !== undefined)) {
    const asked = [series === undefined ? '' : 'series', study === undefined ? '' : 'study'];
    throw new StudyRefused({
      code: 'SERIES_NOT_FOUND',
      saw: `no ${asked.filter((word) => word !== '').join(' and ')} as named among ${listed(candidates, studies)}`,
      wanted: `--series 1 to ${candidates.length} or a SeriesInstanceUID in full, --study 1 to ${studies.length} or a StudyInstanceUID in full`,
    });
  }
  const ofCt = named.filter(({ images }) => images[0]!.modality === 'CT');
  refuseSeveral(
    'PATIENTS_SEVERAL',
    'patients',
    ofCt,
    ({ patient }) => String(patient),
    () => '',
  );
  // A localizer or a dose report of another visit is no second CT, unless it claims to be of the same series.
  const seriesOf = (candidate: Candidate): string => candidate.images[0]!.seriesUid;
  const shares = (one: Candidate): boolean =>
    ofCt.some((candidate) => candidate.study !== one.study && seriesOf(candidate) === seriesOf(one));
  refuseSeveral(
    'STUDIES_SEVERAL',
    'studies',
    ofCt.filter((candidate) => isScan(candidate.outcome) || shares(candidate)),
    (candidate) => candidate.study,
    (own) => `study ${studies.indexOf(own) + 1}: `,
  );
  return named;
}

/** By number, modality and count: descriptions are typed by hand, and UIDs lead to a patient. */
function listed(candidates: readonly Candidate[], studies: readonly string[]): string {
  const each = candidates.slice(0, MOST_NUMBERS).map(({ number, images, study }) => {
    const of = studies.length > 1 ? ` of study ${studies.indexOf(study) + 1}` : '';
    return `series ${number}${of} (${modalityOf(images[0]!)}, ${imageCount(images.length)})`;
  });
  const more = candidates.length - each.length;
  return `${each.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function isScan(outcome: Candidate['outcome']): boolean {
  return !isRefusal(outcome) || (isOfStudies(outcome.code) && !NO_SCAN.includes(outcome.code));
}

const NO_SCAN: readonly string[] = ['SECONDARY_CAPTURE', 'TOO_FEW_IMAGES', 'NO_PIXELS'];

function refuseSeveral(
  code: RefusalCode,
  what: string,
  candidates: readonly Candidate[],
  keyOf: (candidate: Candidate) => string,
  nameOf: (key: string) => string,
): void {
  const groups = Map.groupBy(
    candidates.filter((candidate) => keyOf(candidate) !== ''),
    keyOf,
  );
  if (groups.size < 2) return;
  const each = [...groups].map(([key, own]) => {
    const images = own.reduce((sum, candidate) => sum + candidate.images.length, 0);
    const numbers = own.slice(0, MOST_NUMBERS).map(({ number }) => number);
    const more = own.length > MOST_NUMBERS ? ' ...' : '';
    return `${nameOf(key)}series ${numbers.join(', ')}${more} (${images} images)`;
  });
  throw new StudyRefused({
    code,
    saw: `${groups.size} ${what}: ${each.slice(0, MOST_NUMBERS).join('; ')}`,
    wanted: `one of the ${what}, or --series with the number of the series to assess`,
  });
}
