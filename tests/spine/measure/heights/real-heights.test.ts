/** Heights of a real thoracic spine, outlined from the CT alone. Nobody measured it by hand: what any such spine has is held. */
import { surfaceOfMask } from '../../../../spine/outline/surface/with-surfaces.ts';
import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, test } from 'vitest';

import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';
import { automaticProvider } from '../../../../spine/outline/automatic/provider.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { readNifti } from '../../../../spine/grid/nifti.ts';
import { toCanonical } from '../../../../spine/grid/orientation.ts';
import { measureHeights, type HeightsMeasurement } from '../../../../spine/measure/heights/heights.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';
import { providerInput } from '../../outline/provider-input.ts';

const FOLDER = 'totalsegmentator-aorta-crop';
const INTACT: readonly Level[] = ['T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T12'];

describe.skipIf(lacksSharedData(FOLDER))(`${FOLDER}, T4 to T12`, () => {
  const measured = new Map<Level, HeightsMeasurement>();
  beforeAll(async () => {
    const { volume } = readNifti(readFileSync(sharedData(`${FOLDER}/ct_cropped.nii.gz`)));
    const ct = toCanonical({ ...volume, data: Int16Array.from(volume.data) });
    const result = await automaticProvider.segment({ ...providerInput(ct, []), labels: null });
    for (const { level, labelValue, frame, refusal } of assessLevels(ct, result).levels) {
      if (frame === null || refusal !== null) continue;
      const { bodies } = result;
      measured.set(
        level,
        measureHeights({
          ct,
          surface: surfaceOfMask(bodies, labelValue)!,
          bodies,
          labelValue,
          frame,
          sliceThicknessMm: null,
        }),
      );
    }
  }, 60_000);

  test('discs of 3 mm do not lend a body its neighbour: none is taller in front by 15 % of its back', () => {
    for (const level of INTACT) {
      const { anterior, posterior } = measured.get(level)!.heights!;
      const ratio = anterior.value / posterior.value;
      expect(ratio, level).toBeGreaterThan(0.85);
      expect(ratio, level).toBeLessThan(1.15);
    }
  });

  test('backs grow from T4 to T12 by a third to two thirds, never shrinking by more than 1 mm', () => {
    const backs = INTACT.map((level) => measured.get(level)!.heights!.posterior.value);
    const growth = backs.at(-1)! / backs[0]!;
    expect(growth).toBeGreaterThan(1.33);
    expect(growth).toBeLessThan(1.67);
    backs.slice(1).forEach((back, n) => {
      expect(back - backs[n]!, INTACT[n + 1]).toBeGreaterThan(-1);
    });
  });

  test('the caved-in endplate of T11 stands out: 3 mm deep and more, where no other is 2', () => {
    const depth = (level: Level): number => measured.get(level)!.endplates!.superior.concavity.value;
    expect(depth('T11')).toBeGreaterThan(3);
    for (const level of INTACT) expect(depth(level), level).toBeLessThan(2);
    const { anterior, middle } = measured.get('T11')!.heights!;
    expect(middle.value / anterior.value).toBeLessThan(0.8);
  });
});
