/**
 * `node bench/fairness/fairness.ts`: one site sends 5,000 studies, another one study ten minutes later. How long does that one wait
 * for its start, in a queue that knows sites and in one that does not, with so many assessments at a time?
 *
 * Where it is wrong: the queue is a model of what its documentation says (`fair-queue.ts`); StartAssessment is the real one.
 */
import { simulate } from './simulation.ts';

const ASSESSMENT_SECONDS = 90;

console.log(
  `site a: 5,000 studies at once; site b: one, 10 min later; ${ASSESSMENT_SECONDS} s an assessment`,
);
for (const mostRunning of [4, 10, 40]) {
  for (const fair of [false, true]) {
    const { waits, endSeconds } = await simulate({
      arrivals: [
        { site: 'a', atSeconds: 0, studies: 5000 },
        { site: 'b', atSeconds: 600, studies: 1 },
      ],
      mostRunning,
      assessmentSeconds: ASSESSMENT_SECONDS,
      fair,
      untilStarted: 'b',
    });
    const waited = waits.get('b')?.[0];
    const said =
      waited === undefined ? `more than ${(endSeconds / 3600).toFixed(0)} h` : `${waited.toFixed(0)} s`;
    console.log(
      `${String(mostRunning).padStart(3)} at a time, ${fair ? 'message groups   ' : 'no message groups'}: b waits ${said}`,
    );
  }
}
