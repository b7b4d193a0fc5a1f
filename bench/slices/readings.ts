/** What the command found at each level of a scan, with the errors that are the level's own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { levelResultSchema } from '../../contracts/level/level-result.ts';
import type { Level } from '../../contracts/levels.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { readPly } from '../../spine/grid/mesh/ply.ts';
import { segmentationSchema } from '../../contracts/segmentation.ts';

export const MEASURES = ['strength', 'linear', 'stiffness', 'density', 'height', 'volume'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Value {
  readonly value: number;
  /** The part of the standard error that other levels of the study do not share; null where none is told. */
  readonly ownSe: number | null;
}

export type Readings = ReadonlyMap<Level, Readonly<Partial<Record<Measure, Value>>>>;

/** @param out what the command was given as `--out`; empty where it was refused */
export function readingsOf(out: string): Readings {
  const folder = assessmentIn(out);
  if (folder === null) return new Map();
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const { levels } = segmentationSchema.parse(read('segmentation.json'));
  return new Map(
    levels.flatMap(({ level, bodyVolumeMm3 }) => {
      if (!existsSync(join(folder, `levels/${level}/level.json`))) return [];
      const { trabecular, heights, strength } = levelResultSchema.parse(read(`levels/${level}/level.json`));
      const plastic = strength?.plastic;
      return [
        [
          level,
          {
            ...(strength == null || plastic == null
              ? {}
              : {
                  strength: of(plastic.strength.value, strength.errors.plasticStrength?.ownSe),
                  linear: of(strength.linearStrength.value, strength.errors.linearStrength.ownSe),
                  stiffness: of(strength.stiffness.value, strength.errors.stiffness.ownSe),
                }),
            ...(trabecular === null ? {} : { density: of(trabecular.vbmd.value, trabecular.samplingSe) }),
            ...(heights === null ? {} : { height: of(heights.middle.value, null) }),
            volume: of(bodyVolumeMm3, null),
          },
        ] as const,
      ];
    }),
  );
}

/** Of the levels that were assessed. */
export function surfacesIn(out: string): ReadonlyMap<Level, Mesh> {
  const folder = assessmentIn(out);
  if (folder === null) throw new Error(`saw no assessment in ${out}`);
  return new Map(
    [...readingsOf(out).keys()].map((level) => [
      level,
      readPly(readFileSync(join(folder, `levels/${level}/body.ply`))),
    ]),
  );
}

function of(value: number, ownSe: number | null | undefined): Value {
  return { value, ownSe: ownSe ?? null };
}

function assessmentIn(out: string): string | null {
  const root = join(out, 'assessments');
  if (!existsSync(root)) return null;
  const [study] = readdirSync(root);
  const [assessment] = study === undefined ? [] : readdirSync(join(root, study));
  if (assessment === undefined) return null;
  const folder = join(root, study!, assessment);
  return existsSync(join(folder, 'segmentation.json')) ? folder : null;
}
