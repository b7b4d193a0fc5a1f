/** The people of the published table against the reference of strength and density (decision 0034). */
import { PORTAL_CORRECTION_MGCC } from '../../../spine/definitions/contrast.ts';
import { markdownTable } from '../../document.ts';
import type { PublishedCase } from '../benchmark.ts';
import { mean } from '../../../spine/math/moments.ts';
import { spreadOf, type Spread } from '../statistics.ts';

import { expectedDensity, splitAges, type Ages } from './ages.ts';
import { KNOWN_AGES } from './known-ages.ts';
import { gradesOfScan, type GradedBody, type Person } from './people.ts';
import type { Scale } from './scale.ts';
import { meanReferred, referred, scatterOf, type Referred, type Scatter } from './scatter.ts';

export interface PeopleInput {
  readonly people: readonly Person[];
  readonly grades: readonly GradedBody[];
  readonly ages: Readonly<Record<'female' | 'male', Ages>>;
  /** Theirs on the product's scale: by the slope of the reference, and by that which the product takes for these scanners' makers. */
  readonly scale: Scale;
  readonly makersScale: Scale;
}

/** A density of a scan, mg/cm3; null where this reading has none. */
type Reading = (scan: PublishedCase) => number | null;

interface Referring {
  readonly read: Reading;
  /** Standard error of a reading, mg/cm3. */
  readonly se: number;
  /** Null for whom it does not go. */
  readonly agesOf: (person: Person, scan: PublishedCase) => Ages | null;
}

interface Group {
  readonly sexes: readonly Person['sex'][];
  readonly statuses: readonly Person['status'][];
  readonly name: readonly [sex: string, status: string];
}

const FRACTURED = ['grade 1', 'grade 2-3'] as const;
const BOTH = ['female', 'male'] as const;
/** `lumbarVbmd` of the ten is a mean of these, as far as they are whole. */
const LUMBAR = ['L1', 'L2', 'L3'] as const;
const NEAR = ['T11', 'T12', 'L1', 'L2', 'L3'];
const AGE_ERROR_YEARS = 5;
const SLOPE_ERROR = 0.1;
const INTERCEPT_ERROR_MGCC = 10;
/** Of hydroxyapatite in K2HPO4, where their phantoms should be of that (docs/method.md). */
const APATITE = 0.83;

const SEX = { female: 'women', male: 'men' } as const;
const GROUPS: readonly Group[] = [
  ...BOTH.map((sex): Group => ({ sexes: [sex], statuses: ['intact'], name: [SEX[sex], 'intact'] })),
  { sexes: BOTH, statuses: ['intact'], name: ['both', 'intact'] },
  ...BOTH.map((sex): Group => ({ sexes: [sex], statuses: FRACTURED, name: [SEX[sex], 'fractured'] })),
  ...FRACTURED.map((status): Group => ({ sexes: BOTH, statuses: [status], name: ['both', `fractured, ${status}`] })), // prettier-ignore
  ...BOTH.map((sex): Group => ({ sexes: [sex], statuses: ['intact', ...FRACTURED], name: [SEX[sex], 'all'] })), // prettier-ignore
];

export function peopleReport(input: PeopleInput): string {
  const asPrinted: Reading = (scan) => (scan.contrast === 'ce-no' ? scan.vbmd : null);
  const main = plainReferring(input);
  return [
    mappingLine(input),
    phantomLines(againstPhantoms(input)),
    'Without a contrast agent, on the scale of the product, ages by sex:',
    scatterTable(input.people, main, GROUPS),
    'The intact of both sexes, otherwise read:',
    otherwiseTable(input, main, asPrinted),
    'Of known age:',
    knownTable(input, main),
  ].join('\n\n');
}

/** Without an agent, on the scale of the product, as far off as phantoms say, at the ages of their sex. */
export function plainReferring(input: PeopleInput): Referring {
  return {
    read: (scan) => (scan.contrast === 'ce-no' ? input.scale(scan.vbmd) : null),
    se: againstPhantoms(input).plain.sd,
    agesOf: ({ sex }) => input.ages[sex],
  };
}

/** Whether grades and forces are of the same bodies: only bodies that are not fractured were modelled. */
function mappingLine({ people, grades }: PeopleInput): string {
  const scans = people.flatMap((person) => person.scans);
  let [modelled, ofGrade0, whole] = [0, 0, 0];
  for (const scan of scans)
    for (const [level, grade] of gradesOfScan(scan, scans, grades)) {
      const has = (scan.reactions as ReadonlyMap<string, number>).has(level);
      if (has) modelled++;
      if (has && grade === 0) ofGrade0++;
      if (!has && grade === 0 && !level.startsWith('C')) whole++;
    }
  const count = (status: Person['status']): number => people.filter((one) => one.status === status).length;
  return (
    `${people.length} people: ${count('intact')} intact in all graded bodies, ${count('grade 1')} with grade 1 at most, ` +
    `${count('grade 2-3')} with grade 2 or 3, ${count(null)} with too few graded. Of ${modelled} bodies that were graded and ` +
    `modelled ${ofGrade0} are of grade 0; of grade 0 and not modelled: ${whole}.`
  );
}

interface AgainstPhantoms {
  readonly printed: Spread;
  readonly plain: Spread;
  readonly enhanced: Spread;
  readonly enhancedPrinted: Spread;
}

function againstPhantoms({ people, scale }: PeopleInput): AgainstPhantoms {
  const scans = people.flatMap((person) => person.scans);
  const less = (enhanced: boolean, read: Scale): Spread =>
    spreadOf(
      scans.flatMap(({ contrast, vbmd, phantomVbmd }) =>
        phantomVbmd === null || (contrast !== 'ce-no') !== enhanced ? [] : [read(vbmd) - phantomVbmd],
      ),
    );
  const same: Scale = (value) => value;
  return {
    printed: less(false, same),
    plain: less(false, scale),
    enhanced: less(true, scale),
    enhancedPrinted: less(true, same),
  };
}

function phantomLines({ printed, plain, enhancedPrinted, enhanced }: AgainstPhantoms): string {
  const told = ({ mean: middle, sd }: Spread): string => `${signed(middle, 1)} (SD ${sd.toFixed(1)})`;
  return (
    `Less the phantom under the same person, mg/cm³: without an agent (${plain.n}) ${told(printed)} as printed and ${told(plain)} ` +
    `on the scale of the product; with an agent (${enhanced.n}) ${told(enhancedPrinted)} and ${told(enhanced)}, so that these are not converted.`
  );
}

function scatterTable(people: readonly Person[], referring: Referring, groups: readonly Group[]): string {
  const rows = groups.flatMap(({ sexes, statuses, name }) => {
    const found = scatterOf(
      people
        .filter(({ sex, status }) => sexes.includes(sex) && statuses.includes(status))
        .flatMap((person) => personReferred(person, referring) ?? []),
    );
    return found === null ? [] : [[...name, ...scatterCells(found)]];
  });
  return markdownTable(['who', 'bodies', ...SCATTER_HEAD], rows);
}

/** Of all scans of the person that have a density and whose levels the reference has. */
export function personReferred(person: Person, { read, se, agesOf }: Referring): Referred | null {
  const each = person.scans.flatMap((scan) => {
    const [value, ages] = [scan.foreign ? null : read(scan), agesOf(person, scan)];
    const expected = ages === null ? null : expectedDensity(scan.densityLevels, person.sex, ages);
    return value === null || expected === null ? [] : [referred({ value, se }, expected)];
  });
  return each.length === 0 ? null : meanReferred(each);
}

/** At the ages of their sex, those with and without DXA as far apart as the ten whose ages are known. */
function splitByDxa(input: PeopleInput): { readonly gapYears: number; readonly agesOf: Referring['agesOf'] } {
  const agesWhere = (dxa: boolean): readonly number[] =>
    knownOf(input.people).flatMap(({ ageYears, person }) => (person.dxa === dxa ? [ageYears] : []));
  const gapYears = mean(agesWhere(true)) - mean(agesWhere(false));
  return {
    gapYears,
    agesOf: ({ sex, dxa }) => {
      const all = input.people.filter((one) => one.sex === sex);
      const share = all.filter((one) => one.dxa).length / all.length;
      return splitAges(input.ages[sex], gapYears, share)[dxa ? 0 : 1];
    },
  };
}

function knownOf(people: readonly Person[]) {
  return KNOWN_AGES.flatMap((one) =>
    people.flatMap((person) =>
      person.scans.filter(({ id }) => id === one.id).map((scan) => ({ ...one, person, scan })),
    ),
  );
}

function otherwiseTable(input: PeopleInput, main: Referring, asPrinted: Reading): string {
  const intact = input.people.filter(({ status }) => status === 'intact');
  const moved = (by: (value: number) => number): Referring => ({
    ...main,
    read: (scan) => {
      const value = main.read(scan);
      return value === null ? null : by(value);
    },
  });
  const aged = (years: number): Referring => ({
    ...main,
    agesOf: (person, scan) => {
      const ages = main.agesOf(person, scan);
      return ages === null ? null : { mean: ages.mean + years, sd: ages.sd };
    },
  });
  const { gapYears, agesOf } = splitByDxa(input);
  const only = (dxa: boolean, referring: Referring): Referring => ({
    ...referring,
    agesOf: (person, scan) => (person.dxa === dxa ? referring.agesOf(person, scan) : null),
  });
  const split = { ...main, agesOf };
  const apart = `ages with and without DXA ${gapYears.toFixed(0)} years apart, as among the ten`;
  const rows: readonly (readonly [string, Referring])[] = [
    ['as above', main],
    ['of these, with DXA', only(true, main)],
    ['of these, without DXA', only(false, main)],
    [apart, split],
    ['of these, with DXA', only(true, split)],
    ['of these, without DXA', only(false, split)],
    ['as printed, 37 mg/cm³ in water', { ...main, read: asPrinted }],
    ['by the slope that the product takes for their makers', { ...main, read: (scan) => (scan.contrast === 'ce-no' ? input.makersScale(scan.vbmd) : null) }], // prettier-ignore
    [`slope ${100 * SLOPE_ERROR} % higher`, moved((value) => value * (1 + SLOPE_ERROR))],
    [`${INTERCEPT_ERROR_MGCC} mg/cm³ more`, moved((value) => value + INTERCEPT_ERROR_MGCC)],
    ['were their phantoms of hydroxyapatite (0.83)', moved((value) => value * APATITE)],
    [`${AGE_ERROR_YEARS} years younger than their sex`, aged(-AGE_ERROR_YEARS)],
    [`${2 * AGE_ERROR_YEARS} years younger`, aged(-2 * AGE_ERROR_YEARS)],
    ['T11 to L3 alone', { ...main, read: (scan) => (scan.densityLevels.every((level) => NEAR.includes(level)) ? main.read(scan) : null) }], // prettier-ignore
    ['other levels among them', { ...main, read: (scan) => (scan.densityLevels.every((level) => NEAR.includes(level)) ? null : main.read(scan)) }], // prettier-ignore
    ['by the phantom, no agent', { ...main, se: 0, read: (scan) => (scan.contrast === 'ce-no' ? scan.phantomVbmd : null) }], // prettier-ignore
    [`by the phantom, portal phase, less ${PORTAL_CORRECTION_MGCC} mg/cm³`, { ...main, se: 0, read: (scan) => (scan.contrast !== 'ce-pv' || scan.phantomVbmd === null ? null : scan.phantomVbmd - PORTAL_CORRECTION_MGCC) }], // prettier-ignore
    ['as printed, portal phase, nothing taken off', { ...main, read: (scan) => (scan.contrast === 'ce-pv' ? scan.vbmd : null) }], // prettier-ignore
  ];
  return markdownTable(
    ['how', ...SCATTER_HEAD],
    rows.flatMap(([name, referring]) => {
      const found = scatterOf(intact.flatMap((person) => personReferred(person, referring) ?? []));
      return found === null ? [] : [[name, ...scatterCells(found)]];
    }),
  );
}

/** The ten, each at the age of the scan: without an agent on the scale of the product, and by the lumbar density of the dataset's authors. */
function knownTable({ people }: PeopleInput, { read, se }: Referring): string {
  const known = knownOf(people);
  const by = (
    density: (one: (typeof known)[number]) => readonly [levels: readonly string[], value: number | null],
    error: number,
  ) =>
    // prettier-ignore
    known.flatMap((one) => {
      const [levels, value] = density(one);
      const expected = expectedDensity(levels, one.person.sex, { mean: one.ageYears, sd: 0 });
      if (value === null || expected === null || one.scan.foreign) return [];
      return [{ status: one.person.status, ...referred({ value, se: error }, expected) }];
    });
  const converted = by(({ scan }) => [scan.densityLevels, read(scan)], se);
  const lumbar = by(({ lumbarVbmd }) => [LUMBAR, lumbarVbmd], 0);
  const rows = (
    [
      ['no agent, on the scale of the product', converted],
      ['the authors’ lumbar density, phantom scanned apart', lumbar],
    ] as const
  ).flatMap(([name, all]) => {
    const found = scatterOf(all);
    return found === null ? [] : [[name, ...scatterCells(found)]];
  });
  return markdownTable(['density', ...SCATTER_HEAD], rows);
}

const SCATTER_HEAD = ['n', 'mean z (± its SE)', 'SE of the reference', 'SD of z', 'expected SD', 'beyond ±2', 'expected']; // prettier-ignore

function scatterCells(found: Scatter): readonly string[] {
  const { n, mean: middle, se, sd, expectedSd, referenceSe, beyond, expectedBeyond } = found;
  return [
    String(n),
    `${signed(middle, 2)}${se === null ? '' : ` ± ${se.toFixed(2)}`}`,
    referenceSe.toFixed(2),
    sd === null ? '–' : sd.toFixed(2),
    expectedSd.toFixed(2),
    `${(100 * beyond).toFixed(0)} %`,
    `${(100 * expectedBeyond).toFixed(0)} %`,
  ];
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
