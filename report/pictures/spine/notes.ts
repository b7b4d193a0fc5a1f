/** Under the views: how to read them, and what is said of the study as a whole. */
import { plain } from '../../words/plain.ts';
import { codePhrase } from '../../words/code-phrases.ts';
import type { Segmentation, SegmentedLevel } from '../../../contracts/segmentation.ts';

import { type DrawingItem, GREY, INK, LIGHT_COLOUR, textWidth, TYPE, wrapped } from '../kit/drawing.ts';

/** `archive`: who looks at it there neither runs a command nor sees the segmentation's names for its parts. */
export type SpineReader = 'operator' | 'archive';

/** What the sheet tells of a study; no patient data. */
export type SpineStudy = Pick<Segmentation, 'levels' | 'qc' | 'provider'>;

const LINE = 16;
const INDENT = 16;
const MEANING = { green: 'passes', amber: 'verify', red: 'not evaluated' } as const;
const READING =
  'Solid: vertebral body. Thin: whole vertebra, where available. Dashed: not evaluated. The views follow the centre line of ' +
  'the vertebral bodies (left: sagittal; right: coronal) and are straightened without stretching: ' +
  'lengths are true.';
const FOR_ARCHIVE = 'Not cleared for clinical use. The report is in the same study.';
/** An operator who names vertebrae counts from what is drawn. */
const counted = (level: string): string => `Uppermost outlined vertebra (--first-level): ${level}.`;

export interface NotesPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Notes {
  readonly items: readonly DrawingItem[];
  readonly bottom: number;
}

/** @param unseen levels that the views do not meet */
export function notes(
  study: SpineStudy,
  unseen: readonly SegmentedLevel[],
  { x, y, width }: NotesPlace,
  reader: SpineReader,
): Notes {
  const items: DrawingItem[] = [];
  let feet = y;
  const tell = (text: string, colour: typeof INK | typeof GREY): void => {
    for (const line of wrapped(text, TYPE.note, width - INDENT)) {
      items.push({ kind: 'text', text: line.trim(), x: x + INDENT, y: feet, size: TYPE.note, colour });
      feet += LINE;
    }
  };
  for (const { code, message } of study.qc.flags) {
    items.push({ kind: 'light', light: study.qc.light, x: x + 5, y: feet - TYPE.note / 3 });
    tell(`${codePhrase(code)}: ${reader === 'archive' ? plain(message) : message}`, INK);
  }
  if (unseen.length > 0) tell(`Not shown in these views: ${unseen.map(named).join(', ')}`, INK);
  feet += 4;
  let along = x;
  for (const light of ['green', 'amber', 'red'] as const) {
    items.push({ kind: 'light', light, x: along + 5, y: feet - TYPE.note / 3 });
    items.push({
      kind: 'text',
      text: MEANING[light],
      x: along + INDENT,
      y: feet,
      size: TYPE.note,
      colour: LIGHT_COLOUR[light],
    });
    along += INDENT + textWidth(MEANING[light], TYPE.note) + 24;
  }
  feet += LINE;
  tell([READING, lastOf(study, unseen, reader)].filter(Boolean).join(' '), GREY);
  return { items, bottom: feet - LINE };
}

function lastOf({ levels }: SpineStudy, unseen: readonly SegmentedLevel[], reader: SpineReader): string {
  if (reader === 'archive') return FOR_ARCHIVE;
  const uppermost = levels.find((level) => !unseen.includes(level) && level.level !== 'sacrum');
  return uppermost === undefined ? '' : counted(uppermost.level);
}

function named({ level, refusal }: SegmentedLevel): string {
  return refusal === null ? level : `${level} (${codePhrase(refusal.code)})`;
}
