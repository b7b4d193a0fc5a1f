/** What the referring clinic supplied beside the risk factors: shown as it came. */
import type { ReportData } from '../../report-data.ts';

import { heading, paragraph, type Pdf } from '../kit/page.ts';

export function clinicSection(pdf: Pdf, { order }: ReportData): void {
  if (order === null) return;
  const { frax, dxa, osteoporosisTreatment } = order;
  if (frax === undefined && dxa === undefined && osteoporosisTreatment === undefined) return;
  heading(pdf, 'Supplied by the referring clinic');
  if (frax !== undefined) {
    const { majorOsteoporoticPercent, hipPercent, withBmd, country } = frax;
    const bmd = withBmd === undefined ? '' : withBmd ? ', with BMD' : ', without BMD';
    const where = country === undefined ? '' : `, ${country}`;
    paragraph(
      pdf,
      `FRAX 10-year probability: major osteoporotic ${majorOsteoporoticPercent} %, hip ${hipPercent} %${bmd}${where}. Shown as supplied; not used in the overall category.`,
    );
  }
  if (dxa !== undefined) {
    paragraph(
      pdf,
      `DXA ${dxa.site.replace('-', ' ')} T-score ${dxa.tScore}${dxa.date === undefined ? '' : ` of ${dxa.date}`}. Shown as supplied; a criterion of the overall category, not of the probabilities.`,
    );
  }
  if (osteoporosisTreatment !== undefined) {
    paragraph(
      pdf,
      `Treatment for osteoporosis: ${osteoporosisTreatment ? 'yes' : 'no'}. Shown as supplied; not used in the overall category.`,
    );
  }
}
