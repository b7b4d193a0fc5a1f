/** Levels not evaluated, thresholds, clinic data, method and limitations, and the reader's signature. */
import type { Level } from '../../../contracts/levels.ts';
import { parameterDigest } from '../../../spine/definitions/digest.ts';
import { ASSUMPTION_TABLE, ASSUMPTION_TABLE_SHA256 } from '../../assumptions/assumptions.ts';
import { cutOffsOf } from '../../words/cut-offs.ts';
import { assessedLevels, remarkGroups } from '../../words/remarks.ts';
import { solvedLevels, type SolvedLevel } from '../../words/strength-words.ts';
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, GREY, heading, line, PAGE, paragraph, room, RULE, type Pdf } from '../kit/page.ts';
import { assumptionsSection } from './assumptions-section.ts';
import { REFUSED_LEVEL_COLUMNS, refusalRows } from './refused-levels.ts';
import { seriesSection } from './series-section.ts';
import { table } from '../kit/table.ts';
import { thresholdsSection } from '../risk/thresholds-section.ts';

const REMARK_COLUMNS = [
  { title: 'Remark', width: 126 },
  { title: 'Levels', width: 112 },
  { title: 'Description', width: CONTENT_WIDTH - 238 },
];
const DIGEST_DIGITS = 12;
/** Provenance and signature, points: they stay on one page. */
const CLOSING_HEIGHT = 136;

export function notesPage(pdf: Pdf, data: ReportData): void {
  notAssessed(pdf, data);
  thresholdsSection(pdf, data);
  suppliedByClinic(pdf, data);
  seriesSection(pdf, data);
  remarks(pdf, data);
  method(pdf, data);
  assumptionsSection(pdf, data);
  room(pdf, CLOSING_HEIGHT);
  provenance(pdf, data);
  signature(pdf);
}

function notAssessed(pdf: Pdf, { risk }: ReportData): void {
  heading(pdf, 'Levels not evaluated');
  const refused = (risk?.levels ?? []).flatMap((outcome) => (outcome.status === 'assessed' ? [] : [outcome]));
  if (refused.length === 0) paragraph(pdf, 'All visible levels were evaluated.');
  else table(pdf, REFUSED_LEVEL_COLUMNS, refusalRows(refused));
  const leftOut = leftOutText(risk?.density.leftOut ?? []);
  if (leftOut !== '') paragraph(pdf, leftOut, { size: 7.4 });
  if ((risk?.missing.length ?? 0) > 0) {
    paragraph(
      pdf,
      `Not provided: ${risk!.missing.join(', ')}. A factor that is not provided is not taken as absent.`,
      {
        size: 7.4,
      },
    );
  }
}

/** "Excluded from the density of the study: L1, L2 (not in the images); T12 (...)." */
function leftOutText(leftOut: NonNullable<ReportData['risk']>['density']['leftOut']): string {
  const levelsOf = new Map<string, Level[]>();
  for (const { level, reason } of leftOut) levelsOf.set(reason, [...(levelsOf.get(reason) ?? []), level]);
  if (levelsOf.size === 0) return '';
  const parts = [...levelsOf].map(([reason, levels]) => `${levels.join(', ')} (${reason})`);
  return `Excluded from the density of the study: ${parts.join('; ')}.`;
}

function remarks(pdf: Pdf, data: ReportData): void {
  const groups = remarkGroups(data);
  if (groups.length === 0) return;
  heading(pdf, 'Quality remarks');
  const all = assessedLevels(data).length;
  const rows = groups.map(({ code, levels, message, messagesDiffer }) => [
    { text: code },
    { text: levels.length === 0 ? 'study' : levels.length === all ? 'all evaluated' : levels.join(', ') },
    { text: messagesDiffer ? `${levels[0]!}: ${message} (other levels: see result.json)` : message },
  ]);
  table(pdf, REMARK_COLUMNS, rows);
}

function suppliedByClinic(pdf: Pdf, { order }: ReportData): void {
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

function method(pdf: Pdf, { segmentation, calibration, levels, risk }: ReportData): void {
  heading(pdf, 'Method and limitations');
  const [first] = levels.values();
  const [solved] = solvedLevels({ levels });
  const references = referencesText(risk);
  const { provider } = segmentation ?? {};
  const convention =
    provider?.convention == null
      ? ''
      : `; labels numbered as in ${provider.convention} (identified by ${provider.recognisedBy?.replace('-', ' ') ?? 'unknown'})`;
  const model = provider?.model;
  const source =
    model !== undefined
      ? `model supplied by the site, ${model.name} ${model.version} (SHA-256 ${model.sha256.slice(0, DIGEST_DIGITS)}), accuracy not evaluated; version`
      : provider?.id === 'import'
        ? 'imported label map, version'
        : 'automatic, not validated on a clinical cohort; version';
  const texts = [
    provider === undefined ? '' : `Segmentation: ${source} ${provider.version}${convention}.`,
    calibration === null
      ? ''
      : `Calibration: ${calibration.method}, ${calibration.slope.toFixed(4)} mg/cm³ per HU${calibration.intercept === 0 ? '' : `, intercept ${calibration.intercept.toFixed(1)}`}, ${calibration.mineralBasis} basis, water 0. Density: ${calibration.statement}. Source: ${calibration.source}.${cutsText(risk)}`,
    solved === undefined ? '' : strengthMethod(solved),
    first?.heights == null ? '' : `Heights: ${first.heights.method}.`,
    references === ''
      ? ''
      : `Fracture grades: Genant HK et al., J Bone Miner Res 8:1137, 1993. Reference: ${references}. Grade 1 is reported as possible until confirmed by the reader.`,
    `Not validated on a clinical cohort.${solved === undefined ? '' : ' The solver is verified against analytical solutions and an independent solver, not against mechanical tests of bone.'}`,
  ];
  for (const text of texts) if (text !== '') paragraph(pdf, text.replaceAll('..', '.'), { size: 7.4 });
}

function cutsText(risk: ReportData['risk']): string {
  const cutOffs = cutOffsOf(risk);
  return cutOffs === null
    ? ''
    : ` Category cut-offs: ${cutOffs.osteoporosisBelow} and ${cutOffs.normalAbove} mg/cm³, mean of two lumbar vertebrae.`;
}

function strengthMethod({ strength }: SolvedLevel): string {
  const { plastic, law } = strength;
  const read =
    plastic === null
      ? ''
      : ` Strength is the force at ${plastic.readOutPercent} % strain (${plastic.law}); the read-out strain is an assumption of this software.`;
  return `Strength: voxel finite elements of the vertebral body between PMMA caps, ${law}; axial compression between bonded plates.${read} Linear: F = 0.0068 K H (Crawford RP et al., Bone 33:744, 2003). Elastic law: Kopperdahl DL et al., J Orthop Res 20:801, 2002; its application to QCT density and the Poisson's ratios are assumptions of this software. No population was measured with this method, and no cut-off applies. Modelled reference: each body solved again with all its densities scaled, and read at the mean trabecular density of the patient's age and sex and of young adults (L1 attenuation at 120 kV by age and sex, Jang S et al., Radiology 291:360, 2019; profile along the spine, Budoff MJ et al., Acad Radiol 19:178, 2012). It tells how much of the strength density takes or gives; size and shape cancel out. Its mean is known to 11 to 15 % (standard error, assumption of this software), which the intervals hold.`;
}

/** "T12, L1: the patient's own intact L2; ...": levels with the same reference together. */
function referencesText(risk: ReportData['risk']): string {
  const levelsOf = new Map<string, Level[]>();
  for (const outcome of risk?.levels ?? []) {
    if (outcome.status !== 'assessed' || outcome.fracture === null) continue;
    const { reference } = outcome.fracture;
    levelsOf.set(reference, [...(levelsOf.get(reference) ?? []), outcome.level]);
  }
  return [...levelsOf].map(([reference, levels]) => `${levels.join(', ')} – ${reference}`).join('; ');
}

function provenance(pdf: Pdf, { input, software, artifacts, levels, risk }: ReportData): void {
  heading(pdf, 'Provenance');
  const [solved] = solvedLevels({ levels });
  const solver = solved === undefined ? '' : ` Solver tolerance ${solved.strength.solver.tolerance}.`;
  paragraph(
    pdf,
    `${software.name} ${software.version}, parameter set ${input.parameterSet} (sha256 ${parameterDigest(input.parameterSet).slice(0, DIGEST_DIGITS)}), study ${input.studyId}, assessment ${input.assessmentId}.${solver}`,
    { size: 7.4 },
  );
  const digests = artifacts.map(
    ({ key, sha256 }) =>
      `${key.split('/').slice(3).join('/') || key.split('/').at(-1)!} ${sha256.slice(0, DIGEST_DIGITS)}`,
  );
  const files = [...new Set([...digests, ...coefficientFiles(risk)])];
  paragraph(pdf, `sha256, first ${DIGEST_DIGITS} digits: ${files.join('  ·  ')}`, {
    size: 6.6,
    colour: GREY,
    font: 'narrow',
  });
}

/** Every file of coefficients that a figure was made with, and the reference table of heights. */
function coefficientFiles(risk: ReportData['risk']): readonly string[] {
  if (risk === null) return [];
  const { model, crossChecks, populationAverage } = risk.absolute;
  const estimates = [model, ...crossChecks.map(({ estimate }) => estimate), populationAverage];
  const named = estimates.flatMap((estimate) =>
    estimate.status === 'evaluated' ? [estimate.parameters] : [],
  );
  const { id, sha256 } = risk.fractures.table;
  const assumptions = { id: ASSUMPTION_TABLE.id, sha256: ASSUMPTION_TABLE_SHA256 };
  return [...named, ...(sha256 === undefined ? [] : [{ id, sha256 }]), assumptions].map(
    (file) => `${file.id} ${file.sha256.slice(0, DIGEST_DIGITS)}`,
  );
}

function signature(pdf: Pdf): void {
  room(pdf, 62);
  pdf.y += 10;
  const top = pdf.y;
  const width = CONTENT_WIDTH / 3 - 12;
  ['Interpreted by (printed name)', 'Date and time', 'Meaning of the signature'].forEach((label, n) => {
    const x = PAGE.margin + n * (width + 18);
    pdf
      .moveTo(x, top + 26)
      .lineTo(x + width, top + 26)
      .lineWidth(0.7)
      .strokeColor(RULE)
      .stroke();
    line(pdf, label, { x, y: top + 30, size: 7, colour: GREY, width });
  });
  pdf.y = top + 46;
}
