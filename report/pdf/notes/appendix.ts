/** The appendix: methods, what the numbers rest on, and provenance, in the words and names of the software. */
import type { Level } from '../../../contracts/levels.ts';
import { signedDigests } from './review-section.ts';
import { parameterDigest } from '../../../spine/definitions/digest.ts';
import { ASSUMPTION_TABLE, ASSUMPTION_TABLE_SHA256 } from '../../assumptions/assumptions.ts';
import { cutOffsOf } from '../../words/cut-offs.ts';
import { remarkGroups } from '../../words/remarks.ts';
import { solvedLevels, type SolvedLevel } from '../../words/strength-words.ts';
import type { ReportData } from '../../report-data.ts';
import { outcomesOf } from '../../result.ts';

import { CONTENT_WIDTH, GREY, heading, paragraph, type Pdf } from '../kit/page.ts';
import { mechanicsTable } from '../levels/mechanics-table.ts';
import { thresholdsSection } from '../risk/thresholds-section.ts';
import { assumptionsSection } from './assumptions-section.ts';
import { calibrationSection } from './calibration-section.ts';
import { seriesSection } from './series-section.ts';

/** The heading that readers of results may stop at. */
export const APPENDIX = 'Appendix: methods and provenance';
const DIGEST_DIGITS = 12;
/** Of provenance, points. */
const SIZE = 7.4;

export function appendix(pdf: Pdf, data: ReportData): void {
  heading(pdf, APPENDIX, 120);
  method(pdf, data);
  mechanicsTable(pdf, data);
  calibrationSection(pdf, data);
  thresholdsSection(pdf, data);
  seriesSection(pdf, data);
  provenance(pdf, data);
  assumptionsSection(pdf, data);
}

/** The start of an appendix that has nothing but provenance: of a refusal, and of a fault. */
export function shortAppendix(pdf: Pdf, data: ReportData, code: string): void {
  const { software, input } = data;
  heading(pdf, APPENDIX);
  paragraph(
    pdf,
    `Code: ${code}. ${software.name} ${software.version}, parameter set ${input.parameterSet}, study ${input.studyId}, assessment ${input.assessmentId}.${codesText(data)}`,
    { size: 7.4 },
  );
}

/** " Codes of the remarks: LEVELS_UNCERTAIN (study), ..."; empty without any. */
function codesText(data: ReportData): string {
  const remarks = remarkGroups(data).map(
    ({ code, levels }) => `${code} (${levels.length === 0 ? 'study' : levels.join(', ')})`,
  );
  const refused = outcomesOf(data).flatMap((outcome) =>
    outcome.status === 'assessed' ? [] : [`${outcome.refusal.code} (${outcome.level})`],
  );
  const all = [...refused, ...remarks];
  return all.length === 0 ? '' : ` Codes of refusals and remarks: ${all.join('; ')}.`;
}

function method(pdf: Pdf, { segmentation, calibration, levels, risk }: ReportData): void {
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
      : `Calibration: ${calibration.method}, ${calibration.slope.toFixed(4)} mg/cm³ per HU${interceptText(calibration.intercept)}, ${calibration.mineralBasis} basis, water 0. Density: ${calibration.statement}. Source: ${calibration.source}.${cutsText(risk)}`,
    solved === undefined ? '' : strengthMethod(solved),
    first?.heights == null ? '' : `Heights: ${first.heights.method}.`,
    references === ''
      ? ''
      : `Fracture grades: Genant HK et al., J Bone Miner Res 8:1137, 1993. Reference: ${references}. Grade 1 is reported as possible until confirmed by the reader.`,
    `Not validated on a clinical cohort.${solved === undefined ? '' : ' The solver is verified against analytical solutions and an independent solver, not against mechanical tests of bone.'}`,
  ];
  for (const text of texts) if (text !== '') paragraph(pdf, text.replaceAll('..', '.'), { size: 7.4 });
}

/** Nothing where it rounds to none. */
function interceptText(intercept: number): string {
  const text = intercept.toFixed(1);
  return Number(text) === 0 ? '' : `, intercept ${text}`;
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
  const coarser = plastic === null ? '' : ', on elements twice as large, as a ratio';
  return `Strength: voxel finite elements of the vertebral body between PMMA caps, ${law}; axial compression between bonded plates.${read} Linear: F = 0.0068 K H (Crawford RP et al., Bone 33:744, 2003). Elastic law: Kopperdahl DL et al., J Orthop Res 20:801, 2002; its application to QCT density and the Poisson's ratios are assumptions of this software. No population was measured with this method, and no cut-off applies. Modelled reference: each body solved again with all its densities scaled${coarser}, and read at the mean trabecular density of the patient's age and sex and of young adults (L1 attenuation at 120 kV by age and sex, Jang S et al., Radiology 291:360, 2019; profile along the spine, Budoff MJ et al., Acad Radiol 19:178, 2012). It tells how much of the strength density takes or gives; size and shape cancel out. Its mean is known to 11 to 15 % (standard error, assumption of this software), which the intervals hold.`;
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

function provenance(pdf: Pdf, data: ReportData): void {
  const { input, software, artifacts, levels, risk } = data;
  const [solved] = solvedLevels({ levels });
  const solver = solved === undefined ? '' : ` Solver tolerance ${solved.strength.solver.tolerance}.`;
  const told = `${software.name} ${software.version}, parameter set ${input.parameterSet} (sha256 ${parameterDigest(input.parameterSet).slice(0, DIGEST_DIGITS)}), study ${input.studyId}, assessment ${input.assessmentId}.${solver}${codesText(data)}`;
  // A paragraph is not broken: its heading goes with the whole of it.
  pdf.font('regular').fontSize(SIZE);
  heading(pdf, 'Provenance', pdf.heightOfString(told, { width: CONTENT_WIDTH, lineGap: 1.5 }));
  paragraph(pdf, told, { size: SIZE });
  const digests = artifacts.map(
    ({ key, sha256 }) =>
      `${key.split('/').slice(3).join('/') || key.split('/').at(-1)!} ${sha256.slice(0, DIGEST_DIGITS)}`,
  );
  const files = [...new Set([...digests, ...coefficientFiles(risk)])];
  if (data.reviewed !== null) paragraph(pdf, signedDigests(data.reviewed), { size: 7.4 });
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
