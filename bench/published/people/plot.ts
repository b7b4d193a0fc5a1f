/** Every person's z, by sex and fractures, with what is expected of people whom the reference fits. */
import type { Person } from './people.ts';
import { personReferred, plainReferring, type PeopleInput } from './report.ts';
import { scatterOf } from './scatter.ts';

const SIZE = { width: 680, height: 310 } as const;
const PLOT = { left: 180, top: 34, width: 480, row: 50 } as const;
const RANGE = [-4, 4] as const;
const INK = '#1f2933';
const GREY = '#8a949e';
const BAND = '#e3ebf3';
const COLOUR = { male: '#2f6db3', female: '#c2571a' } as const;
/** By which dots of a row stand apart, px. */
const LANES = [-9, -3, 3, 9] as const;

const ROWS: readonly (readonly [name: string, of: (person: Person) => boolean])[] = [
  ['women, intact', ({ sex, status }) => sex === 'female' && status === 'intact'],
  ['men, intact', ({ sex, status }) => sex === 'male' && status === 'intact'],
  ['fractured, grade 1', ({ status }) => status === 'grade 1'],
  ['fractured, grade 2-3', ({ status }) => status === 'grade 2-3'],
];

/** @returns an SVG */
export function peoplePlot(input: PeopleInput): string {
  const referring = plainReferring(input);
  const x = (z: number): number =>
    PLOT.left + (PLOT.width * (Math.max(RANGE[0], Math.min(RANGE[1], z)) - RANGE[0])) / (RANGE[1] - RANGE[0]);
  const bottom = PLOT.top + ROWS.length * PLOT.row;
  const rows = ROWS.flatMap(([name, of], row) => {
    const y = PLOT.top + (row + 0.5) * PLOT.row;
    const people = input.people.filter(of).flatMap((person) => {
      const found = personReferred(person, referring);
      return found === null ? [] : [{ ...found, sex: person.sex }];
    });
    const found = scatterOf(people);
    if (found === null) return [];
    return [
      `<rect x="${n(x(-found.expectedSd))}" y="${y - 18}" width="${n(x(found.expectedSd) - x(-found.expectedSd))}" height="36" fill="${BAND}"/>`,
      text(PLOT.left - 12, y + 4, `${name} (${found.n})`, 'end'),
      ...people.map(
        ({ z, sex }, k) =>
          `<circle cx="${n(x(z))}" cy="${n(y + LANES[k % LANES.length]!)}" r="3" fill="${COLOUR[sex]}" fill-opacity="0.65"/>`,
      ),
      `<path d="M${n(x(found.mean))} ${y - 18}V${y + 18}" stroke="${INK}" stroke-width="2"/>`,
    ];
  });
  const ticks = [-4, -2, 0, 2, 4].map((z) => text(x(z), bottom + 18, String(z).replace('-', '−'), 'middle'));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" role="img"
  aria-label="z of density of people of VerSe 2019 against the modelled reference, intact and fractured">
<rect width="${SIZE.width}" height="${SIZE.height}" fill="#ffffff"/>
${rows.join('\n')}
<path d="M${n(x(0))} ${PLOT.top}V${bottom}" stroke="${GREY}" stroke-dasharray="4 3"/>
${ticks.join('\n')}
${text(20, PLOT.top - 14, 'z of density, women orange, men blue; line: mean, band: ± the standard deviation that is expected', 'start')}
${text(20, SIZE.height - 28, 'Data: Walle M et al., GigaScience 2025 (giaf094), CC BY-SA 2.0; VerSe 2019, CC BY-SA 4.0.', 'start', GREY)}
${text(20, SIZE.height - 12, 'No contrast agent; the age of each is not known, only mean and spread by sex.', 'start', GREY)}
</svg>
`;
}

function text(x: number, y: number, words: string, anchor: string, fill: string = INK): string {
  return `<text x="${n(x)}" y="${n(y)}" font-size="11" fill="${fill}" text-anchor="${anchor}">${words}</text>`;
}

function n(value: number): string {
  return value.toFixed(1);
}
