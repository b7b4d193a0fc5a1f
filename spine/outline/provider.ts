/** Where vertebral bodies come from: one interface, so that every provider meets the same framing, gates and QC. */
import type { Ct } from '../../contracts/ct.ts';
import type { Flag, Refusal } from '../../contracts/primitives.ts';
import type { Numbering, PedicleCut, Segmentation } from '../../contracts/segmentation.ts';
import type { Level } from '../../contracts/levels.ts';
import type { StepLog } from '../../contracts/step-log.ts';
import type { Mesh } from '../grid/mesh/mesh.ts';
import type { Volume } from '../grid/volume.ts';

/** The label files that came with a study: one map, or one mask a file. */
export interface LabelFiles {
  /** `name` is the base name, which can carry the level. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** `--label-convention`, where it was given. */
  readonly convention: string | null;
}

/** A site's own model, as its files came. */
export interface ModelFiles {
  /** `model.onnx`. */
  readonly bytes: Uint8Array;
  /** `manifest.json`. */
  readonly manifest: Uint8Array;
}

export interface ProviderInput {
  /** HU, axes closest to patient left, posterior, superior. */
  readonly ct: Volume<Int16Array>;
  readonly about: Ct;
  /** Null where none came with the study. */
  readonly labels: LabelFiles | null;
  /** Null where none came with the study. */
  readonly model: ModelFiles | null;
  readonly log: StepLog;
}

/** Label maps on the grid of the CT, in the values of `levels.ts`, and what the provider says of its own work. */
export interface ProviderResult {
  readonly provider: Segmentation['provider'];
  /** Bodies without posterior elements. */
  readonly bodies: Volume<Uint8Array>;
  /** Surfaces of bodies that were found as such, and that `bodies` was cut from; left out: none was. */
  readonly surfaces?: ReadonlyMap<Level, Mesh>;
  /** Whole vertebrae, where they are known. */
  readonly vertebrae: Volume<Uint8Array> | null;
  /** Doubts about the study as a whole; any turns its light amber. */
  readonly studyFlags: readonly Flag[];
  /** Doubts about single levels; any turns that level's light amber. */
  readonly levelFlags: ReadonlyMap<Level, readonly Flag[]>;
  /** Levels that the provider itself gives up, whether it outlined them or not; left out: none. */
  readonly levelRefusals?: ReadonlyMap<Level, Refusal>;
  /** How the names were found and how sure they are; left out: they came with the map or the model. */
  readonly numbering?: Numbering;
  /** The voxels of `bodies` that bony lips make up, in the same values; left out: not looked for. */
  readonly osteophytes?: Volume<Uint8Array>;
  /** At most one a side; left out: to be read off `vertebrae`. */
  readonly pedicleCuts?: ReadonlyMap<Level, readonly PedicleCut[]>;
  /** Share of each outline at which the image shows an edge, 0 to 1; left out: not known. */
  readonly outlineQuality?: ReadonlyMap<Level, number>;
}

export interface SegmentationProvider {
  readonly id: Segmentation['provider']['id'];
  /** @throws StudyRefused where the study, or the label map, can't be used at all. */
  segment(input: ProviderInput): Promise<ProviderResult>;
}
