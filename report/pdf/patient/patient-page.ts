/** One page in plain language for the patient: what was done, what was found, what the risk is, and what to do next. */
import { isLikely, toldCategory, withoutBorrowed, type Overall } from '../../../contracts/risk/overall.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import { rangesText } from '../../words/level-names.ts';
import { localised } from '../../words/strings/localised.ts';
import type { Strings } from '../../words/strings/strings.ts';
import { numberText } from '../../words/wording.ts';
import type { ReportData } from '../../report-data.ts';

import { isBlind, isDensityCounted } from '../first-page/panels.ts';
import { ACCENT, CONTENT_WIDTH, GREY, heading, line, PAGE, paragraph, type Pdf } from '../kit/page.ts';
import { figure } from '../kit/tags.ts';

const SIZE = 10;
/** From a point's mark to its words, points. */
const POINT = 12;
/** A density's side of the cut-offs is told as probable from here on. */
const PROBABLY_FROM = 0.8;
/** A hundred people: points between their middles, and of each. */
const PEOPLE = { rows: 5, columns: 20, step: 15, radius: 4.6 } as const;
const COLOUR = { filled: '#b4502f', empty: '#d5dde4' } as const;

export function patientPage(pdf: Pdf, data: ReportData, strings: Strings): void {
  pdf.addPage();
  pdf.y = PAGE.top;
  const words = strings.patient;
  line(pdf, words.title, { x: PAGE.margin, y: pdf.y, size: 14, font: 'bold', colour: ACCENT, tag: 'H1' });
  pdf.y += 24;
  say(pdf, words.notFinal);
  heading(pdf, words.what);
  say(pdf, words.whatText);
  const { risk } = data;
  heading(pdf, words.found);
  if (risk === null) say(pdf, words.notEvaluated);
  else {
    say(pdf, fractureText(risk, strings));
    say(pdf, localised(strings, densityText(risk, strings)));
    if (risk.strength.modelled != null)
      say(pdf, localised(strings, words.strength(risk.strength.modelled.shareOfAverage.value.toFixed(0))));
    heading(pdf, words.risk);
    const category = toldCategory(risk.overall);
    say(pdf, category === null ? words.riskUnsure : words.riskText(words.riskWords[category]));
    const borrowed = borrowedText(risk.overall, words);
    if (borrowed !== null) say(pdf, borrowed);
    people(pdf, data, risk, strings);
    heading(pdf, words.next);
    say(pdf, words.nextText[category ?? 'unsure']);
  }
  for (const text of words.general) point(pdf, text);
  pdf.y += 6;
  paragraph(pdf, words.limits, { size: 8, colour: GREY });
}

function say(pdf: Pdf, text: string): void {
  paragraph(pdf, text, { size: SIZE });
  pdf.y += 2;
}

/** Its further lines under its first letter. */
function point(pdf: Pdf, text: string): void {
  line(pdf, '•', { x: PAGE.margin, y: pdf.y, size: SIZE });
  paragraph(pdf, text, { size: SIZE, x: PAGE.margin + POINT, width: CONTENT_WIDTH - POINT });
  pdf.y += 2;
}

function fractureText({ fractures: { fractured, graded } }: Risk, { patient }: Strings): string {
  const sure = fractured.filter(({ needsReader, known }) => !needsReader || known !== undefined);
  const open = fractured.filter(({ needsReader, known }) => needsReader && known === undefined);
  if (fractured.length === 0)
    return graded.length === 0 ? patient.fractureNotSeen : patient.noFracture(rangesText(graded));
  return [
    ...(sure.length === 0 ? [] : [patient.fracture(rangesText(sure.map(({ level }) => level)))]),
    ...(open.length === 0 ? [] : [patient.possible(rangesText(open.map(({ level }) => level)))]),
  ].join(' ');
}

function densityText({ density }: Risk, { patient }: Strings): string {
  const told = density.adjusted ?? density.vbmd;
  if (told === null) return patient.densityNotSeen;
  return patient.density(densityWords(density, patient), numberText(told.value, 'mg/cm3'));
}

function densityWords(
  { category, sides }: Risk['density'],
  { densityWords: words, probably }: Strings['patient'],
): string {
  if (category !== null) return words[category];
  if (sides === null) return words.unsure;
  if (sides.osteoporosis >= PROBABLY_FROM) return probably(words.osteoporosis);
  if (sides.lowBoneMass >= PROBABLY_FROM) return probably(words['low-bone-mass']);
  return sides.normal >= PROBABLY_FROM ? probably(words.normal) : words.unsure;
}

/** That the word hangs on thresholds of another model, and what it would be without them; null where it does not, or there is none. */
function borrowedText(overall: Overall, words: Strings['patient']): string | null {
  const [category, without] = [toldCategory(overall), withoutBorrowed(overall)];
  if (category === null || without === null) return null;
  const word = words.riskWords[category];
  const told = `${word[0]!.toUpperCase()}${word.slice(1)}`;
  const { category: other, probability, settled = isLikely(probability) } = without;
  return settled ? words.borrowed(told, words.riskWords[other]) : words.borrowedOpen(told);
}

/** The 10-year probability of a major fracture as people of a hundred. */
function people(pdf: Pdf, data: ReportData, risk: Risk, { patient }: Strings): void {
  const { model } = risk.absolute;
  const major =
    model.status === 'evaluated'
      ? model.figures.find(({ years, outcome }) => years === 10 && outcome !== 'hip')
      : undefined;
  if (major === undefined) {
    say(pdf, patient.notRisk);
    return;
  }
  const count = Math.round(major.probability.value);
  say(pdf, patient.inTen(String(count)));
  const top = pdf.y + 2;
  figure(pdf, patient.inTenAlt(String(count)), () => {
    for (let n = 0; n < PEOPLE.rows * PEOPLE.columns; n++) {
      const x = PAGE.margin + 6 + (n % PEOPLE.columns) * PEOPLE.step;
      const y = top + 6 + Math.floor(n / PEOPLE.columns) * PEOPLE.step;
      pdf.circle(x, y, PEOPLE.radius).fill(n < count ? COLOUR.filled : COLOUR.empty);
    }
  });
  pdf.y = top + PEOPLE.rows * PEOPLE.step + 6;
  // A small number beside a high risk would be read as a contradiction.
  if (isDensityCounted(data, risk) && isBlind(risk)) say(pdf, patient.inTenBlind);
}
