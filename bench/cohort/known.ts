/** What the generator knows of an assessment, as the sources of its rows: with the numbers as measured, or as they are true. */
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import type { RefusalCode } from '../../contracts/codes/codes.ts';
import type { Ct } from '../../contracts/ct.ts';
import type { Result, ResultLevel } from '../../contracts/result.ts';
import { getJson } from '../../lambdas/shared/artifacts.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { patientPseudonyms } from '../../lambdas/shared/rows/pseudonym.ts';
import { storedResult } from '../../lambdas/shared/rows/store-rows.ts';
import { digitalSpine, type SpineTruth } from '../../phantoms/index.ts';
import type { AssessmentSource } from '../../report/rows/row-source.ts';
import { genantGrade } from '../../spine/definitions/fractures.ts';
import { FEWEST_IMAGES } from '../../spine/definitions/slices.ts';
import { mean } from '../../spine/math/moments.ts';

import { COHORT_PRICE, COHORT_PSEUDONYM, FAULT, type MadeRecord } from './assess.ts';
import { POISONS, spineOf, type DrawnStudy, type Poison } from './draw.ts';

export type Numbers = 'measured' | 'true';

/**
 * Site, scanner, person, dates, outcome and codes, order, names of levels, what a reader said: as drawn, whatever was written.
 * @throws Error where an assessment has no result at all
 */
export async function knownSource(
  store: ListedStore,
  drawn: DrawnStudy,
  record: MadeRecord,
  numbers: Numbers,
): Promise<AssessmentSource> {
  const { scanner, faulty, poison, patientId, birthDate, order } = drawn;
  const { studyId, assessmentId, revision } = record;
  const at = { studyId, assessmentId, ...(revision === 0 ? {} : { revision }) };
  const result =
    (await storedResult(store, at)) ?? (await storedResult(store, at, 'fault.json')) ?? missing(record);
  const assessed = poison === null && !faulty;
  const ref = result.artifacts.find(({ schema }) => schema === 'osteon/calibration/2');
  // What failed before the scan's own facts were read, and what was refused, has no scanner.
  const seen = assessed;
  return {
    result: {
      ...result,
      outcome: faulty ? 'failed' : poison === null ? 'assessed' : 'refused',
      refusal:
        poison === null || faulty ? null : { code: codeOf(drawn, poison), saw: 'drawn', wanted: 'drawn' },
      fault: faulty ? { ...FAULT, error: 'drawn' } : null,
      subject: seen ? { ...result.subject!, ageYears: drawn.age, sex: drawn.sex } : result.subject,
      levels: seen ? levelsOf(drawn, record, result, numbers) : [],
      density: densityOf(drawn, result, numbers),
    },
    ct: seen ? ctOf(drawn) : null,
    calibration: ref === undefined ? null : await getJson(store, ref, calibrationSchema),
    order,
    site: scanner.site,
    patient: seen
      ? await patientPseudonyms(COHORT_PSEUDONYM, scanner.site, { id: patientId, birthDate })
      : null,
    revision,
    signed: revision > 0,
    execution: { startedAt: record.startedAt, steps: ofOthers(record), priceOf: () => COHORT_PRICE },
  };
}

/** One body in slices of 7 mm is fewer images than any study may have, which is told before their distance is. */
function codeOf(drawn: DrawnStudy, poison: Poison): RefusalCode {
  const few = poison === 'slices too far apart' && digitalSpine(spineOf(drawn)).ct.dims[2] < FEWEST_IMAGES;
  return few ? POISONS['three images'] : POISONS[poison];
}

function missing({ n }: MadeRecord): never {
  throw new Error(`study ${n}: found neither a result nor the report of a fault`);
}

function ofOthers({ steps }: MadeRecord): MadeRecord['steps'] {
  return steps.filter(({ state }) => state !== 'StoreResults' && state !== 'StoreFault');
}

function levelsOf(
  drawn: DrawnStudy,
  { revision }: MadeRecord,
  { levels }: Result,
  numbers: Numbers,
): readonly ResultLevel[] {
  const truth = numbers === 'true' ? truthOf(drawn) : null;
  return drawn.levels.map(({ level, fracture }) => {
    const measured = levels.find((one) => one.level === level);
    if (measured === undefined) throw new Error(`study ${drawn.n}: found no ${level}, which was drawn`);
    const read = fracture === null ? 'read-intact' : 'read-fractured';
    const own = { ...measured, level, knownFracture: revision > 0 ? read : null } as const;
    const is = truth?.levels.find((one) => one.level === level);
    if (is === undefined) return own;
    const valued = <Q extends { readonly value: number } | null>(of: Q, value: number): Q =>
      of === null ? of : { ...of, value };
    return {
      ...own,
      vbmd: valued(own.vbmd, is.trabecularVbmdMgCc),
      anteriorHeight: valued(own.anteriorHeight, is.heightsMm.anterior),
      middleHeight: valued(own.middleHeight, is.heightsMm.middle),
      posteriorHeight: valued(own.posteriorHeight, is.heightsMm.posterior),
      fracture: own.fracture === null ? null : { ...own.fracture, grade: genantGrade(fracture?.loss ?? 0) },
    };
  });
}

/** Of the bodies alone: nothing is rendered twice. */
const truths = new Map<number, SpineTruth>();
function truthOf(drawn: DrawnStudy): SpineTruth {
  const known = truths.get(drawn.n) ?? digitalSpine(spineOf(drawn)).truth;
  truths.set(drawn.n, known);
  return known;
}

function densityOf(drawn: DrawnStudy, { density }: Result, numbers: Numbers): Result['density'] {
  if (density?.vbmd == null || numbers === 'measured') return density;
  const of = drawn.levels.filter(({ level }) => density.levels.includes(level));
  return { ...density, vbmd: { ...density.vbmd, value: mean(of.map(({ vbmdMgCc }) => vbmdMgCc)) } };
}

function ctOf({ scanner, date }: DrawnStudy): Ct {
  const { pixelMm, spacingMm, manufacturer, model, serial, kvp, kernel } = scanner;
  return {
    spacingMm: [pixelMm, pixelMm, spacingMm],
    sliceThicknessMm: spacingMm,
    ...{ manufacturer, scannerModel: model, deviceSerial: serial, kvp, kernel },
    study: { date },
  } as Ct;
}
