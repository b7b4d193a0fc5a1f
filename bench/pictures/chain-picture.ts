/** The picture of the chain in README, drawn from the state machine itself, so that it can't fall behind. */

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Machine;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const BOX = { width: 132, height: 46, gap: 26, top: 56, left: 14 } as const;
const INK = '#1f2933';

/** What each state hands on, in the words of the report. */
const LEAVES: Readonly<Record<string, string>> = {
  LoadCt: 'HU volume',
  CheckOrder: 'or a refusal',
  SegmentVertebrae: 'bodies, levels, QC',
  CalibrateDensity: 'HU → mg/cm³',
  SolveLevels: 'strength, vBMD, heights',
  AggregateRisk: 'grades, overall risk',
  PublishReport: 'PDF, result.json',
  StoreResults: 'rows of tables',
};

/** @returns an SVG: the main path from left to right, the refusal path beneath it. */
export function chainPicture(machine: Machine): string {
  const path = mainPath(machine);
  const width = 2 * BOX.left + path.length * BOX.width + (path.length - 1) * BOX.gap;
  const height = 172;
  const boxes = path.map((name, i) => box(name, machine.States[name]!, i)).join('\n');
  const arrows = path
    .slice(1)
    .map((_, i) => arrow(left(i) + BOX.width, left(i + 1), BOX.top + BOX.height / 2));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" role="img"
  aria-label="${path.join(', then ')}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${INK}"/></marker></defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${BOX.left}" y="26" font-size="13" fill="${INK}">CT study (DICOM, zip, NIfTI) ▸ the object store ▸ one Lambda, or one local process, a state</text>
${arrows.join('\n')}
${boxes}
${refusals(machine, path)}
</svg>
`;
}

function mainPath(machine: Machine): string[] {
  const path: string[] = [];
  for (
    let name: string | undefined = machine.StartAt;
    name !== undefined;
    name = machine.States[name]!.Next
  ) {
    path.push(name);
  }
  return path;
}

function left(index: number): number {
  return BOX.left + index * (BOX.width + BOX.gap);
}

function box(name: string, state: State, index: number): string {
  const x = left(index);
  const shadow =
    state.Type === 'Map'
      ? `<rect x="${x + 6}" y="${BOX.top - 6}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="#ffffff" stroke="${INK}"/>`
      : '';
  const inner = state.Type === 'Map' ? `${state.ItemProcessor!.StartAt}, each level` : name;
  return `${shadow}<rect x="${x}" y="${BOX.top}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="#e8f1fa" stroke="${INK}"/>
<text x="${x + BOX.width / 2}" y="${BOX.top + 20}" font-size="12.5" text-anchor="middle" fill="${INK}">${inner}</text>
<text x="${x + BOX.width / 2}" y="${BOX.top + 36}" font-size="10.5" text-anchor="middle" fill="#52606d">${LEAVES[name] ?? ''}</text>`;
}

function arrow(from: number, to: number, y: number): string {
  return `<path d="M${from} ${y}H${to - 1}" stroke="${INK}" fill="none" marker-end="url(#tip)"/>`;
}

/** States whose Catch leads to the report: a refused study is reported too. */
function refusals(machine: Machine, path: readonly string[]): string {
  const y = 140;
  const reports = (name: string): string | undefined =>
    machine.States[name]!.Catch?.find(({ Next }) => path.includes(Next))?.Next;
  const from = path.flatMap((name, i) => (reports(name) === undefined ? [] : [i]));
  const end = path.indexOf(path.map(reports).find((name) => name !== undefined) ?? '');
  const bottom = BOX.top + BOX.height;
  const drops = from.map(
    (i) => `<path d="M${left(i) + BOX.width / 2} ${bottom}V${y}" stroke="#9a3412" stroke-dasharray="4 3"/>`,
  );
  const right = left(end) + BOX.width / 2;
  return `${drops.join('')}
<path d="M${left(from[0] ?? 0) + BOX.width / 2} ${y}H${right}V${bottom + 2}" stroke="#9a3412" stroke-dasharray="4 3" fill="none" marker-end="url(#tip)"/>
<text x="${left(from[0] ?? 0) + BOX.width / 2 + 8}" y="${y + 18}" font-size="11.5" fill="#9a3412">a study that can't be assessed: a coded refusal, reported (what was seen, what was wanted)</text>`;
}
