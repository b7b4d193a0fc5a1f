/**
 * The main rules of PDF/A-2a, read from the bytes, as no checker of it runs here (veraPDF is not among Debian's packages): whose part
 * and level it says it is, colours by a profile, no encryption, every font embedded and mapped to letters, and a structure that every
 * mark belongs to. qpdf checks that the file is whole.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, test } from 'vitest';

import { makeReport } from '../../../report/report.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { dataOf, VARIANTS } from '../page-variants.ts';
import { contentsOf } from './pdf-runs.ts';

const pdfs = new Map<string, Uint8Array>();

beforeAll(async () => {
  for (const name of ['whole', 'bare', 'refused', 'failed', 'for-the-patient'])
    pdfs.set(name, await makeReport(await dataOf(VARIANTS[name]!)));
});

const has = (program: string, argument: string): boolean => {
  try {
    execFileSync(program, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Operators that put something on the page. */
const PAINTING = /(?:^|\n)(?:\S+ )*(?:S|s|f|F|f\*|B|b|b\*|B\*|sh|Do|Tj|TJ)(?=\n|$)/;

describe.each(['whole', 'bare', 'refused', 'failed', 'for-the-patient'])('the report that is %s', (name) => {
  const bytes = (): string => Buffer.from(pdfs.get(name)!).toString('latin1');

  test('says that it is PDF/A-2a, in its language, with colours by a profile and without encryption', () => {
    expect(bytes()).toMatch(/<pdfaid:part>2<\/pdfaid:part>\s*<pdfaid:conformance>A</);
    expect(bytes()).toMatch(/\/S \/GTS_PDFA1[\s\S]*?\/DestOutputProfile \d+ 0 R/);
    expect(bytes()).toMatch(/\/MarkInfo \d+ 0 R/);
    expect(bytes()).toMatch(/\/Marked true/);
    expect(bytes()).toMatch(name === 'for-the-patient' ? /\/Lang \(de\)/ : /\/Lang \(en\)/);
    expect(bytes()).toMatch(/trailer[\s\S]*\/ID \[/);
    expect(bytes()).not.toMatch(/\/Encrypt |\/JavaScript|\/Launch|\/LZWDecode/);
  });

  test('embeds every font, with the letters of its glyphs', () => {
    const descriptors = bytes().match(/\/Type \/FontDescriptor[\s\S]*?endobj/g)!;
    expect(descriptors.length).toBeGreaterThanOrEqual(2);
    for (const descriptor of descriptors) expect(descriptor).toMatch(/\/FontFile2 \d+ 0 R/);
    const composite = bytes().match(/\/Subtype \/Type0[\s\S]*?endobj/g)!;
    expect(composite).toHaveLength(descriptors.length);
    for (const font of composite) expect(font).toMatch(/\/ToUnicode \d+ 0 R/);
    expect(bytes()).not.toMatch(/\/Subtype \/Type1\b/);
  });

  test('has a structure: one document with headings, and words for every figure', () => {
    expect(bytes()).toMatch(/\/Type \/StructTreeRoot/);
    const elements = [...bytes().matchAll(/\n\d+ 0 obj\n<<\n\/S \/(\w+)\n([\s\S]*?)endobj/g)];
    const ofType = (type: string): string[] =>
      elements.filter(([, of]) => of === type).map(([, , rest]) => rest!);
    expect(ofType('Document')).toHaveLength(1);
    expect(ofType('H1').length).toBeGreaterThanOrEqual(1);
    expect(ofType('H2').length).toBeGreaterThanOrEqual(1);
    for (const figure of ofType('Figure')) expect(figure).toMatch(/\/Alt \(/);
    if (name === 'whole') {
      expect(ofType('Figure').length).toBeGreaterThan(8);
      for (const type of ['Table', 'TR', 'TH', 'TD']) expect(ofType(type).length).toBeGreaterThan(4);
      for (const head of ofType('TH')) expect(head).toMatch(/\/Scope \/(?:Column|Row)/);
    }
  });

  test('marks whatever it paints as content or as an artefact, one within no other', () => {
    for (const content of contentsOf(pdfs.get(name)!)) {
      const pieces = content.split(/(?<=BDC|BMC|EMC)\n/);
      let depth = 0;
      for (const piece of pieces) {
        const [before] = piece.split(/\n?[^\n]*(?:BDC|BMC)$/);
        if (depth === 0) expect(before!.replaceAll('EMC', '')).not.toMatch(PAINTING);
        if (/(?:BDC|BMC)$/.test(piece)) depth++;
        if (piece.endsWith('EMC')) depth--;
        expect(depth === 0 || depth === 1).toBe(true);
      }
      expect(depth).toBe(0);
    }
  });

  test('prints no letter without a shape', () => {
    for (const content of contentsOf(pdfs.get(name)!)) {
      const codes = [...content.matchAll(/<([0-9a-f]{4,})>/gi)].flatMap(
        ([, hex]) => hex!.match(/.{4}/g) ?? [],
      );
      // Glyph 0 is the face's "not there".
      expect(codes).not.toContain('0000');
    }
  });

  test.skipIf(!has('qpdf', '--version'))('passes qpdf (needs qpdf)', () => {
    const path = join(scratchFolder(), 'report.pdf');
    writeFileSync(path, pdfs.get(name)!);
    expect(execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })).toContain(
      'No syntax or stream encoding errors',
    );
  });
});

test('the same result gives the same bytes', async () => {
  const again = await makeReport(await dataOf(VARIANTS.whole!));
  expect(Buffer.compare(Buffer.from(again), Buffer.from(pdfs.get('whole')!))).toBe(0);
});

test.skipIf(!has('pdftotext', '-v'))('pdftotext reads in the order of the page (needs poppler-utils)', () => {
  const path = join(scratchFolder(), 'report.pdf');
  writeFileSync(path, pdfs.get('whole')!);
  const text = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
  const order = [
    'Vertebral bone strength and fracture risk from CT',
    'Patient: Spine^Digital',
    'Patient ID: P-1',
    'Impression',
    'Overall fracture risk: moderate',
    'Trabecular density 103',
    'Limited by',
    'Interpreted by',
    'The spine at a glance',
    'Results by level',
    'Profile along the spine',
    'Level by level',
    'Strength against a modelled reference',
    'Loss of height, %',
    'Overall category and its criteria',
    'Fracture probability',
    'Supplied by the referring clinic',
    'Comparison with earlier assessments',
    'Levels not evaluated',
    'Quality remarks',
    'Appendix: methods and provenance',
    'Provenance osteon',
    'Assumptions of this software',
  ];
  let at = 0;
  for (const words of order) {
    const next = text.indexOf(words, at);
    expect(next, words).toBeGreaterThanOrEqual(at);
    at = next;
  }
  execFileSync('pdfinfo', [path], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.startsWith('Tagged'))
    .forEach((line) => {
      expect(line).toMatch(/yes/);
    });
});
