/** The verdict in full: the share of each category, the criteria behind them, and what would change it. */
import {
  probabilityText,
  toldCategory,
  verdictByAge,
  type MissingThing,
  type Overall,
  type RiskCategory,
  type Rule,
} from '../../../contracts/risk/overall.ts';
import type { ReportData } from '../../report-data.ts';
import { plain } from '../../words/plain.ts';
import { stringsOf } from '../../words/strings/strings.ts';
import { answersText, answerWords, categoryWords } from '../../words/verdict-words.ts';

import { CONTENT_WIDTH, GREY, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table, type Cell, type Column } from '../kit/table.ts';
import { shareBar } from './share-bar.ts';

const RULE_COLUMNS: readonly Column[] = [
  { title: 'Category', width: 54 },
  { title: 'Criterion', width: 176 },
  { title: 'Probability', unit: 'met', width: 52, align: 'right' },
  { title: '', unit: 'met, and decides', width: 66, align: 'right' },
  { title: 'Detail', width: CONTENT_WIDTH - 348 },
];
const CHANGE_COLUMNS: readonly Column[] = [
  { title: 'If this were known', width: 150 },
  { title: 'Source', width: 62 },
  { title: 'Uncertainty', unit: 'removed, %', width: 56, align: 'right' },
  { title: 'Then the category would be', width: CONTENT_WIDTH - 268 },
];
const SOURCES: Readonly<Record<MissingThing['kind'], string>> = {
  order: 'order',
  reader: 'reader',
  imaging: 'imaging',
  calibration: 'calibration',
};
/** Heading, bar and the first rows of the rules, points: they begin on one page. */
const TOGETHER = 150;
const NOT_IN_FORCE = '–';

export function verdictSection(pdf: Pdf, { risk }: ReportData): void {
  if (risk === null) return;
  const { overall } = risk;
  heading(pdf, 'Overall category and its criteria', TOGETHER);
  shareBar(pdf, overall, stringsOf('en'), verdictByAge(overall) === null);
  paragraph(pdf, overall.statement, { size: 7.6 });
  const sources = [...new Set(overall.rules.map(({ source }) => source))];
  table(
    pdf,
    RULE_COLUMNS,
    overall.rules.map((rule) => ruleRow(rule, sources)),
  );
  const cited = sources.map((source, n) => `[${n + 1}] ${source}`);
  paragraph(pdf, `${cited.join('. ')}.`, { size: 6.8, colour: GREY });
  paragraph(
    pdf,
    `Probabilities are shares of ${overall.draws.toLocaleString('en')} possible patients (standard error of a share up to ${overall.shareSe}): density, heights and grades, factors not provided, levels not graded and the errors of the risk model are drawn together, and each patient is put through all criteria. The highest criterion met decides; low is where none is met.`,
    { size: 6.8, colour: GREY },
  );
  const now = toldCategory(overall);
  if (overall.wouldChangeMost.length > 0)
    table(
      pdf,
      CHANGE_COLUMNS,
      overall.wouldChangeMost.map((one) => changeRow(one, now)),
    );
  if (overall.ifDxa !== undefined) paragraph(pdf, dxaText(overall.ifDxa), { size: 6.8, colour: GREY });
}

function dxaText(answers: NonNullable<Overall['ifDxa']>): string {
  const then = answers.map(
    ({ answer, category, probability, settled }) =>
      `${answer}: ${answerWords(category, probability, settled)}`,
  );
  return `A DXA T-score can be supplied in the order. It is not ranked above, as its relation to the density of this CT is not known; the category would be, with a T-score ${then.join('; ')}.`;
}

function ruleRow(
  { category, rule, probability, decides, detail, source, ofOtherModel }: Rule,
  sources: readonly string[],
): Cell[] {
  const bold = probability !== null && probability >= 0.5;
  return [
    { text: categoryWords(category), bold },
    {
      text: `${rule} [${sources.indexOf(source) + 1}]`,
      bold,
      ...(ofOtherModel === true ? { note: 'thresholds of another model' } : {}),
    },
    { text: probability === null ? NOT_IN_FORCE : shareText(probability), bold },
    { text: probability === null ? NOT_IN_FORCE : shareText(decides), bold: decides >= 0.5 },
    { text: plain(detail) },
  ];
}

/** A rule that no draw meets is not met: "< 0.01" is kept for those that some do. */
function shareText(share: number): string {
  return share === 0 ? '0' : probabilityText(share);
}

function changeRow(one: MissingThing, now: RiskCategory | null): Cell[] {
  return [
    { text: one.item },
    { text: SOURCES[one.kind] },
    { text: (100 * one.gain).toFixed(0) },
    { text: answersText(one, now) },
  ];
}
