/** How the z of digital people came out. */
import type { Level } from '../../contracts/levels.ts';
import type { ModelledStrength } from '../../contracts/risk/strength-reference.ts';
import { mean, standardDeviation } from '../../spine/math/moments.ts';
import { markdownTable } from '../document.ts';

import { DRAWN_LEVELS, type DigitalPerson } from './draw.ts';

export interface SeenLevel {
  readonly person: DigitalPerson;
  readonly level: Level;
  readonly densityZ: number;
  readonly strengthZ: ModelledStrength['z'];
}

export function peopleTable(people: readonly DigitalPerson[], seen: readonly SeenLevel[]): string {
  const row = (name: string, values: readonly number[], drawn: readonly number[]): readonly string[] => {
    const off = values.map((value, n) => value - drawn[n]!);
    return [
      ...[name, String(values.length)],
      ...[mean(values), standardDeviation(values)].map(twoDigits),
      ...[mean(off), standardDeviation(off), largestOf(off)].map(twoDigits),
    ];
  };
  const drawn = seen.map(({ person }) => person.z);
  const held = seen.filter(({ person: { z }, strengthZ: { low, high } }) => low <= z && z <= high).length;
  const count = people.length * DRAWN_LEVELS.length;
  const table = markdownTable(
    ['z', 'levels', 'mean', 'SD', 'less drawn: mean', 'SD', 'largest'],
    [
      row('drawn', drawn, drawn),
      row('density', seen.map(({ densityZ }) => densityZ), drawn), // prettier-ignore
      row('strength', seen.map(({ strengthZ }) => strengthZ.value), drawn), // prettier-ignore
    ],
  );
  return `${table}\n\n${people.length} people, ${seen.length} of ${count} levels with a z; the 95 % interval of the strength's holds the drawn one at ${held}.`;
}

function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** Without a sign where it is rounded to 0. */
function twoDigits(value: number): string {
  return (Math.round(100 * value) / 100 + 0).toFixed(2);
}
