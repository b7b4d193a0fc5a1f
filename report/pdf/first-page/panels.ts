/** Four panels under the category: density, strength, fractures and 10-year risk, each with its interval and where it stands. */
import { isScaleTrusted } from '../../../spine/judge/index.ts';
import type { Density } from '../../../contracts/primitives.ts';
import type { RiskRange } from '../../../contracts/risk/absolute-risk.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import { changeSince } from '../../words/page-one/change-since.ts';
import { densityReference } from '../../words/page-one/density-reference.ts';
import { densityCategory, fractureWords, uncertainLevels } from '../../words/page-one/impression.ts';
import { cutOffsOf } from '../../words/cut-offs.ts';
import { rangesText } from '../../words/level-names.ts';
import { plain } from '../../words/plain.ts';
import { inLanguage } from '../../words/strings/phrases.ts';
import { localised } from '../../words/strings/localised.ts';
import type { Strings } from '../../words/strings/strings.ts';
import { intervalText, numberText } from '../../words/wording.ts';
import type { SpineViews } from '../../pictures/views/spine-views.ts';
import type { ReportData } from '../../report-data.ts';

import { ACCENT, CONTENT_BOTTOM, CONTENT_WIDTH, GREY, line, PAGE, type Pdf } from '../kit/page.ts';
import { figure, within } from '../kit/tags.ts';
import { percent } from '../risk/absolute-risk.ts';
import { spineBeside } from '../levels/spine-figure.ts';
import { footHeight } from './foot.ts';
import { chart, CHARTS, estimate, row, text, title, value, WORDS, type Place } from './place.ts';
import { ageBandChart } from './reference-charts.ts';
import { strengthPanel } from './strength-panel.ts';

/** Points: of the charts at least, and of a probability's line. */
const CHART = { density: 94, strength: 38, bar: 8 } as const;
/** From the last bar's axis to words under it, points. */
const UNDER_AXIS = 4;
/** Under a panel, points. */
const GAP = 4;
/** The same where a page with much to say has no room for its foot. */
const CROWDED = { density: 60, gap: 2 } as const;
/** Of what the page has left, points: as much as makes charts higher, or panels beside a picture of the spine. */
const MOST_LEFT = { charts: 110, picture: 130 } as const;

const AXIS_END = { size: 6, colour: GREY } as const;

/** A 10-year probability, %. */
interface Bar {
  readonly outcome: 'major-osteoporotic' | 'osteoporotic' | 'hip';
  /** Null where there is a range alone. */
  readonly at: number | null;
  readonly ends: { readonly low: number; readonly high: number } | null;
}

interface Layout {
  /** Beside density, strength and fractures, where none of them has a chart. */
  readonly spine: SpineViews | null;
  /** Points. */
  readonly gap: number;
  readonly heights: Place['charts'];
  readonly crowded?: boolean;
}

type Panel = (pdf: Pdf, data: ReportData, risk: Risk, strings: Strings, place: Place) => void;

/** What the page has left makes charts higher, or the picture of the spine that stands where there is no chart; with too little, all is closer. */
export function panels(pdf: Pdf, data: ReportData, strings: Strings, views: SpineViews | null): void {
  const { risk } = data;
  if (risk === null) return;
  const spine = hasChart(data, risk) ? null : views;
  const least = { spine, gap: GAP, heights: CHART };
  const taken = drawn(pdf, data, risk, strings, least, true) + footHeight(pdf, data, strings);
  const left = CONTENT_BOTTOM - pdf.y - taken;
  const more = Math.min(left, spine === null ? MOST_LEFT.charts : MOST_LEFT.picture);
  const layout: Layout =
    left < 0
      ? { spine, gap: CROWDED.gap, heights: { ...CHART, density: CROWDED.density }, crowded: true }
      : spine === null
        ? {
            ...least,
            heights: { density: CHART.density + 0.7 * more, strength: CHART.strength + 0.2 * more },
          }
        : { ...least, gap: GAP + more / 4 };
  pdf.y += drawn(pdf, data, risk, strings, layout, false);
  pdf.x = PAGE.margin;
}

function hasChart(data: ReportData, { strength }: Risk): boolean {
  return densityReference(data).band !== null || strength.modelled != null;
}

/** @returns the height of all panels, points */
function drawn(
  pdf: Pdf,
  data: ReportData,
  risk: Risk,
  strings: Strings,
  { spine, gap, heights, crowded = false }: Layout,
  dry: boolean,
): number {
  const top = pdf.y;
  let y = top;
  const panel = (draw: Panel, rule: number, wide = false): void => {
    const width = wide ? CONTENT_WIDTH : WORDS;
    const place = {
      language: strings.language,
      x: PAGE.margin,
      width,
      rule,
      y,
      bottom: 0,
      dry,
      charts: heights,
      crowded,
    };
    if (dry) draw(pdf, data, risk, strings, place);
    else
      within(pdf, 'Sect', () => {
        draw(pdf, data, risk, strings, place);
      });
    y = Math.max(place.y, place.bottom) + gap;
  };
  const beside = spine === null ? CONTENT_WIDTH : WORDS;
  panel(densityPanel, beside);
  panel(strengthPanel, beside);
  panel(fracturePanel, beside, spine === null);
  if (spine !== null && !dry) {
    const box = { ...CHARTS, y: top + 2, height: y - top - gap - 2 };
    spineBeside(pdf, data, spine, box, strings.panels.spine);
  }
  panel(probabilityPanel, CONTENT_WIDTH);
  return y - top;
}

function densityPanel(pdf: Pdf, data: ReportData, risk: Risk, strings: Strings, place: Place): void {
  const { panels: words, impression } = strings;
  const { density } = risk;
  title(pdf, words.density, place);
  const { vbmd, adjusted } = density;
  if (vbmd === null) {
    text(pdf, words.noDensity, place);
    if (strings.language === 'en') text(pdf, density.statement, place);
    return;
  }
  const between = (of: Density): string =>
    of.uncertainty.kind === 'none' ? impression.noInterval : intervalText(of);
  const levels = rangesText(density.levels);
  const own = `${numberText(vbmd.value, 'mg/cm3')} mg/cm³`;
  value(pdf, own, `(${between(vbmd)})`, place, adjusted === null ? '' : words.measuredAt(levels));
  if (adjusted !== null) {
    const lumbar = density.levels.every((level) => level.startsWith('L'));
    const what = lumbar ? words.withoutAgent : words.asLumbar;
    estimate(pdf, `${numberText(adjusted.value, 'mg/cm3')} mg/cm³`, `(${between(adjusted)})`, place, what);
  }
  const category = densityCategory(density, strings);
  text(pdf, adjusted === null ? `${levels}: ${category}.` : `${capital(words.byEstimate(category))}.`, place);
  // Why there is none is said in the words of judgement, which are English.
  const unexplained = density.category === null && density.sides === null && density.against === undefined;
  if (unexplained && strings.language === 'en') text(pdf, plain(density.statement), place);
  const since = changeSince(data, 'density', strings);
  if (since !== null) text(pdf, since, place);
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
    ...(band.value.value === (adjusted ?? vbmd).value ? [] : [words.dot(levels)]),
  ].join(' ');
  const alt = `${words.density}: ${numberText(band.value.value, 'mg/cm3')} mg/cm³; ${average}`;
  const cuts = cutOffs === null ? [] : [cutOffs.osteoporosisBelow, cutOffs.normalAbove];
  chart(pdf, explained, alt, place.charts.density, place, (box) => {
    ageBandChart(pdf, band, cuts, box);
  });
}

function fracturePanel(pdf: Pdf, _: ReportData, risk: Risk, strings: Strings, place: Place): void {
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
  const levels = [
    graded.length === 0 ? words.noneGraded : words.graded(rangesText(graded)),
    ...(notGraded.length === 0 ? [] : [words.notGraded(rangesText(notGraded))]),
  ];
  for (const told of place.crowded ? [levels.join(' ')] : levels) text(pdf, told, place);
}

function probabilityPanel(pdf: Pdf, data: ReportData, risk: Risk, strings: Strings, place: Place): void {
  const { panels: words, impression } = strings;
  const { model, ranges = [] } = risk.absolute;
  title(pdf, words.probability, place);
  const evaluated = model.status === 'evaluated';
  if (!evaluated) {
    const reason = inLanguage(strings, model.reason);
    const assumed = (risk.overall.assumed ?? []).map(({ assumption }) => inLanguage(strings, assumption));
    const what = isByAge(ranges) ? words.atEachAge : words.span(assumed.join('; '));
    const told = ranges.length === 0 ? words.notEvaluated(reason) : `${words.noFigure(reason)} ${what}`;
    text(pdf, told, place, 'regular', CONTENT_WIDTH);
  }
  if (isByAge(ranges)) {
    const [first] = ranges;
    row(pdf, '', first?.byAge.map(({ age }) => inLanguage(strings, age)) ?? [], place);
    for (const { outcome, byAge } of ranges) {
      const at = byAge.map(
        ({ median, low, high }) => `${percent(median)} % (${percent(low)}–${percent(high)})`,
      );
      row(pdf, outcome === 'hip' ? words.hip : words.major, at, place);
    }
    text(pdf, basisText(data, risk, words), place, 'regular', CONTENT_WIDTH);
    return;
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
    place.y += 3;
    if (place.dry) continue;
    figure(pdf, localised(strings, told), () => {
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
  }
  // Under the axis of the last bar.
  place.y += UNDER_AXIS;
  text(pdf, basisText(data, risk, words), place, 'regular', CONTENT_WIDTH);
}

/** Without an age: a range over all ages would be read as the interval of this patient. */
function isByAge(ranges: readonly RiskRange[]): ranges is readonly RangeByAge[] {
  return ranges.length > 0 && ranges.every(({ byAge }) => byAge !== undefined);
}
type RangeByAge = RiskRange & { readonly byAge: NonNullable<RiskRange['byAge']> };

function basisText(data: ReportData, risk: Risk, words: Strings['panels']): string {
  const blind = isDensityCounted(data, risk) ? words.blindButCategory : words.blind;
  return [words.notFrax, ...(isBlind(risk) ? [blind] : [])].join(' ');
}

/** Whether the verdict draws from the density: not where none was measured, or its scale is in doubt. */
export function isDensityCounted({ calibration }: ReportData, { density }: Risk): boolean {
  const { category, sides, against } = density;
  if (calibration !== null && !isScaleTrusted(calibration)) return false;
  return category !== null || sides !== null || against !== undefined;
}

/** Whether the 10-year figures know of neither density nor strength. */
export function isBlind({ strength }: Risk): boolean {
  return strength.zScore === null && (strength.modelled ?? null) === null;
}

function capital(told: string): string {
  return `${told[0]!.toUpperCase()}${told.slice(1)}`;
}
