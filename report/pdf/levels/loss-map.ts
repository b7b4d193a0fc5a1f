/** Loss of height as a map: a row a level, a column for the front, the middle and the whole of the body, darker where more is lost. */
import type { ReportData } from '../../report-data.ts';

import { GREY, INK, line, PAGE, room, type Pdf } from '../kit/page.ts';
import { figure } from '../kit/tags.ts';

const COLUMNS = [
  ['wedge', 'anterior (wedge)'],
  ['biconcave', 'middle (biconcave)'],
  ['crush', 'posterior (crush)'],
] as const;
const CELL = { width: 84, height: 13, label: 30 } as const;
const HEAD = 12;
/** Genant's grades begin at these losses, %: the steps of the shades (Genant HK et al., J Bone Miner Res 8:1137, 1993). */
const SHADES = [
  [40, '#7f1d1d', '#ffffff'],
  [25, '#c2574b', '#ffffff'],
  [20, '#e0b48a', INK],
  [-Infinity, '#eef3f7', INK],
] as const;

/** Points; 0 where no level has a loss. */
export function lossMapHeight({ risk }: ReportData): number {
  const { length } = lossRows(risk);
  return length === 0 ? 0 : HEAD + length * CELL.height + 14;
}

function lossRows(risk: ReportData['risk']) {
  return (risk?.levels ?? []).flatMap((outcome) =>
    outcome.status === 'assessed' && outcome.fracture !== null
      ? [{ level: outcome.level, losses: outcome.fracture.lossPercent }]
      : [],
  );
}

/** Nothing where no level has a loss. */
export function lossMap(pdf: Pdf, data: ReportData): void {
  const rows = lossRows(data.risk);
  if (rows.length === 0) return;
  const height = lossMapHeight(data);
  room(pdf, height);
  const top = pdf.y;
  const told = rows.map(
    ({ level, losses }) => `${level} ${COLUMNS.map(([shape]) => lossText(losses[shape])).join(', ')}`,
  );
  figure(pdf, `Loss of anterior, middle and posterior height in %: ${told.join('; ')}`, () => {
    COLUMNS.forEach(([, name], c) => {
      const x = PAGE.margin + CELL.label + c * CELL.width;
      line(pdf, name, {
        x,
        y: top,
        size: 6.8,
        font: 'narrow-bold',
        colour: GREY,
        width: CELL.width,
        align: 'center',
      });
    });
    rows.forEach(({ level, losses }, n) => {
      const y = top + HEAD + n * CELL.height;
      line(pdf, level, { x: PAGE.margin, y: y + 2.5, size: 7.4, font: 'narrow-bold', width: CELL.label });
      COLUMNS.forEach(([shape], c) => {
        const x = PAGE.margin + CELL.label + c * CELL.width;
        const loss = losses[shape];
        const [, ground, ink] = SHADES.find(([from]) => (loss ?? 0) >= from)!;
        pdf.rect(x, y, CELL.width - 1, CELL.height - 1).fill(loss === null ? '#ffffff' : ground);
        line(pdf, lossText(loss), {
          x,
          y: y + 2.5,
          size: 7.2,
          colour: ink,
          width: CELL.width,
          align: 'center',
        });
      });
    });
    line(
      pdf,
      'Loss of height, % of that expected without a fracture; shades from 20, 25 and 40 %. –: anterior height kept, or no intact neighbour.',
      {
        x: PAGE.margin,
        y: top + HEAD + rows.length * CELL.height + 2,
        size: 6.8,
        colour: GREY,
      },
    );
  });
  pdf.x = PAGE.margin;
  pdf.y = top + height + 2;
}

function lossText(loss: number | null): string {
  return loss === null ? '–' : Math.max(0, loss).toFixed(0);
}
