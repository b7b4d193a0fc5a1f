/** The parts of a report, read once from the store. */
import {
  assessmentKey,
  getBytes,
  getJson,
  getSurface,
  getVolume,
  unlessMissing,
  type AssessmentKey,
} from '../shared/artifacts.ts';
import { checked, parsedJson } from '../shared/contract.ts';
import { ContractBroken } from '../shared/errors.ts';
import { inParallel } from '../shared/in-parallel.ts';
import { foundPriors, laterPriors, type PatientPorts } from '../shared/priors/found-priors.ts';
import { getMarker, getOrder, unlessBroken } from '../shared/site-documents.ts';
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import { visitSchema, type Visit } from '../../contracts/comparison/comparison.ts';
import { ctSchema } from '../../contracts/ct.ts';
import { resultSchema } from '../../contracts/result.ts';
import { levelResultSchema, type LevelResult } from '../../contracts/level/level-result.ts';
import { reviewedSchema } from '../../contracts/review/review.ts';
import { riskSchema } from '../../contracts/risk/risk.ts';
import { segmentationSchema, type Segmentation } from '../../contracts/segmentation.ts';
import { refusalOf } from '../../contracts/refusals.ts';
import type { Level } from '../../contracts/levels.ts';
import type { Order } from '../../contracts/order/order.ts';
import type { ReportOptions } from '../../contracts/order/report-options.ts';
import type { ArtifactRef } from '../../contracts/primitives.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import type { Volume } from '../../spine/grid/volume.ts';
import type { PublishInput, ReportData } from '../../report/report-data.ts';
import { software } from '../shared/version.ts';
import { parameterDigest } from '../../spine/definitions/digest.ts';

import { visitOf } from '../../spine/judge/index.ts';

/** A store takes its time for each. */
const FILES_AT_ONCE = 8;

/**
 * @param portsOf by which earlier assessments are found; null: none is looked for
 * @throws NoRefusal where a failure was caught as a refusal and is none
 */
export async function readReportData(
  store: ObjectStore,
  input: PublishInput,
  portsOf: (() => PatientPorts) | null = null,
): Promise<ReportData> {
  const { order, orderRef, options, site, priors } = await siteWords(store, input);
  const about = input.ct === undefined ? null : await getJson(store, input.ct.artifact, ctSchema);
  const segmentation =
    input.segmentation === undefined
      ? null
      : await getJson(store, input.segmentation.artifact, segmentationSchema);
  const calibration =
    input.calibration === undefined
      ? null
      : await getJson(store, input.calibration.artifact, calibrationSchema);
  const risk = input.risk === undefined ? null : await getJson(store, input.risk.artifact, riskSchema);
  const reviewed = input.reviewed === undefined ? null : await getJson(store, input.reviewed, reviewedSchema);
  const solved = (input.levels ?? []).filter((level) => 'artifact' in level);
  // What the judgement refuses is not printed either: a number beside a refusal would be read.
  const refusedLater = new Set(
    risk?.levels.flatMap(({ level, status }) => (status === 'assessed' ? [] : level)),
  );
  const refused = input.failure !== undefined;
  const asked = {
    assessment: input,
    studyId: input.studyId,
    parameterDigest: parameterDigest(input.parameterSet),
    site,
    patient: about?.patient ?? null,
    date: about?.study.date ?? null,
  };
  const asking = refused || options.findPriors === false ? null : portsOf;
  // Of a revision what was found at first counts.
  const found = await foundPriors(store, asked, input.revision === undefined ? asking : null);
  // A study once: as a reader has linked it, else as it was given, else as it was found.
  const earlier = distinct([
    ...found.visits,
    ...(await Promise.all(priors.map((ref) => getJson(store, ref, visitSchema)))),
    ...(await Promise.all((reviewed?.priors ?? []).map((key) => visitAt(store, key)))),
  ]);
  const later = await laterPriors(store, asked, asking, new Set(earlier.map(({ studyId }) => studyId)));
  const printed = refused ? [] : solved.filter(({ level }) => !refusedLater.has(level));
  const levels = await eachRead(
    printed.map(({ level, artifact }) => [level, artifact]),
    (artifact) => getJson(store, artifact, levelResultSchema),
  );
  return {
    input,
    software: software(),
    refusal: input.failure === undefined ? null : refusalOf(input.failure),
    fault: null,
    about,
    ct: refused || about === null ? null : await getVolume(store, about.volume),
    segmentation,
    bodies: refused || segmentation === null ? null : await getVolume(store, segmentation.bodies),
    spinePicture:
      refused || segmentation === null ? null : await spinePictureOf(store, input.segmentation!.artifact),
    surfaces: refused || segmentation === null ? new Map() : await surfacesOf(store, segmentation),
    calibration,
    calibrationPicture:
      refused || calibration?.picture == null ? null : await getBytes(store, calibration.picture),
    levels,
    risk,
    priors: earlier,
    laterPriors: later.visits,
    reviewed,
    order,
    regions: refused ? new Map() : await regionsOf(store, levels),
    strains: refused ? new Map() : await strainsOf(store, levels),
    options,
    artifacts: [
      input.study,
      ...(orderRef === null ? [] : [orderRef]),
      ...(about === null ? [] : [input.ct!.artifact, about.volume]),
      ...(segmentation === null ? [] : [input.segmentation!.artifact, segmentation.bodies]),
      ...(calibration === null ? [] : [input.calibration!.artifact]),
      ...solved.map(({ artifact }) => artifact),
      ...(risk === null ? [] : [input.risk!.artifact]),
      ...(input.reviewed === undefined ? [] : [input.reviewed]),
      ...[found.ref, later.ref].filter((ref) => ref !== null),
    ],
  };
}

function distinct(visits: readonly Visit[]): readonly Visit[] {
  return [...new Map(visits.map((visit) => [visit.studyId, visit])).values()];
}

/** Order and options. Of a refused study the order may be what it is refused for: the report goes without it then. */
async function siteWords(store: ObjectStore, input: PublishInput): Promise<SiteWords> {
  const read = async (): Promise<SiteWords> => {
    const { order: orderRef, report: options = {}, site = null, priors = [] } = await getMarker(store, input);
    return { orderRef, order: await getOrder(store, orderRef), options, site, priors };
  };
  if (input.failure === undefined) return await read();
  const nothing = { orderRef: null, order: null, options: {}, site: null, priors: [] };
  return (await unlessBroken(read)) ?? nothing;
}

interface SiteWords {
  readonly orderRef: ArtifactRef | null;
  readonly order: Order | null;
  readonly options: ReportOptions;
  readonly site: string | null;
  readonly priors: readonly ArtifactRef[];
}

/** Another assessment of the store, as a reader has linked it. */
async function visitAt(store: ObjectStore, key: AssessmentKey): Promise<Visit> {
  const at = assessmentKey(key, 'result.json');
  const result = checked(resultSchema, parsedJson(await store.get(at), at), at);
  const ct = result.artifacts.find(({ schema }) => schema === 'osteon/ct/1');
  if (ct === undefined) throw new ContractBroken(`${at} names no CT`);
  return visitOf(result, await getJson(store, ct, ctSchema));
}

/**
 * The picture that lies beside `segmentation.json`, and so has its names of vertebrae: never another revision's. Null where no
 * vertebra was seen: then there is none.
 */
function spinePictureOf(store: ObjectStore, segmentation: ArtifactRef): Promise<Uint8Array | null> {
  return unlessMissing(store, segmentation.key.replace(/[^/]*$/, 'spine.png'));
}

function surfacesOf(store: ObjectStore, { levels }: Segmentation): Promise<ReadonlyMap<Level, Mesh>> {
  const named = levels.flatMap(({ level, surface }) =>
    surface === undefined ? [] : [[level, surface] as const],
  );
  return eachRead(named, (surface) => getSurface(store, surface));
}

function regionsOf(
  store: ObjectStore,
  levels: ReadonlyMap<Level, LevelResult>,
): Promise<ReadonlyMap<Level, Volume<Uint8Array>>> {
  const named = [...levels].flatMap(([level, { trabecular }]) =>
    trabecular?.region == null ? [] : [[level, trabecular.region] as const],
  );
  return eachRead(named, (region) => getVolume(store, region));
}

function strainsOf(
  store: ObjectStore,
  levels: ReadonlyMap<Level, LevelResult>,
): Promise<ReadonlyMap<Level, Volume<Float32Array>>> {
  const named = [...levels].flatMap(([level, { strength }]) =>
    strength === null ? [] : [[level, strength.strain] as const],
  );
  return eachRead(named, (strain) => getVolume(store, strain));
}

/** What is read for each level, in the order of the levels. */
async function eachRead<R, T>(
  named: readonly (readonly [Level, R])[],
  read: (ref: R) => Promise<T>,
): Promise<ReadonlyMap<Level, T>> {
  return new Map(
    await inParallel(named, FILES_AT_ONCE, async ([level, ref]) => [level, await read(ref)] as const),
  );
}
