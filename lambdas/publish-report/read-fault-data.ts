/** What a report of a technical fault is made of: whose study it is, which fault, and no measurement. */
import { getJson } from '../shared/artifacts.ts';
import { getMarker, getOrder, unlessBroken } from '../shared/site-documents.ts';
import { ctSchema } from '../../contracts/ct.ts';
import { faultOf } from '../../contracts/faults.ts';
import type { CaughtFailure } from '../../contracts/refusals.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import type { PublishInput, ReportData } from '../../report/report-data.ts';
import { software } from '../shared/version.ts';

/** The states by what they leave in the execution's data, in their order. */
const LEFT_BY = [
  ['ct', 'LoadCt'],
  ['order', 'CheckOrder'],
  ['segmentation', 'SegmentVertebrae'],
  ['calibration', 'CalibrateDensity'],
  ['levels', 'SolveLevel'],
  ['risk', 'AggregateRisk'],
] as const;
const LAST = 'PublishReport';

export async function readFaultData(
  store: ObjectStore,
  input: PublishInput,
  failure: CaughtFailure,
): Promise<ReportData> {
  const state = LEFT_BY.find(([field]) => input[field] === undefined)?.[1] ?? LAST;
  const about = await unlessBroken(async () =>
    input.ct === undefined ? null : await getJson(store, input.ct.artifact, ctSchema),
  );
  const marker = await unlessBroken(async () => await getMarker(store, input));
  const order = await unlessBroken(async () => await getOrder(store, marker?.order ?? null));
  return {
    input,
    software: software(),
    refusal: null,
    fault: faultOf(failure, input.failure === undefined ? state : LAST),
    about,
    ct: null,
    segmentation: null,
    bodies: null,
    spinePicture: null,
    surfaces: new Map(),
    calibration: null,
    calibrationPicture: null,
    levels: new Map(),
    risk: null,
    priors: [],
    laterPriors: [],
    reviewed: null,
    order,
    regions: new Map(),
    strains: new Map(),
    options: marker?.report ?? {},
    artifacts: [input.study],
  };
}
