/**
 * The structure under the pages, as tagged and archival PDF asks for it: every mark belongs to a heading, a paragraph, a cell or a
 * figure with words in its place, in reading order, or is called an artefact (rules, grounds, what every page repeats).
 */
import type PDFDocument from 'pdfkit';

export type Pdf = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Pdf['struct']>;

export type Container = 'Sect' | 'Table' | 'TR';
export type Leaf = 'H1' | 'H2' | 'P' | 'TH' | 'TD' | 'Figure';

interface Open {
  /** The innermost container at the end. */
  readonly containers: Element[];
  /** Within a leaf or an artefact: what is drawn belongs to it. */
  marked: boolean;
}

const OPEN = new WeakMap<Pdf, Open>();

export function openStructure(pdf: Pdf): void {
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  OPEN.set(pdf, { containers: [root], marked: false });
}

export function closeStructure(pdf: Pdf): void {
  openOf(pdf).containers[0]!.end();
}

/** Whatever is drawn by `draw` goes into the container, over as many pages as it takes. @param options the language, where it is not the document's */
export function within<T>(
  pdf: Pdf,
  type: Container,
  draw: () => T,
  options: { readonly lang?: string } = {},
): T {
  const { containers } = openOf(pdf);
  const element = pdf.struct(type, options);
  containers.at(-1)!.add(element);
  containers.push(element);
  const drawn = draw();
  containers.pop();
  element.end();
  return drawn;
}

/** A table's column or row that a head belongs to. */
type Scope = 'Column' | 'Row';

/** One piece of content, on one page; in another one or in an artefact it is a part of that. */
export function leaf(
  pdf: Pdf,
  type: Leaf,
  draw: () => void,
  options: { readonly alt?: string; readonly scope?: Scope } = {},
): void {
  const open = openOf(pdf);
  if (open.marked) {
    draw();
    return;
  }
  const element = pdf.struct(type, options);
  open.containers.at(-1)!.add(element);
  open.marked = true;
  element.add(draw);
  open.marked = false;
  element.end();
}

/** What is drawn in the place of words, and the words. */
export function figure(pdf: Pdf, alt: string, draw: () => void): void {
  leaf(pdf, 'Figure', draw, { alt });
}

/** What carries no content: rules, grounds, and heads and feet that every page repeats. */
export function artefact(pdf: Pdf, draw: () => void): void {
  const open = openOf(pdf);
  if (open.marked) {
    draw();
    return;
  }
  pdf.markContent('Artifact', { type: 'Layout' });
  open.marked = true;
  draw();
  open.marked = false;
  pdf.endMarkedContent();
}

function openOf(pdf: Pdf): Open {
  const open = OPEN.get(pdf);
  if (open === undefined) throw new Error('the document has no structure: it was not opened by openPdf');
  return open;
}
