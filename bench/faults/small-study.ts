/**
 * The smallest studies that pass every state: a lumbar body or two in slices of 4 mm, with their label map. Such slices have no
 * strength, so that a whole assessment takes two seconds of CPU; the solve's own errors are tested where it is.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { assessmentInputFor } from '../../lambdas/shared/assessment-start.ts';
import type { ObjectStore } from '../../lambdas/shared/object-store.ts';
import type { AssessmentInput } from '../../contracts/states.ts';
import { uploadStudy } from '../../local/study/upload-study.ts';
import { demoSpine, digitalSpine, writeDicomSeries, type SpineOptions } from '../../phantoms/index.ts';
import { writeNifti } from '../../spine/grid/nifti.ts';

const SMALL: Omit<SpineOptions, 'levels'> = {
  ...demoSpine,
  scanner: {
    ...demoSpine.scanner,
    pixelMm: 1.6,
    sliceSpacingMm: 4,
    sliceThicknessMm: 4,
    noiseHu: 6,
    fieldOfViewMm: [140, 130],
  },
};

/** What is wrong with a study, so that it must be refused. */
export type Poison = 'no-images' | 'cut-image';
/** The codes by which they are. */
export const REFUSED_AS = {
  'no-images': 'NO_DICOM',
  'cut-image': 'TRUNCATED_FILE',
} as const satisfies Record<Poison, string>;

export interface StudyMaker {
  /** Puts the nth study into the store: the same voxels, another patient. @returns what its assessment starts from */
  readonly put: (store: ObjectStore, n: number, poison?: Poison) => Promise<AssessmentInput>;
}

/** @param folder for its files on the way */
export function smallStudies(folder: string, levels: readonly ('L2' | 'L3')[]): StudyMaker {
  const options: SpineOptions = {
    ...SMALL,
    levels: levels.map((level) => ({ level, vbmdMgCc: 96, fracture: null })),
  };
  const spine = digitalSpine(options);
  const labels = writeNifti(spine.vertebrae);
  return {
    async put(store, n, poison) {
      const place = join(folder, String(n));
      await mkdir(place, { recursive: true });
      const files: string[] = [];
      for (const { name, bytes } of writeDicomSeries(spine, { ...options, seed: options.seed + n })) {
        const path = join(place, name);
        await writeFile(path, poisoned(bytes, files.length, poison));
        files.push(path);
      }
      const map = join(place, 'labels.nii.gz');
      await writeFile(map, labels);
      const { marker, manifest } = await uploadStudy(store, {
        files,
        labels: [map],
        labelConvention: 'verse',
        model: null,
        keepOutlines: true,
        levelOverride: null,
        order: null,
        parameterSet: null,
      });
      return assessmentInputFor(marker, manifest);
    },
  };
}

function poisoned(bytes: Uint8Array, n: number, poison: Poison | undefined): Uint8Array {
  if (poison === 'no-images') return new TextEncoder().encode(`no image ${n} ${bytes.length}`);
  return poison === 'cut-image' && n === 1 ? bytes.subarray(0, bytes.length / 2) : bytes;
}
