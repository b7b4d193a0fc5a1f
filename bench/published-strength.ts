/**
 * `npm run published [-- --write]`: what the published table of VerSe-19 strengths says, what of it reproduces, and ours of the one
 * vertebra that is there (VerSe-004 L2); and how its people scatter about the reference of strength and density. Draws
 * docs/pictures/published-strength.svg and published-people.svg; --write puts both into docs/accuracy.md.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { scriptArguments } from '../local/command/parsed.ts';
import { PARAMETER_SETS } from '../spine/definitions/parameter-sets.ts';
import { plasticStrength } from '../spine/measure/strength/solves/plastic.ts';
import { linearStrength } from '../spine/measure/strength/solves/linear.ts';
import { dismissCrew } from '../solver/host/index.ts';
import { lacksSharedData, sharedData } from '../tests/shared-data.ts';
import { verse004Body } from '../tests/validation/verse004.ts';

import { printed, writeSection } from './document.ts';
import { PROFILE_LEVELS, readCases, readProfile, type PublishedCase } from './published/benchmark.ts';
import { peoplePlot } from './published/people/plot.ts';
import { readPeople } from './published/people/read.ts';
import { peopleReport } from './published/people/report.ts';
import { publishedPlot } from './published/plot.ts';
import { addedProfile, line, ratiosToL1, spreadOf } from './published/statistics.ts';

const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const FOLDER = 'verse004-l2/';
const GRADES = 'verse19-genant/';

const HELP = `Usage: npm run published -- [options]

The published table of VerSe-19 strengths, what of it reproduces, and how its people scatter about the reference;
draws docs/pictures/published-*.svg.

  --write  replaces the sections of docs/accuracy.md
  --help   show this text`;
const { values } = scriptArguments(HELP, { options: { write: { type: 'boolean', default: false } } });
const lines: string[] = [];

if (lacksSharedData(FOLDER) || lacksSharedData(GRADES)) {
  console.log(`The shared data hold no ${FOLDER} or no ${GRADES}: nothing to compare with.`);
} else {
  const cases = readCases(sharedData(`${FOLDER}verse19fem_AppendixA.csv`));
  const profile = readProfile(sharedData(`${FOLDER}verse19fem_table_2.csv`));
  relations(cases);
  profileTable(cases, profile.all);
  const ours = verse004();
  writeFileSync(
    `${PICTURES}published-strength.svg`,
    publishedPlot({ cases, profile: profile.all, ours: ours / 1000 }),
  );
  const people = readPeople();
  const told = peopleReport(people);
  console.log(`\n${told}`);
  writeFileSync(`${PICTURES}published-people.svg`, peoplePlot(people));
  if (values.write) {
    writeSection('accuracy', 'published-strength', printed(lines.join('\n')));
    writeSection('accuracy', 'published-people', told);
  }
  await dismissCrew();
}

function print(text: string): void {
  lines.push(text);
  console.log(text);
}

function relations(cases: readonly PublishedCase[]): void {
  const say = (name: string, points: readonly (readonly [number, number])[]): void => {
    const { n, slope, intercept, r2, see } = line(points);
    print(
      `${name.padEnd(44)} n ${n}, r2 ${r2.toFixed(3)}, y = ${slope.toPrecision(4)} x + ${intercept.toPrecision(3)}, SEE ${see.toFixed(3)}`,
    );
  };
  say('K (N/mm) and the published reaction (kN)', cases.map((one) => [one.stiffness, one.reaction])); // prettier-ignore
  say('H (mm) and the published reaction', cases.map((one) => [one.height, one.reaction])); // prettier-ignore
  say('0.0068 K H (kN) and the published reaction', cases.map((one) => [one.linear, one.reaction])); // prettier-ignore
  say('0.0068 K H and the non-linear load (kN)', cases.map((one) => [one.linear, one.nonlinear])); // prettier-ignore
  for (const sex of [null, 'F', 'M'] as const) {
    const of = cases.filter((one) => one.target === 'L1' && (sex === null || one.sex === sex));
    say(`vBMD (mg/cm3) and the non-linear load, L1 ${sex ?? ''}`, of.map((one) => [one.vbmd, one.nonlinear])); // prettier-ignore
  }
}

function profileTable(cases: readonly PublishedCase[], published: ReadonlyMap<string, number>): void {
  const added = addedProfile(cases);
  print('\nlevel   n   paired ratio to L1 (SD)   changes added up, %   table 2, %');
  for (const level of PROFILE_LEVELS.slice(PROFILE_LEVELS.indexOf('T4'), -1)) {
    const { n, mean, sd } = spreadOf(ratiosToL1(cases, level));
    print(
      `${level.padEnd(6)} ${String(n).padStart(3)}   ${mean.toFixed(3)} (${sd.toFixed(3)})`.padEnd(38) +
        `${added.get(level)!.toFixed(1).padStart(8)}${published.get(level)!.toFixed(1).padStart(16)}`,
    );
  }
}

/** Prints ours of VerSe-004 L2, body only. @returns the plastic strength, N */
function verse004(): number {
  const { plastic, ...materials } = PARAMETER_SETS['osteon-default-2'];
  const { grid, heightMm } = verse004Body();
  const linear = linearStrength({ grid, heightMm, materials, strain: materials.linearStrain });
  const yielded = plasticStrength({ grid, heightMm, materials, plastic, strains: plastic.strains });
  if (yielded === null) throw new Error('VerSe-004 L2: the load curve did not converge');
  print(
    `\nVerSe-004 L2, body only, laws of osteon-default-2: K ${linear.stiffness.toFixed(0)} N/mm, 0.0068 K H ` +
      `${linear.strength.toFixed(0)} N, F at 1.9 % ${yielded.strength.toFixed(0)} N, at 0.2 % offset ` +
      `${yielded.offsetStrength?.toFixed(0) ?? '-'} N; published 12362 N/mm, 2438 N, 1847 N (2 mm)`,
  );
  return yielded.strength;
}
