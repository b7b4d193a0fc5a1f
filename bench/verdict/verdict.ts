/**
 * `npm run bench:verdict [-- --patients 200 --seed 1 --write]`: verdicts on digital patients whose truth is known, measured with the
 * errors that are told and with greater ones: how often they are right, against what they say. --write puts tables and picture
 * into docs/.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { scriptArguments } from '../../local/command/parsed.ts';
import { randomOf } from '../../spine/math/random/latin-hypercube.ts';
import { patientsOf, verdictOf } from '../../spine/judge/verdict/verdict.ts';
import { writeSection } from '../document.ts';

import { ERROR_MODELS, measuredPatient, SCENARIOS } from './measured-patient.ts';
import { reliabilityPicture, reliabilityTable, verdictTable, type Judged } from './reliability.ts';
import { DEFORMED, truePatient, type Chance } from './true-patient.ts';

const PICTURE = fileURLToPath(new URL('../../docs/pictures/verdict-reliability.svg', import.meta.url));
/** Fewer than a study has: the bench asks for many studies, not for digits. */
const DRAWS = 2000;
const NO_MODEL = { status: 'not-evaluated', id: 'bench', title: 'bench', reason: 'not asked' } as const;
const HELP = `Usage: npm run bench:verdict -- [options]

Verdicts on digital patients whose truth is known: how often they are right, against what they say.

  --patients N  number of patients (default: 200)
  --seed N      of the draw (default: 1)
  --write       replaces the section of docs/accuracy.md and its picture
  --help        show this text`;

const { values } = scriptArguments(HELP, {
  options: {
    patients: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean' },
  },
});
const all: Judged[] = [];
const started = performance.now();
for (const errors of ERROR_MODELS) {
  for (const scenario of SCENARIOS) {
    for (let n = 0; n < Number(values.patients); n++) {
      // The same patients in each, and the same chances of their measurement.
      const truth = truePatient(chanceOf(`${values.seed}/patient ${n}`), {
        mild: DEFORMED.mild,
        moderate: errors.deformed,
      });
      const input = measuredPatient(truth, scenario, errors, chanceOf(`${values.seed}/measured ${n}`));
      const { category, probability, shares } = verdictOf(input, patientsOf(input, DRAWS), NO_MODEL);
      if (category === null || probability === null || shares === null) throw new Error('no verdict');
      all.push({ errors: errors.name, scenario: scenario.name, truth: scenario.strength ? truth.withStrength.category : truth.category, category, probability, shares }); // prettier-ignore
    }
  }
}
const content = [verdictTable(all), reliabilityTable(all)].join('\n\n');
console.log(content);
console.log(`${all.length} verdicts in ${Math.round((performance.now() - started) / 1000)} s`);
if (values.write === true) {
  writeFileSync(PICTURE, reliabilityPicture(all));
  writeSection('accuracy', 'verdict', content);
}

/** Box and Muller. */
function chanceOf(seed: string): Chance {
  const uniform = randomOf(seed);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
