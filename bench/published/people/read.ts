/** The people of the published table, from the shared data. */
import { sharedData } from '../../../tests/shared-data.ts';
import { readCases } from '../benchmark.ts';

import { readAges } from './ages.ts';
import { peopleOf, readGrades } from './people.ts';
import type { PeopleInput } from './report.ts';
import { readTissues, scaleOf } from './scale.ts';

/** Four in five of their scanners are Philips, the rest Siemens: the product takes the same slope for both (decision 0033). */
const MAKER = 'Philips';

export function readPeople(): PeopleInput {
  const grades = readGrades(sharedData('verse19-genant/verse19_genant_merged.csv'));
  const folder = sharedData('verse004-l2/');
  const tissues = readTissues(`${folder}sub-verse004_0000.txt`);
  return {
    people: peopleOf(readCases(`${folder}verse19fem_AppendixA.csv`), grades),
    grades,
    ages: readAges(`${folder}verse19fem_table_1.csv`),
    scale: scaleOf(tissues),
    makersScale: scaleOf(tissues, MAKER),
  };
}
