/** What measurements come to: fracture grades, categories, probabilities, the verdict. */
export { compare } from './comparison/compare.ts';
export { otherPatient } from './comparison/compare.ts';
export { visitOf } from './comparison/visit.ts';
export { isScaleTrusted } from './density/density-evidence.ts';
export { OUT_OF_LINE } from './density/density-levels.ts';
export { assessRisk } from './assess-risk.ts';
export { densityAfterPhantomScan } from './density/after-phantom-scan.ts';
export { gradeInForce } from './fractures/known-fractures.ts';
export { knownWords } from './fractures/fracture-words.ts';
export type { MapResult } from './level-outcomes.ts';
export { coversAge, referenceDensity } from './strength/reference/reference-density.ts';
export { ageOrSexMissing, subjectOf } from './subject/subject.ts';
export {
  nameAfter,
  namesInDoubt,
  renamedSince,
  requireFitting,
  ReviewUnfit,
  reviewedLevels,
  reviewedNames,
} from './review/reviewed-levels.ts';
export { STRENGTH_UNSETTLED } from './strength/strength-summary.ts';
