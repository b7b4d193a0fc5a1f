/**
 * `npm run bench:people [-- --write]`: digital people whom the reference of strength and density fits, each as a DICOM study through the
 * whole chain; how their z come out against what was drawn. --write puts the table into docs/accuracy.md. Half a minute or two each.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { scriptArguments } from '../../local/command/parsed.ts';
import { resultSchema } from '../../contracts/result.ts';
import { assessStudy } from '../../local/assess-study.ts';
import { parseCommandLine } from '../../local/command/options.ts';
import { openOutput } from '../../local/output-folder.ts';
import { digitalSpine, writeDicomSeries } from '../../phantoms/index.ts';
import { writeNifti } from '../../spine/grid/nifti.ts';
import { writeSection } from '../document.ts';

import { attributesOf, digitalPeople, type DigitalPerson } from './draw.ts';
import { peopleTable, type SeenLevel } from './table.ts';

const HELP = `Usage: npm run bench:people -- [options]

Digital people whom the reference of strength and density fits, each through the whole chain: their z against what
was drawn. A quarter of a minute each.

  --write  replaces the section of docs/accuracy.md
  --help   show this text`;
const { values } = scriptArguments(HELP, { options: { write: { type: 'boolean', default: false } } });
const folder = mkdtempSync(join(tmpdir(), 'osteon-people-'));
try {
  const people = digitalPeople();
  const seen: SeenLevel[] = [];
  for (const [n, person] of people.entries()) {
    const own = await assessed(person, n);
    for (const level of own) seen.push(level);
    console.error(`${n + 1} of ${people.length}: ${own.length} levels`);
  }
  const table = peopleTable(people, seen);
  console.log(table);
  if (values.write) writeSection('accuracy', 'digital-people', table);
} finally {
  rmSync(folder, { recursive: true });
}

/** Levels whose strength is held against the reference. */
async function assessed(person: DigitalPerson, n: number): Promise<readonly SeenLevel[]> {
  const spine = digitalSpine(person.options);
  const study = join(folder, `study-${n}`);
  mkdirSync(study);
  for (const { name, bytes } of writeDicomSeries(spine, person.options, attributesOf(person)))
    writeFileSync(join(study, name), bytes);
  const labels = join(folder, `labels-${n}.nii.gz`);
  writeFileSync(labels, writeNifti(spine.vertebrae));
  const out = join(folder, `out-${n}`);
  const words = [study, '--labels', labels, '--label-convention', 'verse', '--no-priors', '--out', out];
  const done = await assessStudy({ ...parseCommandLine(words), store: await openOutput(out) });
  if (done.outcome !== 'assessed') throw new Error(`person ${n}: ${done.outcome}`);
  const { levels } = resultSchema.parse(JSON.parse(readFileSync(done.result, 'utf8')));
  return levels.flatMap(({ level, strengthReference }) => {
    if (strengthReference?.status !== 'modelled') return [];
    const { own, average, standardDeviation } = strengthReference.densityMgCc;
    return [{ person, level, densityZ: (own - average) / standardDeviation, strengthZ: strengthReference.z }];
  });
}
