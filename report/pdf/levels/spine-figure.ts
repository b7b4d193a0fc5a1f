/** The spine from the front and from the side with outlines, levels and height lines. */
import type { Segmentation } from '../../../contracts/segmentation.ts';
import { greyPng, type SpineView, type SpineViews } from '../../pictures/views/spine-views.ts';
import { lightOf, type TrafficLight } from '../../words/level-light.ts';
import type { ReportData } from '../../report-data.ts';

import { findingsBeside, type LevelMark } from './findings.ts';
import { drawHeights } from './height-lines.ts';
import { CONTENT_BOTTOM, GREY, heading, PAGE, paragraph, printable, type Pdf } from '../kit/page.ts';
import { figure, leaf } from '../kit/tags.ts';

const OUTLINE = { green: '#4ade80', amber: '#fbbf24', red: '#f87171' } as const;
const SCALE_BAR_MM = 20;
/** Side of a letter's ground, and its distance from the picture's edges, points. */
const LETTER = { size: 10, inset: 3 } as const;
/** Of the scale bar's label, points: the bar itself may be shorter. */
const LABEL_WIDTH = 40;
/** Of a level's name with its ground, points. */
const NAME_HEIGHT = 9.6;
const CAPTION_HEIGHT = 24;
/** Size of the caption under a view by itself, points. */
const SIDE_CAPTION = 6.6;
/** Both views and the gap between them, points: the findings take the rest of the page's width. */
const VIEWS = { width: 306, gap: 6 } as const;
const CAPTION =
  'CT along the vertebral bodies: mid-coronal (viewed from the front) and mid-sagittal, true to scale. Solid outline: evaluated body, ' +
  'coloured by quality. Dashed outline, ×: not evaluated.';
const CAPTION_OF_HEIGHTS = ' Blue: anterior, middle and posterior height.';
const CAPTION_END = ' 95 % intervals: table below.';
/** Of the views, points: the table of levels goes under them. */
const MOST_HEIGHT = 330;

type Levels = readonly (Pick<Segmentation['levels'][number], 'level' | 'labelValue' | 'frame'> & {
  readonly light: TrafficLight;
})[];

/** Where a view lies on the page: its upper left corner, and points per picture pixel. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** In true proportion; both views at one scale, and beside them what was found at each level. */
export function spineFigure(pdf: Pdf, data: ReportData, { sagittal, coronal }: SpineViews): void {
  const levels = levelsOf(data);
  heading(pdf, 'The spine at a glance', 160);
  const top = pdf.y;
  const height = Math.max(sagittal.plane.height, coronal.plane.height);
  const width = sagittal.plane.width + coronal.plane.width;
  const scale = Math.min(
    Math.min(MOST_HEIGHT, CONTENT_BOTTOM - top - CAPTION_HEIGHT - 6) / height,
    (VIEWS.width - VIEWS.gap) / width,
  );
  const front = { x: PAGE.margin, y: top, scale };
  const side = { ...front, x: front.x + coronal.plane.width * scale + VIEWS.gap };
  const marks = marksOf(sagittal, levels, side);
  const seen = levels.map(({ level }) => level).join(', ');
  figure(
    pdf,
    `CT along the vertebral bodies from the front and from the side, with outlines of ${seen}`,
    () => {
      drawView(pdf, coronal, levels, front, ['R', 'L']);
      drawView(pdf, sagittal, levels, side, ['A', 'P']);
      for (const { level } of levels) {
        const heights = data.levels.get(level)?.heights;
        if (heights != null)
          drawHeights(pdf, heights, (point) => onPage(side, ...sagittal.plane.project(point)));
      }
      for (const mark of marksOf(coronal, levels, front)) nameLevel(pdf, mark, front);
      for (const mark of marks) nameLevel(pdf, mark, side);
    },
  );
  const bottom = top + height * scale;
  findingsBeside(pdf, data, marks, { x: side.x + sagittal.plane.width * scale + 12, top, bottom });
  pdf.y = bottom + 4;
  const measured = [...data.levels.values()].some(({ heights }) => heights !== null);
  paragraph(pdf, `${CAPTION}${measured ? CAPTION_OF_HEIGHTS : ''}${CAPTION_END}`, {
    size: 6.8,
    colour: GREY,
  });
}

/** Both views within a box of page 1, at one scale, with the names of their levels and a caption under them. */
export function spineBeside(
  pdf: Pdf,
  data: ReportData,
  { sagittal, coronal }: SpineViews,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  caption: string,
): void {
  pdf.font('narrow').fontSize(SIDE_CAPTION);
  const words = pdf.heightOfString(caption, { width: box.width }) + 3;
  const height = Math.max(sagittal.plane.height, coronal.plane.height);
  const width = sagittal.plane.width + coronal.plane.width;
  const scale = Math.min((box.height - words) / height, (box.width - VIEWS.gap) / width);
  // At the right edge of the page, as the charts of other studies are.
  const front = { x: box.x + box.width - width * scale - VIEWS.gap, y: box.y, scale };
  const side = { ...front, x: front.x + coronal.plane.width * scale + VIEWS.gap };
  const levels = levelsOf(data);
  figure(pdf, `${caption} ${levels.map(({ level }) => level).join(', ')}`, () => {
    drawView(pdf, coronal, levels, front, ['R', 'L']);
    drawView(pdf, sagittal, levels, side, ['A', 'P']);
    for (const mark of marksOf(coronal, levels, front)) nameLevel(pdf, mark, front);
    for (const mark of marksOf(sagittal, levels, side)) nameLevel(pdf, mark, side);
  });
  leaf(pdf, 'P', () => {
    pdf.font('narrow').fontSize(SIDE_CAPTION).fillColor(GREY);
    pdf.text(printable(pdf, caption), box.x, box.y + height * scale + 3, {
      width: box.width,
      align: 'right',
    });
  });
}

function levelsOf(data: ReportData): Levels {
  return (data.segmentation?.levels ?? []).map(({ level, labelValue, frame }) => ({
    level,
    labelValue,
    frame,
    light: lightOf(level, data) ?? 'red',
  }));
}

/** One object a document, however often it is drawn. */
function imageOf(pdf: Pdf, view: SpineView): PDFKit.Mixins.ImageSrc {
  const known = IMAGES.get(view);
  if (known !== undefined) return known;
  const opened = (pdf as unknown as ImageMixin).openImage(Buffer.from(greyPng(view)));
  IMAGES.set(view, opened);
  return opened;
}

/** Of PDFKit, but not of its types. */
interface ImageMixin {
  openImage(source: Buffer): PDFKit.Mixins.ImageSrc;
}
const IMAGES = new WeakMap<SpineView, PDFKit.Mixins.ImageSrc>();

function drawView(
  pdf: Pdf,
  view: SpineView,
  levels: Levels,
  place: Place,
  [left, right]: readonly [string, string],
): void {
  const { x, y, scale } = place;
  const [width, height] = [view.plane.width * scale, view.plane.height * scale];
  pdf.image(imageOf(pdf, view), x, y, { width, height });
  pdf.save().rect(x, y, width, height).clip();
  for (const { labelValue, light } of levels) {
    const refused = light === 'red';
    pdf.lineWidth(refused ? 0.7 : 1).strokeColor(OUTLINE[light]);
    if (refused) pdf.dash(2, { space: 2 });
    for (const line of view.bodies.get(labelValue) ?? []) {
      pdf.moveTo(...onPage(place, line[0]!, line[1]!));
      for (let n = 2; n < line.length; n += 2) pdf.lineTo(...onPage(place, line[n]!, line[n + 1]!));
    }
    pdf.stroke().undash();
  }
  letter(pdf, left, x + LETTER.inset, y + LETTER.inset);
  letter(pdf, right, x + width - LETTER.inset - LETTER.size, y + LETTER.inset);
  drawScaleBar(pdf, x + width - 8, y + height - 8, (SCALE_BAR_MM / view.plane.pixelMm) * scale);
  pdf.restore();
}

/** A picture's pixel on the page: pixel 0 begins half a pixel before its centre. */
function onPage({ x, y, scale }: Place, column: number, row: number): [number, number] {
  return [x + (column + 0.5) * scale, y + (row + 0.5) * scale];
}

/** Levels whose middle lies in the picture. */
function marksOf(view: SpineView, levels: Levels, place: Place): LevelMark[] {
  return levels.flatMap(({ level, frame, light }) => {
    if (frame === null) return [];
    const [column, row] = view.plane.project(frame.origin);
    if (row < 0 || row >= view.plane.height) return [];
    const [x, y] = onPage(place, column, row);
    return [{ level, refused: light === 'red', x, y }];
  });
}

function drawScaleBar(pdf: Pdf, right: number, bottom: number, length: number): void {
  const ground = Math.max(length, LABEL_WIDTH / 1.5) + 6;
  darken(pdf, right + 3 - ground, bottom - 12, ground, 15);
  pdf
    .lineWidth(1.5)
    .strokeColor('#ffffff')
    .moveTo(right - length, bottom)
    .lineTo(right, bottom)
    .stroke();
  pdf.font('narrow').fontSize(7).fillColor('#ffffff');
  pdf.text(`${SCALE_BAR_MM} mm`, right - LABEL_WIDTH, bottom - 10, {
    width: LABEL_WIDTH,
    align: 'right',
    lineBreak: false,
  });
}

/** Which side of the patient an edge of the picture is. */
function letter(pdf: Pdf, side: string, x: number, y: number): void {
  darken(pdf, x, y, LETTER.size, LETTER.size);
  pdf.font('narrow-bold').fontSize(7.5).fillColor('#ffffff');
  pdf.text(side, x, y + 0.8, { width: LETTER.size, align: 'center', lineBreak: false });
}

/** A level's name on the picture's edge; beside the letter of the patient's side where it would lie over it. */
function nameLevel(pdf: Pdf, { level, refused, y }: LevelMark, place: Place): void {
  const letterEnds = LETTER.inset + LETTER.size;
  const x0 = place.x + (y - NAME_HEIGHT / 2 < place.y + letterEnds + 1 ? letterEnds : 0);
  const label = refused ? `${level} ×` : level;
  pdf.font('narrow-bold').fontSize(7);
  darken(pdf, x0 + 2, y - NAME_HEIGHT / 2, pdf.widthOfString(label) + 4, NAME_HEIGHT);
  pdf.fillColor('#ffffff').text(label, x0 + 4, y - 4, { lineBreak: false });
}

/** A dark ground for white letters, which may lie over bright tissue. */
function darken(pdf: Pdf, x: number, y: number, width: number, height: number): void {
  pdf.save().fillOpacity(0.55).rect(x, y, width, height).fill('#000000');
  pdf.restore();
}
