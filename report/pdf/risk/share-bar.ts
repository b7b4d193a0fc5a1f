/**
 * The shares of the categories as parts of one bar, the highest category first. Where the verdict hangs on thresholds set for another model,
 * what is in a category by them alone is hatched: a bar of one colour would say at a glance more than the words beside it.
 */
import {
  openCategories,
  probabilityText,
  RISK_CATEGORIES,
  withoutBorrowed,
  type Overall,
} from '../../../contracts/risk/overall.ts';
import { localised } from '../../words/strings/localised.ts';
import type { Strings } from '../../words/strings/strings.ts';

import { CONTENT_WIDTH, GREY, line, PAGE, room, type Pdf } from '../kit/page.ts';
import { figure } from '../kit/tags.ts';

/** From dark to light, so that they stay apart in grey. */
const COLOURS = { 'very-high': '#7f1d1d', high: '#c2574b', moderate: '#e0b48a', low: '#d8e3dc' } as const;
const BAR = { height: 12, legend: 13, key: 11 } as const;
/** From stripe to stripe, and how wide each is, points. */
const HATCH = { step: 4.5, width: 1.9, colour: '#ffffff' } as const;
const SWATCH = 7;

/** @param isVerdict the most probable ones stand out; false of shares over ages that are assumed: those are no one's verdict */
export function shareBar(pdf: Pdf, overall: Overall, strings: Strings, isVerdict: boolean): void {
  const { shares } = overall;
  if (shares === null) return;
  const { category: words } = strings;
  const borrowed = withoutBorrowed(overall) === null ? undefined : overall.onlyByOtherModels;
  const height = BAR.height + BAR.legend + (borrowed === undefined ? 0 : BAR.key);
  room(pdf, height + 6);
  const top = pdf.y;
  const open = openCategories(shares);
  const legend = RISK_CATEGORIES.map((category) => {
    const share = shares[category] === 0 ? '0' : probabilityText(shares[category]);
    return localised(strings, `${words[category]} ${share}`);
  });
  const alone = RISK_CATEGORIES.filter((category) => (borrowed?.[category] ?? 0) > 0).map((category) =>
    localised(strings, `${words[category]} ${probabilityText(borrowed![category])}`),
  );
  const alt = `${words.title}: ${legend.join(', ')}${alone.length === 0 ? '' : `. ${words.hatched} ${alone.join(', ')}`}`;
  figure(pdf, alt, () => {
    let x: number = PAGE.margin;
    for (const category of RISK_CATEGORIES) {
      const width = shares[category] * CONTENT_WIDTH;
      if (width === 0) continue;
      pdf.rect(x, top, width, BAR.height).fill(COLOURS[category]);
      x += width;
      const hatched = (borrowed?.[category] ?? 0) * CONTENT_WIDTH;
      if (hatched > 0) hatch(pdf, { x: x - hatched, y: top, width: hatched, height: BAR.height });
    }
    const column = CONTENT_WIDTH / RISK_CATEGORIES.length;
    RISK_CATEGORIES.forEach((category, n) => {
      const left = PAGE.margin + n * column;
      const y = top + BAR.height + 4;
      pdf.rect(left, y + 0.5, SWATCH, SWATCH).fill(COLOURS[category]);
      line(pdf, legend[n]!, {
        x: left + SWATCH + 4,
        y,
        size: 8,
        font: isVerdict && open.includes(category) ? 'bold' : 'regular',
        width: column - SWATCH - 6,
      });
    });
    if (borrowed === undefined) return;
    const y = top + BAR.height + BAR.legend + 4;
    const swatch = { x: PAGE.margin, y: y - 0.5, width: 2 * SWATCH, height: SWATCH };
    pdf.rect(swatch.x, swatch.y, swatch.width, swatch.height).fill(GREY);
    hatch(pdf, swatch);
    line(pdf, words.hatched, { x: PAGE.margin + 2 * SWATCH + 4, y, size: 7.2, colour: GREY });
  });
  pdf.x = PAGE.margin;
  pdf.y = top + height + 6;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Stripes over what is drawn there. */
function hatch(pdf: Pdf, { x, y, width, height }: Box): void {
  pdf.save();
  pdf.rect(x, y, width, height).clip();
  for (let left = x - height; left < x + width; left += HATCH.step)
    pdf.moveTo(left, y + height).lineTo(left + height, y);
  pdf.lineWidth(HATCH.width).strokeColor(HATCH.colour).stroke();
  pdf.restore();
}
