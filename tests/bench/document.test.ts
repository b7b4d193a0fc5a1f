/** A bench replaces its own section of a document and nothing else. */
import { readFileSync } from 'node:fs';

import { describe, expect, it, test } from 'vitest';

import { markdownTable, markersOf, withSection, type Document } from '../../bench/document.ts';

const TEXT = `# Accuracy

<!-- heights:begin -->

old heights

<!-- heights:end -->

Between.

<!-- fractures:begin -->

old fractures

<!-- fractures:end -->

After.
`;

describe('writing a section', () => {
  it('replaces what is between its markers, and nothing else', () => {
    const written = withSection(TEXT, 'heights', 'new');
    expect(written).toBe(TEXT.replace('old heights', 'new'));
    expect(withSection(written, 'heights', 'newer')).toBe(TEXT.replace('old heights', 'newer'));
  });

  it('takes content with characters that a pattern would read otherwise', () => {
    expect(withSection(TEXT, 'fractures', "$& $1 $'")).toContain("\n\n$& $1 $'\n\n");
  });

  it.each([
    ['a section that the document has not', TEXT, 'solver'],
    ['markers in the wrong order', '<!-- a:end --> <!-- a:begin -->', 'a'],
    ['a marker that stands twice', '<!-- a:begin --> <!-- a:end --> <!-- a:begin -->', 'a'],
  ])('refuses %s', (_, text, section) => {
    expect(() => withSection(text, section, 'new')).toThrow(`<!-- ${section}:begin -->`);
  });
});

test('a table has a rule beneath its head', () => {
  expect(markdownTable(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});

/** Each with the file that writes it. */
const WRITTEN = [
  ['accuracy', 'segmentation', 'evaluate/reports/accuracy-table.ts'],
  ['accuracy', 'calibration', 'calibration.ts'],
  ['accuracy', 'fractures', 'fractures.ts'],
  ['accuracy', 'cohort', 'cohort/cohort.ts'],
  ['accuracy', 'heights', 'heights.ts'],
  ['accuracy', 'slices', 'slices/slices.ts'],
  ['accuracy', 'published-strength', 'published-strength.ts'],
  ['performance', 'solver', 'solver.ts'],
] as const satisfies readonly (readonly [Document, string, string])[];

describe.each(WRITTEN)('docs/%s.md', (document, section, writer) => {
  const text = readFileSync(new URL(`../../docs/${document}.md`, import.meta.url), 'utf8');

  it(`has one section ${section}, with figures`, () => {
    const [begin, end] = markersOf(section);
    expect(() => withSection(text, section, '')).not.toThrow();
    expect(text.slice(text.indexOf(begin), text.indexOf(end))).toMatch(/\d/);
  });

  it(`${section} is written by bench/${writer}`, () => {
    const code = readFileSync(new URL(`../../bench/${writer}`, import.meta.url), 'utf8');
    expect(code).toContain(`writeSection('${document}', '${section}'`);
  });
});
