/** A site's control points in the object store, and the chart that is made of them. */
import {
  controlChartSchema,
  controlPointSchema,
  type ControlChart,
  type ControlPoint,
} from '../../../contracts/calibration/control.ts';
import { controlDrawing } from '../../../report/pictures/control/control-drawing.ts';
import { svgOf } from '../../../report/pictures/kit/svg.ts';
import { controlChart } from '../../../spine/calibrate/index.ts';

import { putBytes, putJson, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import type { ListedStore, ObjectStore } from '../object-store.ts';

import { calibrationsPrefix, registeredCalibrations } from './registry.ts';

/** Objects read at a time. */
const AT_ONCE = 32;

/** One object an assessment: again, it is the same object. */
export async function putControlPoint(
  store: ObjectStore,
  site: string,
  { studyId, assessmentId }: AssessmentKey,
  point: ControlPoint,
): Promise<void> {
  await putJson(store, `${pointsPrefix(site)}${studyId}/${assessmentId}.json`, controlPointSchema, point);
}

/** Writes `chart.json` and `chart.svg` beside the calibrations. A study that was assessed several times counts once. */
export async function putControlChart(store: ListedStore, site: string): Promise<ControlChart> {
  const chart = controlChart(site, await pointsOf(store, site), await registeredCalibrations(store, site));
  const prefix = calibrationsPrefix(site);
  await putJson(store, `${prefix}chart.json`, controlChartSchema, chart);
  const svg = new TextEncoder().encode(svgOf(controlDrawing(chart)));
  await putBytes(store, `${prefix}chart.svg`, 'osteon/picture/1', svg, 'image/svg+xml');
  return chart;
}

async function pointsOf(store: ListedStore, site: string): Promise<readonly ControlPoint[]> {
  // Keys ascend: the last of a study is kept.
  const keyOfStudy = new Map((await store.list(pointsPrefix(site))).map((key) => [studyOf(key), key]));
  return inParallel([...keyOfStudy.values()], AT_ONCE, async (key) =>
    checked(controlPointSchema, parsedJson(await store.get(key), key), key),
  );
}

function pointsPrefix(site: string): string {
  return `${calibrationsPrefix(site)}points/`;
}

function studyOf(key: string): string {
  return key.split('/').at(-2)!;
}
