/** Strength on page 1: what was computed at a level, and, set apart from it, what is carried over from it to L1. */
import type { Quantity } from '../../../contracts/primitives.ts';
import type { Risk } from '../../../contracts/risk/risk.ts';
import { changeSince } from '../../words/page-one/change-since.ts';
import { densityReference } from '../../words/page-one/density-reference.ts';
import { rangesText } from '../../words/level-names.ts';
import { shareText, zText } from '../../words/reference-words.ts';
import { leftOutL1, primaryStrength, solvedLevels, strengthText } from '../../words/strength-words.ts';
import { inLanguage } from '../../words/strings/phrases.ts';
import type { Strings } from '../../words/strings/strings.ts';
import { intervalText, numberText } from '../../words/wording.ts';
import type { ReportData } from '../../report-data.ts';

import type { Pdf } from '../kit/page.ts';
import { chart, estimate, text, title, value, type Place } from './place.ts';
import { zLine } from './reference-charts.ts';

export function strengthPanel(pdf: Pdf, data: ReportData, risk: Risk, strings: Strings, place: Place): void {
  const { panels: words } = strings;
  title(pdf, words.strength, place);
  const { l1Equivalent, doubt, modelled } = risk.strength;
  const solved = solvedLevels(data).length;
  if (l1Equivalent !== null) {
    values(pdf, data, risk, l1Equivalent, strings, place);
    const since = changeSince(data, 'strength', strings);
    if (since !== null) text(pdf, since, place);
    if (doubt !== undefined) text(pdf, `${inLanguage(strings, doubt)}.`, place);
  } else if (solved > 0) text(pdf, `${words.solvedOnly(solved)}.`, place);
  else text(pdf, strings.language === 'en' ? strengthText(data) : words.noStrength, place);
  if (modelled != null) {
    text(
      pdf,
      `${words.ofAverage(shareText(modelled.shareOfAverage))} (${rangesText(modelled.levels)}).`,
      place,
    );
    const z = zText(modelled.z, strings.category.between);
    text(pdf, capital(words.zScore(z)), place);
    chart(
      pdf,
      `${words.zAxis}.`,
      `${words.strength}: ${words.zScore(z)}`,
      place.charts.strength,
      place,
      (box) => {
        zLine(pdf, modelled.z, box);
      },
    );
  } else if (solved > 0) {
    // The same reason stands in the panel of density: it is said once.
    const density = densityReference(data);
    const why = whyNoReference(risk);
    if (density.band !== null || density.reason !== why)
      text(pdf, words.noBand(inLanguage(strings, why)), place);
  }
  if (solved > 0) text(pdf, words.informational, place);
}

/** L1's own strength; else that of the level which stands in for it, and the estimate that it gives. */
function values(
  pdf: Pdf,
  data: ReportData,
  { strength: { levels } }: Risk,
  l1: Quantity<'N'>,
  strings: Strings,
  place: Place,
): void {
  const { panels: words } = strings;
  const told = ({ value: newtons }: Quantity<'N'>): string => `${numberText(newtons, 'N')} N`;
  const interval = (of: Quantity<'N'>): string =>
    of.uncertainty.kind === 'none' ? `(${words.noInterval})` : `(${intervalText(of)})`;
  const [from] = levels;
  const result = from === undefined || from === 'L1' ? undefined : data.levels.get(from);
  const own = result === undefined ? null : primaryStrength(result);
  const computed = own ?? l1;
  value(pdf, told(computed), interval(computed), place, words.computedAt(own === null ? 'L1' : from!));
  if (computed.uncertainty.kind === 'none')
    text(pdf, words.whyNoInterval(inLanguage(strings, computed.uncertainty.reason)), place);
  if (own === null) return;
  estimate(pdf, told(l1), interval(l1), place, words.l1Estimate(from!));
  const why = leftOutL1(data);
  text(pdf, words.carriedOver(why === null ? words.l1NotComputed : words.l1LeftOut[why]), place);
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

function capital(told: string): string {
  return `${told[0]!.toUpperCase()}${told.slice(1)}`;
}
