/** What a step, and a study, costs on AWS, from what it took here. */
import { PRICES } from '../../cdk/lib/prices.ts';
import type { StepSpec } from '../../cdk/lib/steps.ts';

import type { Course, StepUse } from './chain.ts';

/** Lambda gives one vCPU for so many MB. */
export const MB_A_VCPU = 1769;
/** Of S3 to one function, MB a second (AWS: 85-90 MB/s a connection; assumption, rounded down). */
const S3_MB_A_SECOND = 70;
const MB_A_GB = 1024;
const DAYS_A_MONTH = 30;

export interface StepCost {
  readonly seconds: number;
  readonly gbSeconds: number;
  readonly dollars: number;
}

/** Time at the function's share of a vCPU, as if all ran in one thread: more memory than a vCPU's makes nothing faster here. */
export function stepCost(
  { cpuSeconds }: Pick<StepUse, 'cpuSeconds'>,
  { memoryMb }: Pick<StepSpec, 'memoryMb'>,
): StepCost {
  const seconds = cpuSeconds / Math.min(1, memoryMb / MB_A_VCPU);
  const gbSeconds = (seconds * memoryMb) / MB_A_GB;
  return { seconds, gbSeconds, dollars: gbSeconds * PRICES.lambdaGbSecond + PRICES.lambdaRequest };
}

export interface StudyCost {
  readonly compute: number;
  readonly transitions: number;
  readonly requests: number;
  /** The first month, of uploads and results whole and of volumes until they end. */
  readonly storage: number;
}

export function studyCost(
  { storedMb, objects, transitions }: Course,
  compute: number,
  volumeDays: number,
): StudyCost {
  const gbMonths =
    (storedMb.upload + storedMb.kept + storedMb.volumes * Math.min(1, volumeDays / DAYS_A_MONTH)) / MB_A_GB;
  return {
    compute,
    transitions: transitions * PRICES.stateTransition,
    requests: objects.puts * PRICES.s3Put + objects.gets * PRICES.s3Get,
    storage: gbMonths * PRICES.s3GbMonth,
  };
}

/** Levels run side by side, ten at a time; everything else one after the other. */
export function wallSeconds(course: Course, secondsOf: (use: StepUse) => number, atATime: number): number {
  const levels = course.steps.filter(({ level }) => level !== null).map(secondsOf);
  const places = new Float64Array(atATime);
  for (const seconds of levels) {
    let free = 0;
    places.forEach((until, place) => {
      if (until < places[free]!) free = place;
    });
    places[free]! += seconds;
  }
  let all = places.reduce((most, until) => (until > most ? until : most), 0);
  for (const use of course.steps) if (use.level === null) all += secondsOf(use);
  return all + (course.storedMb.upload + course.storedMb.volumes) / S3_MB_A_SECOND;
}
