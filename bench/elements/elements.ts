/**
 * `npm run bench:elements [-- --write] [--fine] [--conforming]`: what the size of the elements does to a body's strength. Bodies of shared CT, outlined
 * by the built-in method, in elements of 2 and 1 mm and, with --fine, of 0.5 mm, by the elements of published models (set 2), by those
 * of set 3 and by the default ones (set 4). Prints F at 1.9 %, K H, iterations and seconds; --write puts them into docs/accuracy.md. About a minute; with
 * --fine about ten. With --conforming: drums by these elements against CalculiX on a mesh that follows their walls, and no CT.
 */

import { scriptArguments } from '../../local/command/parsed.ts';
import {
  heightOf,
  modelledBody,
  vertebraGrid,
  type BodyModel,
} from '../../spine/measure/strength/model/body-model.ts';
import { linearStrength } from '../../spine/measure/strength/solves/linear.ts';
import { plasticStrength } from '../../spine/measure/strength/solves/plastic.ts';
import { parametersOf, type Parameters } from '../../spine/definitions/parameter-sets.ts';
import { assessLevels } from '../../spine/outline/assess/assess-levels.ts';
import { withSurfaces } from '../../spine/outline/surface/with-surfaces.ts';
import { dismissCrew } from '../../solver/host/index.ts';
import type { Level } from '../../contracts/levels.ts';

import { markdownTable, writeSection } from '../document.ts';
import { CASES } from '../evaluate/cases.ts';
import { PROVIDERS } from '../evaluate/providers.ts';
import { loadStudy } from '../evaluate/study.ts';

import { againstConforming } from './against-conforming.ts';

/** Levels as the built-in method names them; the one whole body of tptbox-l3 is an L3, seen alone and named L4. */
const BODIES: Readonly<Record<string, readonly Level[]>> = {
  verse014: ['L2', 'L4'],
  'tptbox-l3': ['L4'],
  'lidc-idri-0314': ['T8', 'T11'],
};
const SETS = ['osteon-default-2', 'osteon-default-3', 'osteon-default-4'] as const;
/** By voltage, without what a site's own calibration would change: bodies are compared with themselves. */
const LINE = { slope: 0.7, intercept: 0 };
const HELP = `Usage: npm run bench:elements -- [options]

Strength of real bodies by the size of the elements.

  --fine        elements of 0.5 mm too
  --conforming  in place of real bodies, drums against a mesh that follows their walls (wants CalculiX, ccx)
  --write       replaces the section of docs/accuracy.md
  --help        show this text`;

const { values } = scriptArguments(HELP, {
  options: { write: { type: 'boolean' }, fine: { type: 'boolean' }, conforming: { type: 'boolean' } },
});
const sizes = values.fine === true ? [2, 1, 0.5] : [2, 1];
const at = sizes.join(' / ');
if (values.conforming === true) {
  const rows = againstConforming(sizes);
  await dismissCrew();
  const head = ['drum', 'elements', `F at 1.9 %, N: ${at} mm`, 'off by, %', 'K H, kN', 'off by, %'];
  if (values.write === true) writeSection('accuracy', 'conforming', markdownTable(head, rows));
  process.exit();
}
const rows: string[][] = [];
for (const [name, levels] of Object.entries(BODIES)) {
  const study = CASES.find((one) => one.name === name);
  if (study === undefined) throw new Error(`saw no case ${name}`);
  const input = { ...(await loadStudy(study.ct)), labels: null };
  const result = withSurfaces(await PROVIDERS.automatic.segment(input));
  for (const { level, frame } of assessLevels(input.ct, result).levels) {
    const surface = result.surfaces.get(level);
    if (!levels.includes(level) || frame === null || surface === undefined) continue;
    for (const set of SETS) {
      const parameters = parametersOf(set);
      const solved = sizes.map((spacingMm) =>
        solve(modelledBody({ ct: input.ct, surface, frame }, parameters, spacingMm), parameters),
      );
      const row = [
        `${name} ${level}`,
        set,
        solved.map(({ strength }) => strength?.toFixed(0) ?? 'none').join(' / '),
        change(solved.map(({ strength }) => strength)),
        solved.map(({ stiffness }) => (stiffness / 1000).toFixed(0)).join(' / '),
        change(solved.map(({ stiffness }) => stiffness)),
        solved.map(({ krylov }) => krylov).join(' / '),
        solved.map(({ seconds }) => seconds.toFixed(1)).join(' / '),
      ];
      console.log(row.join('   '));
      rows.push(row);
    }
  }
}
await dismissCrew();
if (values.write === true) {
  const head = ['body', 'set', `F at 1.9 %, N: ${at} mm`, 'the last step, %', 'K H, kN', 'the last step, %', 'Krylov iterations', 's']; // prettier-ignore
  writeSection('accuracy', 'elements', markdownTable(head, rows));
}

function solve(model: BodyModel, parameters: Parameters) {
  const { plastic } = parameters;
  if (plastic === null) throw new Error('saw a linear set, wanted a plastic one');
  const body = { grid: vertebraGrid(model, LINE), heightMm: heightOf(model), materials: parameters };
  const { stiffness } = linearStrength({ ...body, strain: parameters.linearStrain });
  let krylov = 0;
  const began = performance.now();
  const found = plasticStrength({
    ...body,
    plastic,
    strains: plastic.strains,
    onIncrement: ({ krylovIterations }) => (krylov += krylovIterations),
  });
  const seconds = (performance.now() - began) / 1000;
  return { stiffness: stiffness * body.heightMm, strength: found?.strength ?? null, krylov, seconds };
}

/** From the last size but one to the last. */
function change(of: readonly (number | null)[]): string {
  const [before, after] = of.slice(-2);
  return before == null || after == null ? '–' : (100 * (after / before - 1)).toFixed(1);
}
