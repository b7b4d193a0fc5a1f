import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';

import {
  textWidth,
  type Drawing,
  type DrawingItem,
  type TextItem,
} from '../../../../report/pictures/kit/drawing.ts';
import { pngOf } from '../../../../report/pictures/kit/png.ts';
import { spineDrawing } from '../../../../report/pictures/spine/spine-drawing.ts';
import type { SpineReader, SpineStudy } from '../../../../report/pictures/spine/notes.ts';
import { svgOf } from '../../../../report/pictures/kit/svg.ts';
import type { Flag, Vec3 } from '../../../../contracts/primitives.ts';
import type { SegmentedLevel } from '../../../../contracts/segmentation.ts';
import { spineViews } from '../../../../report/pictures/views/spine-views.ts';
import { ballsAt } from '../balls.ts';

const RUNNER_UP: Flag = {
  code: 'LEVELS_UNCERTAIN',
  message:
    'T1 to L5 has a probability of 0.71; the runner-up, T2 to L6 & one <down>, has 0.24; specify with --first-level',
};
const REFUSED: Partial<SegmentedLevel> = {
  refusal: { code: 'LEVEL_NOT_SUPPORTED', saw: 'T1', wanted: 'T4 to L5' },
  qc: { light: 'red', flags: [] },
};
const DOUBTED: Partial<SegmentedLevel> = {
  qc: {
    light: 'amber',
    flags: [
      { code: 'VOXELS_COARSE', message: 'voxels of 3 mm' },
      { code: 'HEIGHT_OFF_TREND', message: 'higher than its neighbours' },
    ],
  },
};
const SPACING: Vec3 = [2, 2, 2];

/** A column of so many vertebrae, 25 mm apart: the first refused, the second doubted, the rest green. */
function sheet(count: number, stepMm = 25, reader?: SpineReader): Drawing {
  const spine = ballsAt(
    Array.from({ length: count }, (_, n): Vec3 => [0, 0, -stepMm * n]),
    SPACING,
  );
  const levels = spine.levels.map((level, n) => ({ ...level, ...[REFUSED, DOUBTED][n] }));
  const study: SpineStudy = {
    levels,
    provider: { id: 'automatic', version: '2', convention: null, recognisedBy: null },
    qc: { light: 'amber', flags: [RUNNER_UP] },
  };
  return spineDrawing(spineViews({ ...spine, levels })!, study, reader);
}

const WHOLE_SPINE = sheet(17);
const isText = (item: DrawingItem): item is TextItem => item.kind === 'text' && item.text !== '';

interface Box {
  readonly text: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

function boxOf({ text, x, y, size, anchor = 'start' }: TextItem): Box {
  const width = textWidth(text, size);
  const left = x - { start: 0, middle: 0.5, end: 1 }[anchor] * width;
  // Capitals reach to 0.73 of the height of the type, descenders to 0.2 below.
  return { text, x: [left, left + width], y: [y - 0.73 * size, y + 0.2 * size] };
}

function overlap(a: Box, b: Box): boolean {
  return a.x[0] < b.x[1] && b.x[0] < a.x[1] && a.y[0] < b.y[1] && b.y[0] < a.y[1];
}

describe('the sheet of a spine', () => {
  test.each([
    ['seventeen levels', WHOLE_SPINE],
    ['one level', sheet(1)],
    ['vertebrae crushed to a third', sheet(6, 9)],
  ])('has no text on another and none beyond its edges, with %s', (_, drawing) => {
    const boxes = drawing.items.filter(isText).map(boxOf);
    for (const [n, box] of boxes.entries()) {
      expect(box.x[0], box.text).toBeGreaterThanOrEqual(0);
      expect(box.x[1], box.text).toBeLessThanOrEqual(drawing.width);
      expect(box.y[1], box.text).toBeLessThanOrEqual(drawing.height);
      for (const other of boxes.slice(n + 1))
        if (overlap(box, other)) expect.fail(`"${box.text}" lies on "${other.text}"`);
    }
  });

  test('names every level in both views, each with a light', () => {
    const texts = WHOLE_SPINE.items.filter(isText).map(({ text }) => text);
    for (const level of ['T1', 'T9', 'L5']) expect(texts.filter((text) => text === level)).toHaveLength(2);
    const lights = WHOLE_SPINE.items.filter((item) => item.kind === 'light').map(({ light }) => light);
    // Two views of fifteen green levels, and one in the key; the doubted and the refused level likewise; the study amber.
    const count = (wanted: string): number => lights.filter((light) => light === wanted).length;
    expect([count('green'), count('amber'), count('red')]).toEqual([31, 4, 3]);
  });

  test('tells a refused level in red with its reason, and a doubted one by its first remark and how many more', () => {
    const texts = WHOLE_SPINE.items.filter(isText);
    const refusal = texts.find(({ text }) => text === 'outside T4 to L5');
    expect(refusal?.colour).toBe('#f87171');
    expect(refusal?.more).toContain('required: T4 to L5');
    expect(texts.find(({ text }) => text === 'outline on coarse voxels +1')?.more).toContain(
      'higher than its neighbours',
    );
  });

  test('tells what is remarked on the study, the runner-up of the labelling with it', () => {
    const words = WHOLE_SPINE.items.filter(isText).map(({ text }) => text);
    expect(words.join(' ')).toContain(`level names uncertain: ${RUNNER_UP.message}`);
  });

  test('tells an archive nothing of commands and parts of the software, and what the picture is not', () => {
    const said = (reader?: SpineReader): string =>
      sheet(5, 25, reader)
        .items.filter(isText)
        .map(({ text }) => text)
        .join(' ');
    expect(said()).toMatch(/specify with --first-level.*Uppermost outlined vertebra \(--first-level\)/);
    expect(said()).toContain('automatic 2');
    const archived = said('archive');
    expect(archived).not.toMatch(/--|automatic 2|[A-Z]{2,}_[A-Z]/);
    expect(archived).toContain('has 0.24');
    expect(archived).toContain('to be confirmed by the reader');
    expect(archived).toMatch(/Not cleared for clinical use\. The report is in the same study\.$/);
  });

  test('shows lengths at the scale of its bar', () => {
    const { items } = WHOLE_SPINE;
    const bar = items.flatMap((item) => (item.kind === 'line' && item.width === 2 ? [item.points] : []))[0]!;
    const [left, right] = [bar[0], bar[2]];
    const height = (level: string): number => items.filter(isText).find(({ text }) => text === level)!.y;
    // Neighbours are 25 mm apart, the bar is 20 mm long; rows are not moved where there is room.
    expect((height('T6') - height('T5')) / (right! - left!)).toBeCloseTo(25 / 20, 1);
  });
});

test('every word of a sheet, in the order of drawing', () => {
  const spine = ballsAt(
    [0, -25, -50, -75].map((z): Vec3 => [0, 0, z]),
    SPACING,
  );
  const candidates = [
    { level: 'T8', probability: 0.68 },
    { level: 'T9', probability: 0.31 },
  ] as const;
  const parts: readonly Partial<SegmentedLevel>[] = [
    { ...REFUSED, qc: { light: 'red', flags: DOUBTED.qc!.flags } },
    { ...DOUBTED, candidates },
    { candidates: [candidates[0]] },
  ];
  const levels = spine.levels.map((level, n) => ({ ...level, ...parts[n] }));
  const study: SpineStudy = {
    levels,
    provider: { id: 'import', version: '2', convention: 'verse', recognisedBy: null },
    qc: { light: 'amber', flags: [RUNNER_UP] },
  };
  const { items, title } = spineDrawing(spineViews({ ...spine, levels })!, study);
  const told = items.flatMap((item) =>
    item.kind === 'text' && item.text !== '' && !/^([APRLHF]|20 mm)$/.test(item.text) ? [item] : [],
  );
  const onViews = items.flatMap((item) =>
    item.kind === 'text' && /^([A-Z]|20 mm)$/.test(item.text) ? [item.text] : [],
  );
  expect(onViews).toEqual(['A', 'P', 'H', 'F', '20 mm', 'R', 'L', 'H', 'F', '20 mm']);
  const names = levels.map(({ level }) => level as string);
  const [head, source, ...rest] = told;
  expect([title, head!.text, source!.text]).toEqual([
    'Vertebrae identified, sagittal and coronal',
    'Vertebrae identified',
    'import 2, verse',
  ]);
  const beside = rest.filter(({ text, more }) => !names.includes(text) && more !== undefined);
  const doubts = 'VOXELS_COARSE: voxels of 3 mm\nHEIGHT_OFF_TREND: higher than its neighbours';
  expect(beside.map(({ text, more }) => [text, more])).toEqual([
    ['outside T4 to L5', `LEVEL_NOT_SUPPORTED: found: T1; required: T4 to L5\n${doubts}`],
    ['T8 or T9  outline on coarse voxels +1', `most likely T8 (0.68) or T9 (0.31)\n${doubts}`],
    ['T8', 'most likely T8 (0.68)\n'],
  ]);
  const notes = rest.filter(({ text, more }) => !names.includes(text) && more === undefined);
  expect(notes.map(({ text }) => text).join(' ')).toBe(
    `level names uncertain: ${RUNNER_UP.message} passes verify not evaluated ` +
      'Solid: vertebral body. Thin: whole vertebra, where available. Dashed: not evaluated. The views follow the centre line of ' +
      'the vertebral bodies (left: sagittal; right: coronal) and are straightened without stretching: lengths are true. ' +
      `Uppermost outlined vertebra (--first-level): ${names[0]!}.`,
  );
});

describe('its files', () => {
  test('the SVG is well-formed: elements close, and text is escaped', () => {
    const svg = svgOf(WHOLE_SPINE);
    for (const words of ['T2 to L6 &amp; one', '&lt;down&gt;']) expect(svg.includes(words)).toBe(true);
    const open: string[] = [];
    for (const [, closing, name, , self] of svg.matchAll(/<(\/?)([a-z]+)([^<>]*?)(\/?)>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (self !== '/') open.push(name!);
    }
    expect(open).toEqual([]);
    expect(svg.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('the same study gives the same bytes', async () => {
    expect(svgOf(sheet(2))).toBe(svgOf(sheet(2)));
    expect(Buffer.compare(await pngOf(sheet(2)), await pngOf(sheet(2)))).toBe(0);
  });

  test('the PNG has the size of the drawing, its ground, and the lights in their colours', async () => {
    const { data, width, height } = PNG.sync.read(Buffer.from(await pngOf(WHOLE_SPINE)));
    expect([width, height]).toEqual([WHOLE_SPINE.width, WHOLE_SPINE.height]);
    const at = (x: number, y: number): string =>
      data
        .subarray(
          4 * (Math.floor(x) + width * Math.floor(y)),
          4 * (Math.floor(x) + width * Math.floor(y)) + 3,
        )
        .toString('hex');
    expect(`#${at(2, 2)}`).toBe(WHOLE_SPINE.ground);
    const colours = { green: '4ade80', amber: 'fbbf24', red: 'f87171' };
    for (const item of WHOLE_SPINE.items)
      if (item.kind === 'light') expect(at(item.x, item.y)).toBe(colours[item.light]);
  });
});
