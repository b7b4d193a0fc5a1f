/** Outlines of vertebrae, found or imported, and how far each can be trusted. */
export { assessLevels } from './assess/assess-levels.ts';
export { withFindings } from './assess/level-findings.ts';
export { assessableLevels, requireSegmentableSlices, withThickSlices } from './assess/study-checks.ts';
export { partMixed } from './automatic/part-mixed.ts';
export { automaticProvider } from './automatic/provider.ts';
export { levelOfName } from './import/conventions.ts';
export { importProvider } from './import/provider.ts';
export { modelManifestSchema } from './onnx/model-manifest.ts';
export { onnxProvider } from './onnx/provider.ts';
export { byPosition } from './override/by-position.ts';
export { likelyNamed, relabelled } from './override/relabelled.ts';
export { overrideLevels, renamedColumn } from './override/override-levels.ts';
export type { LabelFiles, ModelFiles } from './provider.ts';
export { withRefittedBodies } from './refit/refit-result.ts';
export { surfaceOfMask, withSurfaces } from './surface/with-surfaces.ts';
