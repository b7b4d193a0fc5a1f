/** Whether verdicts are as often right as they say: tables and a picture. */
import { RISK_CATEGORIES, type Overall, type RiskCategory } from '../../contracts/risk/overall.ts';
import { markdownTable } from '../document.ts';

export interface Judged {
  readonly errors: string;
  readonly scenario: string;
  readonly truth: RiskCategory;
  readonly category: RiskCategory;
  readonly probability: number;
  readonly shares: NonNullable<Overall['shares']>;
}

const BINS = [0, 0.5, 0.7, 0.85, 0.95, 1.0001] as const;
const SIZE = { width: 760, height: 400, left: 56, top: 36, panel: 290, gap: 90 } as const;
const PARTS = 10;

/** Of each error model and scenario: how many verdicts are right, and how many they say. */
export function verdictTable(all: readonly Judged[]): string {
  const rows = groupsOf(all).map(({ errors, scenario, group }) => {
    const right = group.filter(({ truth, category }) => truth === category).length;
    const told = mean(group.map(({ probability }) => probability));
    const low = group.filter(({ truth, category }) => rank(category) - rank(truth) > 0).length;
    const brier = mean(
      group.map(({ shares, truth }) =>
        RISK_CATEGORIES.reduce(
          (sum, category) => sum + (shares[category] - Number(category === truth)) ** 2,
          0,
        ),
      ),
    );
    return [
      errors,
      scenario,
      `${group.length}`,
      percent(right, group.length),
      `${(100 * told).toFixed(1)} %`,
      `${low}`,
      brier.toFixed(3),
    ];
  });
  return markdownTable(
    ['errors', 'known', 'patients', 'verdict right', 'they say', 'too low', 'Brier'],
    rows,
  );
}

/** Verdicts by what they say. */
export function reliabilityTable(all: readonly Judged[]): string {
  const rows = [...new Set(all.map(({ errors }) => errors))].flatMap((errors) =>
    BINS.slice(1).map((to, n) => {
      const group = all.filter(
        (one) => one.errors === errors && one.probability >= BINS[n]! && one.probability < to,
      );
      const right = group.filter(({ truth, category }) => truth === category).length;
      const told =
        group.length === 0
          ? '-'
          : `${(100 * mean(group.map(({ probability }) => probability))).toFixed(1)} %`;
      return [
        errors,
        `${BINS[n]!}-${Math.min(1, to)}`,
        `${group.length}`,
        percent(right, group.length),
        told,
      ];
    }),
  );
  return markdownTable(['errors', 'probability', 'verdicts', 'right', 'they say'], rows);
}

/** @returns an SVG: of all shares of all categories, how often that category was the true one */
export function reliabilityPicture(all: readonly Judged[]): string {
  const models = [...new Set(all.map(({ errors }) => errors))];
  const panels = models.map((errors, n) =>
    panel(
      errors,
      all.filter((one) => one.errors === errors),
      SIZE.left + n * (SIZE.panel + SIZE.gap),
    ),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" role="img"
  aria-label="How often a category is the true one, by the probability that it was given">
<rect width="${SIZE.width}" height="${SIZE.height}" fill="#ffffff"/>
${panels.join('\n')}
</svg>
`;
}

function panel(title: string, group: readonly Judged[], left: number): string {
  const x = (share: number): string => (left + SIZE.panel * share).toFixed(1);
  const y = (share: number): string => (SIZE.top + SIZE.panel * (1 - share)).toFixed(1);
  const pairs = group.flatMap(({ shares, truth }) =>
    RISK_CATEGORIES.map((category) => ({ share: shares[category], was: Number(category === truth) })),
  );
  const points = Array.from({ length: PARTS }, (_, part) => {
    const own = pairs.filter(({ share }) => Math.min(PARTS - 1, Math.floor(PARTS * share)) === part);
    if (own.length === 0) return '';
    const [told, was] = [mean(own.map(({ share }) => share)), mean(own.map((pair) => pair.was))];
    // Two standard errors of what was told, were it right.
    const half = 2 * Math.sqrt((told * (1 - told)) / own.length);
    const [low, high] = [Math.max(0, was - half), Math.min(1, was + half)];
    return `<path d="M${x(told)} ${y(low)}V${y(high)}" stroke="#123f63" stroke-width="1.4"/><circle cx="${x(told)}" cy="${y(was)}" r="4" fill="#123f63"/><text x="${(Number(x(told)) + 7).toFixed(1)}" y="${(Number(y(was)) + 12).toFixed(1)}" font-size="10" fill="#5d6b78">${own.length}</text>`;
  });
  const ticks = [0, 0.5, 1].map(
    (share) =>
      `<text x="${x(share)}" y="${SIZE.top + SIZE.panel + 16}" font-size="11" text-anchor="middle">${share}</text><text x="${left - 8}" y="${Number(y(share)) + 4}" font-size="11" text-anchor="end">${share}</text>`,
  );
  return [
    `<text x="${left}" y="${SIZE.top - 12}" font-size="13" font-weight="bold">${title}</text>`,
    `<rect x="${left}" y="${SIZE.top}" width="${SIZE.panel}" height="${SIZE.panel}" fill="none" stroke="#c9d1d8"/>`,
    `<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#8a949e" stroke-dasharray="4 4"/>`,
    ...ticks,
    ...points,
    `<text x="${left + SIZE.panel / 2}" y="${SIZE.top + SIZE.panel + 36}" font-size="12" text-anchor="middle">probability given to a category</text>`,
    `<text transform="translate(${left - 34} ${SIZE.top + SIZE.panel / 2}) rotate(-90)" font-size="12" text-anchor="middle">share in which it is the true one</text>`,
  ].join('\n');
}

function groupsOf(all: readonly Judged[]) {
  const keys = [...new Set(all.map(({ errors, scenario }) => `${errors}\n${scenario}`))];
  return keys.map((key) => {
    const [errors, scenario] = key.split('\n') as [string, string];
    return {
      errors,
      scenario,
      group: all.filter((one) => one.errors === errors && one.scenario === scenario),
    };
  });
}

function rank(category: RiskCategory): number {
  return RISK_CATEGORIES.indexOf(category);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
