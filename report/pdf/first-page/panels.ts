/** Four panels under the category: density, strength, fractures and 10-year risk, each with its interval and where it stands. */
import type { Risk } from '../../../contracts/risk/risk.ts';
import { densityReference } from '../../words/page-one/density-reference.ts';
import { densityCategory, fractureWords, uncertainLevels } from '../../words/page-one/impression.ts';
import { limitsOf } from '../../words/page-one/limits.ts';
import { cutOffsOf } from '../../words/cut-offs.ts';
import { rangesText } from '../../words/level-names.ts';
import { plain } from '../../words/plain.ts';
import { shareText, zText } from '../../words/reference-words.ts';
import { solvedLevels, strengthText } from '../../words/strength-words.ts';
import { inLanguage } from '../../words/strings/phrases.ts';
import { minuteText, signatureOf } from '../../words/signature.ts';
import type { Strings } from '../../words/strings/strings.ts';
import { intervalText, numberText } from '../../words/wording.ts';
import type { ReportData } from '../../report-data.ts';

import {
  ACCENT,
  CONTENT_BOTTOM,
  CONTENT_WIDTH,
  GREY,
  INK,
  line,
  PAGE,
  printable,
  RULE,
  room,
  typeset,
  type Pdf,
} from '../kit/page.ts';
import { artefact, figure, leaf, within } from '../kit/tags.ts';
import { percent } from '../risk/absolute-risk.ts';
import { ageBandChart, zLine, type Box } from './reference-charts.ts';

/** Words on the left, the picture beside them on the right, points: one panel under the other, as the text is read. */
const WORDS = 258;
const CHARTS = { x: PAGE.margin + WORDS + 18, width: CONTENT_WIDTH - WORDS - 18 } as const;
/** Points: of the charts, and of a probability's line. */
const CHART = { density: 94, strength: 38, bar: 8 } as const;

const AXIS_END = { size: 6, colour: GREY } as const;

/** A 10-year probability, %. */
interface Bar {
  readonly outcome: 'major-osteoporotic' | 'osteoporotic' | 'hip';
  /** Null where there is a range alone. */
  readonly at: number | null;
  readonly ends: { readonly low: number; readonly high: number } | null;
}

interface Place {
  readonly x: number;
  readonly width: number;
  /** Where the next line goes. */
  y: number;
  /** The lower end of a picture beside the words. */
  bottom: number;
}

export function panels(pdf: Pdf, data: ReportData, strings: Strings): void {
  const { risk } = data;
  if (risk === null) return;
  for (const draw of [densityPanel, strengthPanel, fracturePanel, probabilityPanel]) {
    const place = { x: PAGE.margin, width: WORDS, y: pdf.y, bottom: 0 };
    within(pdf, 'Sect', () => {
      draw(pdf, data, risk, strings, place);
    });
    pdf.y = Math.max(place.y, place.bottom) + 4;
    pdf.x = PAGE.margin;
  }
}

function densityPanel(pdf: Pdf, data: ReportData, risk: Risk, strings: Strings, place: Place): void {
  const { panels: words, impression } = strings;
  const { density } = risk;
  title(pdf, words.density, place);
  const told = density.adjusted ?? density.vbmd;
  if (told === null) {
    text(pdf, words.noDensity, place);
    if (strings.language === 'en') text(pdf, density.statement, place);
    return;
  }
  const interval = told.uncertainty.kind === 'none' ? impression.noInterval : intervalText(told);
  value(pdf, `${numberText(told.value, 'mg/cm3')} mg/cm³`, `(${interval})`, place);
  const levels = rangesText(density.levels);
  text(pdf, `${levels}: ${densityCategory(density, strings)}.`, place);
  const { vbmd } = density;
  if (vbmd !== null && density.adjusted !== null) {
    const between = vbmd.uncertainty.kind === 'none' ? impression.noInterval : intervalText(vbmd);
    text(pdf, words.measured(numberText(vbmd.value, 'mg/cm3'), between, levels), place);
  }
  // Why there is none is said in the words of judgement, which are English.
  if (density.category === null && density.sides === null && strings.language === 'en')
    text(pdf, plain(density.statement), place);
  const reference = densityReference(data);
  if (reference.band === null) {
    text(pdf, words.noBand(inLanguage(strings, reference.reason)), place);
    return;
  }
  const { band } = reference;
  const { mean, sd } = band.at(band.ageYears);
  const average = words.average(levels, numberText(mean, 'mg/cm3'), numberText(sd, 'mg/cm3'));
  text(pdf, average, place);
  const judged = band.lumbar && (density.category !== null || density.sides !== null);
  const cutOffs = judged ? cutOffsOf(risk) : null;
  const explained = [
    words.densityAxis,
    words.band(band.sex === 'female' ? words.women : words.men),
    ...(cutOffs === null ? [] : [words.cutOffs(cutOffs.osteoporosisBelow, cutOffs.normalAbove)]),
    ...(band.value.value === told.value ? [] : [words.dot(levels)]),
  ].join(' ');
  const alt = `${words.density}: ${numberText(band.value.value, 'mg/cm3')} mg/cm³; ${average}`;
  const cuts = cutOffs === null ? [] : [cutOffs.osteoporosisBelow, cutOffs.normalAbove];
  chart(pdf, explained, alt, CHART.density, place, (box) => {
    ageBandChart(pdf, band, cuts, box);
  });
}

function strengthPanel(pdf: Pdf, data: ReportData, risk: Risk, strings: Strings, place: Place): void {
  const { panels: words } = strings;
  title(pdf, words.strength, place);
  const { l1Equivalent, levels, modelled } = risk.strength;
  const solved = solvedLevels(data).length;
  if (l1Equivalent !== null) {
    value(pdf, `${numberText(l1Equivalent.value, 'N')} N`, `(${intervalText(l1Equivalent)})`, place);
    text(pdf, `${levels.includes('L1') ? words.l1 : words.l1Equivalent(rangesText(levels))}.`, place);
  } else if (solved > 0) text(pdf, `${words.solvedOnly(solved)}.`, place);
  else text(pdf, strings.language === 'en' ? strengthText(data) : words.noStrength, place);
  if (modelled != null) {
    text(
      pdf,
      `${words.ofAverage(shareText(modelled.shareOfAverage))} (${rangesText(modelled.levels)}).`,
      place,
    );
    const z = zText(modelled.z);
    text(pdf, capital(words.zScore(z)), place);
    chart(pdf, `${words.zAxis}.`, `${words.strength}: ${words.zScore(z)}`, CHART.strength, place, (box) => {
      zLine(pdf, modelled.z, box);
    });
  } else if (solved > 0) text(pdf, words.noBand(inLanguage(strings, whyNoReference(risk))), place);
  if (solved > 0) text(pdf, words.informational, place);
}

/** Of the level that strength is told for, or else of any. */
function whyNoReference({ levels }: Risk): string {
  const reasons = levels.flatMap((outcome) =>
    outcome.status === 'assessed' && outcome.strengthReference?.status === 'none'
      ? [outcome.strengthReference.reason]
      : [],
  );
  return reasons.at(-1) ?? 'no intact level with a reference';
}

function fracturePanel(pdf: Pdf, _: ReportData, risk: Risk, strings: Strings, narrow: Place): void {
  const place = { ...narrow, width: CONTENT_WIDTH };
  const { panels: words } = strings;
  const { graded, notGraded, fractured } = risk.fractures;
  title(pdf, words.fractures, place);
  if (fractured.length === 0 && graded.length > 0) text(pdf, `${words.noneFractured}.`, place, 'bold');
  for (const one of fractured) {
    const told = capital(fractureWords(one, risk.levels, strings));
    const open = one.needsReader && one.known === undefined;
    text(pdf, `${told}${open ? `, ${strings.impression.toConfirm}` : ''}.`, place, 'bold');
  }
  const uncertain = uncertainLevels(risk);
  if (uncertain.length > 0)
    text(
      pdf,
      `${capital(strings.impression.uncertainAt(rangesText(uncertain)))}, ${strings.impression.toConfirm}.`,
      place,
      'bold',
    );
  text(pdf, graded.length === 0 ? words.noneGraded : words.graded(rangesText(graded)), place);
  if (notGraded.length > 0) text(pdf, words.notGraded(rangesText(notGraded)), place);
  narrow.y = place.y;
}

function probabilityPanel(pdf: Pdf, _: ReportData, risk: Risk, strings: Strings, place: Place): void {
  const { panels: words, impression } = strings;
  const { model, ranges = [] } = risk.absolute;
  title(pdf, words.probability, place);
  const evaluated = model.status === 'evaluated';
  if (!evaluated) {
    const reason = inLanguage(strings, model.reason);
    text(pdf, ranges.length === 0 ? words.notEvaluated(reason) : words.noFigure(reason), place);
  }
  const bars: readonly Bar[] = evaluated
    ? model.figures
        .filter(({ years }) => years === 10)
        .map(({ outcome, probability: { value: at, uncertainty } }) => ({
          outcome,
          at,
          ends: uncertainty.kind === 'none' ? null : uncertainty,
        }))
    : ranges.map(({ outcome, low, high }) => ({ outcome, at: null, ends: { low, high } }));
  if (bars.length === 0) return;
  const most = bars.reduce((top, { at, ends }) => Math.max(top, at ?? 0, ends?.high ?? 0), 10);
  for (const { outcome, at, ends } of bars) {
    const name = outcome === 'hip' ? words.hip : words.major;
    const interval = ends === null ? impression.noInterval : `${percent(ends.low)}–${percent(ends.high)}`;
    const told = at === null ? `${name} ${interval} %` : `${name} ${percent(at)} % (${interval})`;
    const middle = place.y + CHART.bar / 2 + 1;
    text(pdf, told, place, 'bold');
    figure(pdf, told, () => {
      const toX = (value: number): number => CHARTS.x + (value / most) * CHARTS.width;
      pdf.moveTo(CHARTS.x, middle).lineTo(CHARTS.x + CHARTS.width, middle);
      pdf.lineWidth(3).strokeColor('#e3ebf2').stroke();
      if (ends !== null) {
        pdf.moveTo(toX(ends.low), middle).lineTo(toX(ends.high), middle);
        pdf.lineWidth(1.4).strokeColor(ACCENT).stroke();
      }
      if (at !== null) pdf.circle(toX(at), middle, 2.8).fill(ACCENT);
      line(pdf, '0', { ...AXIS_END, x: CHARTS.x, y: middle + 4, width: 20 });
      line(pdf, `${most.toFixed(0)} %`, {
        ...AXIS_END,
        x: CHARTS.x + CHARTS.width - 40,
        y: middle + 4,
        width: 40,
        align: 'right',
      });
    });
    place.y += 3;
  }
  const blind = risk.strength.zScore === null && (risk.strength.modelled ?? null) === null;
  text(pdf, [words.notFrax, ...(blind ? [words.blind] : [])].join(' '), place);
}

/** At most three limits that matter for this patient, and the place for the reader's name. */
export function limitsLine(pdf: Pdf, data: ReportData, strings: Strings): void {
  const limits = limitsOf(data, strings);
  const told = limits.length === 0 ? strings.limits.none : `${strings.limits.title}: ${limits.join('; ')}.`;
  const size = 8;
  pdf.font('regular').fontSize(size);
  const words = typeset(told);
  room(pdf, pdf.heightOfString(words, { width: CONTENT_WIDTH }) + 4);
  leaf(pdf, 'P', () => {
    pdf.font('bold').fontSize(size).fillColor(INK);
    pdf.text(printable(pdf, words), PAGE.margin, pdf.y, { width: CONTENT_WIDTH, lineGap: 1.2 });
  });
  pdf.y += 3;
  if (strings.otherPages === '') return;
  leaf(pdf, 'P', () => {
    pdf.font('regular').fontSize(7.4).fillColor(GREY);
    pdf.text(strings.otherPages, PAGE.margin, pdf.y, { width: CONTENT_WIDTH });
  });
}

export function attestation(pdf: Pdf, { reviewed }: ReportData, { attestation: words }: Strings): void {
  // At the foot of the page, above its rule, where little is left of it.
  const top = Math.min(pdf.y + 6, CONTENT_BOTTOM - 12);
  const width = CONTENT_WIDTH / 3 - 12;
  const signature = signatureOf(reviewed);
  const { reader, at = '', meaning = '' } = signature ?? {};
  const signed = [
    [reader?.name, reader?.role].filter((part) => part != null).join(', '),
    at === '' ? '' : minuteText(at),
    meaning ?? '',
  ];
  [words.interpretedBy, words.time, words.meaning].forEach((told, n) => {
    const x = PAGE.margin + n * (width + 18);
    if (signed[n] !== '') line(pdf, signed[n]!, { x, y: top + 3, size: 8, font: 'bold', width });
    artefact(pdf, () => {
      pdf.moveTo(x, top + 14).lineTo(x + width, top + 14);
      pdf.lineWidth(0.7).strokeColor(RULE).stroke();
    });
    line(pdf, told, { x, y: top + 16.5, size: 7, colour: GREY, width });
  });
  pdf.x = PAGE.margin;
  pdf.y = top + 26;
}

function title(pdf: Pdf, told: string, place: Place): void {
  artefact(pdf, () => {
    pdf.moveTo(place.x, place.y).lineTo(place.x + CONTENT_WIDTH, place.y);
    pdf.lineWidth(0.8).strokeColor(ACCENT).stroke();
  });
  line(pdf, told, {
    x: place.x,
    y: place.y + 4,
    size: 9.5,
    font: 'bold',
    colour: ACCENT,
    width: place.width,
    tag: 'H2',
  });
  place.bottom = place.y + 8;
  place.y += 18;
}

function value(pdf: Pdf, told: string, interval: string, place: Place): void {
  const top = place.y;
  leaf(pdf, 'P', () => {
    pdf.font('bold').fontSize(13).fillColor(INK);
    pdf.text(`${told} `, place.x, top, { lineBreak: false });
    const after = place.x + pdf.widthOfString(`${told} `);
    pdf.font('regular').fontSize(8).fillColor(GREY);
    pdf.text(interval, after, top + 4.4, { lineBreak: false });
  });
  place.y += 17;
}

function text(pdf: Pdf, told: string, place: Place, font: 'regular' | 'bold' = 'regular'): void {
  const words = typeset(told);
  pdf.font(font).fontSize(8);
  const height = pdf.heightOfString(words, { width: place.width, lineGap: 1 });
  leaf(pdf, 'P', () => {
    pdf.font(font).fontSize(8).fillColor(INK);
    pdf.text(printable(pdf, words), place.x, place.y, { width: place.width, lineGap: 1 });
  });
  place.y += height + 2;
}

/** A picture beside the words, its axis' title under it. */
function chart(
  pdf: Pdf,
  axis: string,
  alt: string,
  height: number,
  place: Place,
  draw: (box: Box) => void,
): void {
  const top = place.bottom;
  figure(pdf, alt, () => {
    draw({ x: CHARTS.x, y: top, width: CHARTS.width, height });
  });
  pdf.font('narrow').fontSize(6.6);
  const lines = pdf.heightOfString(axis, { width: CHARTS.width });
  leaf(pdf, 'P', () => {
    pdf.font('narrow').fontSize(6.6).fillColor(GREY);
    pdf.text(printable(pdf, axis), CHARTS.x, top + height + 2, { width: CHARTS.width });
  });
  place.bottom = top + height + lines + 4;
}

function capital(told: string): string {
  return `${told[0]!.toUpperCase()}${told.slice(1)}`;
}
