/**
 * Change since earlier assessments: its place among the pages, which is kept where there is none to compare with, as a reader who finds
 * no comparison has to know that none was made.
 */
import { heading, paragraph, type Pdf } from '../kit/page.ts';

const NONE = [
  'No earlier assessment was available for comparison.',
  'A change is reported only between assessments of the same method, each level with its least significant change.',
].join(' ');

export function comparisonSection(pdf: Pdf): void {
  heading(pdf, 'Comparison with earlier assessments');
  paragraph(pdf, NONE, { size: 7.6 });
}
