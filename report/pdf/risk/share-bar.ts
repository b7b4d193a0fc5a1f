/** The shares of the categories as parts of one bar, the highest category first. */
import {
  openCategories,
  probabilityText,
  RISK_CATEGORIES,
  type Overall,
} from '../../../contracts/risk/overall.ts';
import { localised } from '../../words/strings/localised.ts';
import type { Strings } from '../../words/strings/strings.ts';

import { CONTENT_WIDTH, line, PAGE, room, type Pdf } from '../kit/page.ts';
import { figure } from '../kit/tags.ts';

/** From dark to light, so that they stay apart in grey. */
const COLOURS = { 'very-high': '#7f1d1d', high: '#c2574b', moderate: '#e0b48a', low: '#d8e3dc' } as const;
const BAR = { height: 12, legend: 13 } as const;
const SWATCH = 7;

/** @param isVerdict the most probable ones stand out; false of shares over ages that are assumed: those are no one's verdict */
export function shareBar(
  pdf: Pdf,
  shares: NonNullable<Overall['shares']>,
  strings: Strings,
  isVerdict: boolean,
): void {
  const { category: words } = strings;
  room(pdf, BAR.height + BAR.legend + 6);
  const top = pdf.y;
  const open = openCategories(shares);
  const legend = RISK_CATEGORIES.map((category) => {
    const share = shares[category] === 0 ? '0' : probabilityText(shares[category]);
    return localised(strings, `${words[category]} ${share}`);
  });
  figure(pdf, `${words.title}: ${legend.join(', ')}`, () => {
    let x: number = PAGE.margin;
    for (const category of RISK_CATEGORIES) {
      const width = shares[category] * CONTENT_WIDTH;
      if (width === 0) continue;
      pdf.rect(x, top, width, BAR.height).fill(COLOURS[category]);
      x += width;
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
  });
  pdf.x = PAGE.margin;
  pdf.y = top + BAR.height + BAR.legend + 6;
}
