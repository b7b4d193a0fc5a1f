/**
 * `node bench/throttling.ts`: a thousand studies arrive at once at an account with so many places for functions. Which
 * share of levels is never solved for want of a place, by the Retry of the state machine and by the one before it?
 *
 * Where it is wrong: every level takes the same mean time, the account serves nothing else, places fill at once (Lambda
 * adds 1,000 in ten seconds), and only the levels are simulated, all of which start together.
 */
import { readFileSync } from 'node:fs';

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

const STUDIES = 1000;
const LEVELS = 13;
/** Of one study at a time: MaxConcurrency of the Map. */
const AT_A_TIME = 10;
/** Mean seconds of a level; each takes 0.5 to 1.5 times that (assumption). */
const LEVEL_SECONDS = 60;
const THROTTLED = 'Lambda.TooManyRequestsException';
/** Until November 2026. */
const BEFORE: Retrier = { ErrorEquals: [THROTTLED], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 4 };

interface Event {
  readonly at: number;
  readonly study: number;
  /** Retries so far; -1: the end of a level. */
  readonly retries: number;
}

function simulate(retrier: Retrier, places: number): { lost: number; hours: number } {
  let seed = 1;
  const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
  const left = new Int32Array(STUDIES).fill(LEVELS - AT_A_TIME);
  // One list of events a second, in the order in which they came to be.
  const seconds: Event[][] = [];
  const put = (event: Event): void => void (seconds[Math.ceil(event.at)] ??= []).push(event);
  for (let study = 0; study < STUDIES; study++)
    for (let n = 0; n < AT_A_TIME; n++) put({ at: random(), study, retries: 0 });
  let [running, lost, last] = [0, 0, 0];
  const next = (study: number, at: number): void => {
    if (left[study]!-- > 0) put({ at: at + random(), study, retries: 0 });
  };
  for (let second = 0; second < seconds.length; second++) {
    for (const { study, retries } of seconds[second] ?? []) {
      last = second;
      if (retries === -1) {
        running -= 1;
        next(study, second);
      } else if (running < places) {
        running += 1;
        put({ at: second + LEVEL_SECONDS * (0.5 + random()), study, retries: -1 });
      } else if (retries < retrier.MaxAttempts) {
        const { IntervalSeconds, BackoffRate, MaxDelaySeconds = Infinity, JitterStrategy } = retrier;
        const delay = Math.min(IntervalSeconds * BackoffRate ** retries, MaxDelaySeconds);
        const wait = JitterStrategy === 'FULL' ? delay * random() : delay;
        put({ at: second + 0.01 + wait, study, retries: retries + 1 });
      } else {
        lost += 1;
        next(study, second);
      }
    }
  }
  return { lost: lost / (STUDIES * LEVELS), hours: last / 3600 };
}

const { Retry } = (
  JSON.parse(readFileSync(new URL('../stepfunctions/assessment.asl.json', import.meta.url), 'utf8')) as {
    readonly States: { readonly LoadCt: { readonly Retry: readonly Retrier[] } };
  }
).States.LoadCt;
const now = Retry.find(({ ErrorEquals }) => ErrorEquals.includes(THROTTLED))!;
console.log(`${STUDIES} studies of ${LEVELS} levels at once, ${LEVEL_SECONDS} s a level; levels lost, hours`);
for (const places of [1000, 500, 200, 100]) {
  const [before, after] = [BEFORE, now].map((retrier) => {
    const { lost, hours } = simulate(retrier, places);
    return `${(100 * lost).toFixed(1).padStart(5)} %  ${hours.toFixed(2).padStart(5)} h`;
  });
  console.log(`${String(places).padStart(5)} places   before: ${before!}   now: ${after!}`);
}
