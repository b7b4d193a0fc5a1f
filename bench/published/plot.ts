/** The published strengths and ours of the one vertebra that is there, drawn; and the level profile. */
import { PROFILE_LEVELS, type ProfileLevel, type PublishedCase } from './benchmark.ts';
import { line, ratiosToL1, spreadOf } from './statistics.ts';

export interface PlotInput {
  readonly cases: readonly PublishedCase[];
  /** Table 2, overall, %. */
  readonly profile: ReadonlyMap<ProfileLevel, number>;
  /** Of VerSe-004 L2: plastic strength at 1.9 %, kN. */
  readonly ours: number;
}

const SIZE = { width: 900, height: 420 } as const;
const PANEL = { left: 62, top: 44, width: 368, height: 300, gap: 92 } as const;
const INK = '#1f2933';
const GREY = '#8a949e';
const COLOUR = { M: '#2f6db3', F: '#c2571a' } as const;
const OURS = '#0b7a4b';
const VERSE_004 = '4.0';
const LEVELS = PROFILE_LEVELS.slice(PROFILE_LEVELS.indexOf('T4'), PROFILE_LEVELS.indexOf('L6'));

type Scale = (value: number) => number;

/** @returns an SVG */
export function publishedPlot(input: PlotInput): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" role="img"
  aria-label="Published strengths of 160 vertebrae against density with ours of VerSe-004 L2, and the level profile">
<rect width="${SIZE.width}" height="${SIZE.height}" fill="#ffffff"/>
${strengthPanel(input)}
${profilePanel(input)}
${text(14, SIZE.height - 14, 'Data: Walle M et al., GigaScience 2025 (giaf094), spineFE-benchmark, CC BY-SA 2.0; VerSe 2019. Their density scale reads 37 mg/cm³ in water.', GREY, 11)}
</svg>
`;
}

function strengthPanel({ cases, ours }: PlotInput): string {
  const { left, top, width, height } = PANEL;
  const x = scale([0, 300], [left, left + width]);
  const y = scale([0, 12], [top + height, top]);
  const dots = cases.map(({ vbmd, nonlinear, sex }) => dot(x(vbmd), y(nonlinear), 2.6, COLOUR[sex], 0.55));
  const lines = (['M', 'F'] as const).map((sex) => {
    const { slope, intercept } = line(
      cases
        .filter((one) => one.sex === sex && one.target === 'L1')
        .map(({ vbmd, nonlinear }) => [vbmd, nonlinear]),
    );
    const [from, to] = [20, 200] as const;
    return stroke([[x(from), y(slope * from + intercept)], [x(to), y(slope * to + intercept)]], COLOUR[sex]); // prettier-ignore
  });
  const verse = cases.find(({ id }) => id === VERSE_004)!;
  const at = x(verse.vbmd);
  return [
    frame(left, 'Strength by non-linear finite elements, kN', 'trabecular vBMD, mg/cm³ (theirs)'),
    ...ticks(x, [0, 100, 200, 300], (v) => [v, top + height + 16]),
    ...ticks(y, [0, 2, 4, 6, 8, 10, 12], (v) => [left - 14, v + 4], true),
    ...dots,
    ...lines,
    `<circle cx="${n(at)}" cy="${n(y(verse.nonlinear))}" r="5.5" fill="none" stroke="${INK}" stroke-width="1.6"/>`,
    `<path d="M${n(at)} ${n(y(ours) - 7)}l7 7-7 7-7-7z" fill="${OURS}" stroke="#fff"/>`,
    legend(left + width - 158, top + 10, [
      [COLOUR.M, 'men; line: L1 only'],
      [COLOUR.F, 'women; line: L1 only'],
      [INK, `VerSe-004 L2, published ${verse.nonlinear.toFixed(2)}`],
      [OURS, `VerSe-004 L2, ours ${ours.toFixed(2)}`],
    ]),
  ].join('\n');
}

function profilePanel({ cases, profile }: PlotInput): string {
  const { top, width, height } = PANEL;
  const left = PANEL.left + width + PANEL.gap;
  const x = scale([-0.5, LEVELS.length - 0.5], [left, left + width]);
  const y = scale([-60, 60], [top + height, top]);
  const paired = LEVELS.map((level) => spreadOf(ratiosToL1(cases, level).map((ratio) => 100 * (ratio - 1))));
  return [
    frame(left, 'Force against L1 of the same person, %', ''),
    ...LEVELS.map((level, k) => text(x(k), top + height + 16, level, INK, 10, 'middle')),
    ...ticks(y, [-60, -40, -20, 0, 20, 40, 60], (v) => [left - 16, v + 4], true),
    stroke([[left, y(0)], [left + width, y(0)]], GREY), // prettier-ignore
    ...paired.map(
      ({ mean, sd }, k) =>
      stroke([[x(k), y(Math.max(-60, mean - sd))], [x(k), y(Math.min(60, mean + sd))]], COLOUR.M), // prettier-ignore
    ),
    ...paired.map(({ mean }, k) => dot(x(k), y(mean), 4, COLOUR.M, 1)),
    stroke(
      LEVELS.map((level, k) => [x(k), y(profile.get(level)!)]),
      INK,
      '4 3',
    ),
    legend(left + 10, top + 10, [
      [COLOUR.M, 'paired ratios, mean ± SD (ours)'],
      [INK, 'their table 2: changes added up'],
    ]),
  ].join('\n');
}

function scale([a, b]: readonly [number, number], [p, q]: readonly [number, number]): Scale {
  return (value) => p + ((value - a) / (b - a)) * (q - p);
}

function frame(left: number, title: string, axis: string): string {
  const { top, width, height } = PANEL;
  return [
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${GREY}"/>`,
    text(left, top - 14, title, INK, 13),
    text(left + width / 2, top + height + 36, axis, INK, 11, 'middle'),
  ].join('\n');
}

function ticks(
  of: Scale,
  values: readonly number[],
  place: (at: number) => readonly [number, number],
  right = false,
): string[] {
  return values.map((value) => text(...place(of(value)), String(value), INK, 10, right ? 'end' : 'middle'));
}

function legend(x: number, y: number, rows: readonly (readonly [colour: string, words: string])[]): string {
  return rows
    .map(
      ([colour, words], k) =>
        `${dot(x, y + 14 * k, 3.5, colour, 1)}\n${text(x + 9, y + 4 + 14 * k, words, INK, 10)}`,
    )
    .join('\n');
}

function dot(x: number, y: number, r: number, fill: string, opacity: number): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${r}" fill="${fill}" fill-opacity="${opacity}"/>`;
}

function stroke(points: readonly (readonly [number, number])[], colour: string, dash = ''): string {
  const d = points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('');
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="1.4"${dashes}/>`;
}

function text(x: number, y: number, words: string, fill: string, size: number, anchor = 'start'): string {
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${words}</text>`;
}

function n(value: number): string {
  return value.toFixed(1);
}
