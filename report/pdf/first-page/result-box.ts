/** Impression and overall category: what a reader of ten seconds takes away. */
import {
  changesVerdict,
  openCategories,
  probabilityText,
  toldAfter,
  toldCategory,
  verdictByAge,
  type MissingThing,
  type Overall,
  type RiskCategory,
} from '../../../contracts/risk/overall.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import { unsettledText } from '../../words/level-names.ts';
import { plain } from '../../words/plain.ts';
import { byAgeAlone, impressionSentences, verdictWords } from '../../words/page-one/impression.ts';
import { inLanguage } from '../../words/strings/phrases.ts';
import { localised } from '../../words/strings/localised.ts';
import { listed, type Strings } from '../../words/strings/strings.ts';
import type { ReportData } from '../../report-data.ts';

import {
  ACCENT,
  CONTENT_WIDTH,
  GREY,
  INK,
  line,
  PAGE,
  printable,
  TINT,
  typeset,
  type Pdf,
} from '../kit/page.ts';
import { artefact, leaf, within } from '../kit/tags.ts';
import { shareBar } from '../risk/share-bar.ts';

const PAD = 10;
const SIZE = { impression: 9.2, small: 7.6 } as const;

export function resultBox(pdf: Pdf, data: ReportData, strings: Strings): void {
  const { risk } = data;
  if (risk === null) return;
  const width = CONTENT_WIDTH - 2 * PAD;
  const sentences = boxSentences(data, risk, strings);
  const heights = sentences.map(({ text, font }) => {
    pdf.font(font).fontSize(SIZE.impression);
    return pdf.heightOfString(text, { width, lineGap: 1.5 }) + 3;
  });
  const height = 22 + heights.reduce((sum, one) => sum + one, 0) + PAD - 6;
  const top = pdf.y;
  artefact(pdf, () => {
    pdf.roundedRect(PAGE.margin, top, CONTENT_WIDTH, height, 4).lineWidth(1).fillAndStroke(TINT, ACCENT);
  });
  within(pdf, 'Sect', () => {
    line(pdf, strings.impression.title, {
      x: PAGE.margin + PAD,
      y: top + 7,
      size: 9.5,
      font: 'bold',
      colour: ACCENT,
      tag: 'H2',
    });
    let y = top + 21;
    sentences.forEach(({ text, font }, n) => {
      leaf(pdf, 'P', () => {
        pdf.font(font).fontSize(SIZE.impression).fillColor(INK);
        pdf.text(printable(pdf, text), PAGE.margin + PAD, y, { width, lineGap: 1.5 });
      });
      y += heights[n]!;
    });
  });
  pdf.x = PAGE.margin;
  pdf.y = top + height + 7;
  category(pdf, risk, strings);
}

interface Sentence {
  readonly text: string;
  readonly font: 'regular' | 'bold';
}

/** The impression, its verdict in bold, and what else a reader of it has to know. */
function boxSentences(data: ReportData, risk: Risk, strings: Strings): readonly Sentence[] {
  const impression = impressionSentences(risk, strings);
  // What names the levels may have is said in the words of the segmentation, which are English.
  const unsettled = strings.language === 'en' ? unsettledText(data.segmentation?.numbering) : null;
  const advice = adviceText(
    risk.flags.map(({ code }) => code),
    strings,
  );
  const further = [byAgeAlone(risk.overall, strings), advice, plain(unsettled ?? '')].filter(Boolean);
  return [...impression, ...further].map((text, n) => ({
    text: typeset(localised(strings, text)),
    font: n === impression.length - 1 ? 'bold' : 'regular',
  }));
}

/** The shares in one bar, why, and what would change it. */
function category(pdf: Pdf, { overall, density }: Risk, strings: Strings): void {
  const isCounted = density.against !== undefined;
  const words = strings.category;
  const overAges = assumedText(overall, strings);
  line(pdf, localised(strings, `${words.title}${overAges}`), {
    x: PAGE.margin,
    y: pdf.y,
    size: 9.5,
    font: 'bold',
    colour: ACCENT,
    tag: 'H2',
  });
  pdf.y += 13;
  shareBar(pdf, overall, strings, overAges === '');
  const told = [reasonText(overall, isCounted, strings), changeText(overall, strings)]
    .filter(Boolean)
    .join(' ');
  const text = localised(strings, told);
  leaf(pdf, 'P', () => {
    pdf.font('regular').fontSize(SIZE.small).fillColor(GREY);
    pdf.text(printable(pdf, typeset(text)), PAGE.margin, pdf.y, { width: CONTENT_WIDTH, lineGap: 1.2 });
  });
  pdf.x = PAGE.margin;
  pdf.y += 6;
}

/** Where the impression gives the category by age: which ages the bar is over. Elsewhere the impression says it. */
function assumedText(overall: Overall, strings: Strings): string {
  const { assumed = [] } = overall;
  if (verdictByAge(overall) === null) return '';
  return ` (${assumed.map(({ assumption }) => inLanguage(strings, assumption)).join('; ')})`;
}

/** The rule of the category that decides most draws; of each category that the verdict is open between. */
export function reasonText(
  { category, rules, shares, statement }: Overall,
  isCounted: boolean,
  strings: Strings,
): string {
  const { category: words } = strings;
  if (category === null || shares === null) return strings.language === 'en' ? statement : '';
  const mainRule = (of: RiskCategory): string | null => {
    const [first] = rules
      .filter((rule) => rule.category === of && rule.decides > 0)
      .toSorted((a, b) => b.decides - a.decides);
    if (first === undefined) return null;
    // Not held against the cut-offs above, and counted here all the same: as what, is said.
    const counted = isCounted && first.rule.startsWith('trabecular density') && strings.language === 'en';
    return `${inLanguage(strings, first.rule)}${counted ? `: ${plain(first.detail)}` : ''}`;
  };
  const open = openCategories(shares);
  if (open.length > 1)
    return open
      .flatMap((one) => {
        const reason = one === 'low' ? words.noHigher : mainRule(one);
        return reason === null ? [] : [words.reasonFor(words[one], reason)];
      })
      .join(' ');
  if (category === 'low') return words.noCriterion;
  const reason = mainRule(category);
  return reason === null ? '' : words.mainReason(reason);
}

/** What would change it most, in the one ranking; where nothing would, what becomes of its probability. */
export function changeText(overall: Overall, strings: Strings): string {
  const { category: words } = strings;
  const { wouldChangeMost, shares } = overall;
  if (wouldChangeMost.length === 0 || shares === null) return '';
  const now = toldCategory(overall);
  const [first, second] = wouldChangeMost.filter((one) => changesVerdict(one, now));
  if (first === undefined)
    return now === null ? words.noSettling : words.noChange(reach(overall, now, strings));
  // Of an open verdict an answer that leaves it open says nothing.
  const answersOf = ({ answers }: MissingThing): string =>
    answers
      .filter((one) => now !== null || toldAfter(one) !== null)
      .map((one) =>
        words.if(
          inLanguage(strings, one.answer),
          verdictWords(one.category, one.categoryProbability, strings, toldAfter(one) !== null),
        ),
      )
      .join('; ');
  if (verdictByAge(overall) === null) return words.change(inLanguage(strings, first.item), answersOf(first));
  const then =
    second === undefined ? '' : words.changeToo(inLanguage(strings, second.item), answersOf(second));
  return [words.changeAge, then].filter(Boolean).join(' ');
}

/** "high 0.88–0.97": over all answers that leave the category as it is. */
function reach({ wouldChangeMost }: Overall, now: RiskCategory, { category: words }: Strings): string {
  const all = wouldChangeMost.flatMap(({ answers }) => answers.map((one) => one.categoryProbability));
  const sorted = all.toSorted((a, b) => a - b);
  const [low, high] = [probabilityText(sorted[0]!), probabilityText(sorted.at(-1)!)];
  return `${words[now]} ${low === high ? low : words.between(low, high)}`;
}

/** What the order reports and guidelines treat, whatever the category; empty where there is nothing to add. */
export function adviceText(codes: readonly FlagCode[], { advice, and }: Strings): string {
  const reasons = [
    ...(codes.includes('PRIOR_FRACTURE_REPORTED') ? [advice.history] : []),
    ...(codes.includes('DXA_OSTEOPOROSIS') ? [advice.dxa] : []),
  ];
  return reasons.length === 0 ? '' : advice.treated(listed(reasons, and));
}
