import { describe, expect, test } from 'vitest';

import type { Level } from '../../../../contracts/levels.ts';
import { PARAMETER_SETS } from '../../../../spine/definitions/parameter-sets.ts';
import { measureTrabecularDensity } from '../../../../spine/measure/density/trabecular-density.ts';

import { indexToWorld, invertAffine } from '../../../../spine/grid/volume.ts';

import { block, type BlockOptions } from '../block.ts';
import { BY_VOLTAGE } from '../../calibrate/by-voltage-line.ts';

function measured(options: Partial<BlockOptions>, calibration = BY_VOLTAGE, level: Level = 'L3') {
  return measureTrabecularDensity({
    sliceThicknessMm: null,
    ...block(options),
    calibration,
    level,
    parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
  });
}

describe('trabecular density', () => {
  test.each([-20, 60, 150, 280])('of %d HU is recovered within 2 %% without noise', (trabecularHu) => {
    const { value } = measured({ trabecularHu }).trabecular!.vbmd;
    expect(Math.abs(value - 0.7 * trabecularHu)).toBeLessThanOrEqual(0.02 * Math.abs(0.7 * trabecularHu));
  });

  test('is recovered within 3 mg/cm3 under noise, in a tall, a wedged and a thick-sliced body', () => {
    for (const options of [{}, { anterior: 17 }, { sliceMm: 3 }]) {
      const { trabecular } = measured({ noiseHu: 40, ...options });
      expect(Math.abs(trabecular!.vbmd.value - 105)).toBeLessThan(3);
    }
  });

  test('has the noise for its spread', () => {
    const { standardDeviation } = measured({ noiseHu: 40 }).trabecular!;
    // 2 % statistics over 4,000 voxels, 10 % allowed.
    expect(Math.abs(standardDeviation - 28)).toBeLessThan(2.8);
  });

  test('does not see the shell: a shell twice as dense changes nothing', () => {
    const [one, two] = [measured({ shellHu: 700 }), measured({ shellHu: 1400 })];
    expect(two.trabecular!.meanHu.value).toBeCloseTo(one.trabecular!.meanHu.value, 6);
  });

  test('grows with the HU and with the slope', () => {
    const low = measured({ trabecularHu: 100 }).trabecular!.vbmd.value;
    expect(measured({ trabecularHu: 120 }).trabecular!.vbmd.value).toBeGreaterThan(low);
    const steeper = measured({ trabecularHu: 100 }, { ...BY_VOLTAGE, slope: 0.74 });
    expect(steeper.trabecular!.vbmd.value).toBeCloseTo((low * 0.74) / 0.7, 6);
  });

  test('has an interval that is at least that of the calibration', () => {
    const { value, uncertainty } = measured({ noiseHu: 20 }).trabecular!.vbmd;
    if (uncertainty.kind !== 'interval95') throw new Error('no interval');
    expect(uncertainty.high - value).toBeGreaterThan(0.15 * value);
    expect(uncertainty.high - value).toBeLessThan(0.16 * value);
    expect(uncertainty.low + uncertainty.high).toBeCloseTo(2 * value, 9);
  });

  test('says nothing of a lumbar body where the region holds less than 2 cm3, 3 mm from the edge', () => {
    const { trabecular, region, flags } = measured({ anterior: 8, posterior: 8 });
    expect(trabecular).toBeNull();
    expect(region).toBeNull();
    expect(flags).toEqual([
      {
        code: 'TRABECULAR_REGION_SMALL',
        message: expect.stringMatching(
          /^trabecular region of [01]\.\d cm3 \(required: at least 2\.0 cm3\); density not measured$/,
        ) as string,
      },
    ]);
  });

  test('of a thoracic body needs 0.5 cm3, and comes 3 mm near to the edge where 4 mm leave less than 2 cm3', () => {
    const { trabecular } = measured({ anterior: 8, posterior: 8 }, BY_VOLTAGE, 'T6');
    expect(trabecular!.volume.value).toBeLessThan(2);
    expect(trabecular!.volume.value).toBeGreaterThan(0.5);
    expect(trabecular!.method).toMatch(/ 3 mm from the edge/);
    expect(trabecular!.vbmd.value).toBeCloseTo(105, 1);
    expect(measured({}, BY_VOLTAGE, 'T6').trabecular!.method).toMatch(/ 4 mm from the edge/);
  });

  test('leaves out an island of bone, and says how much it left out', () => {
    const input = block({ noiseHu: 20 });
    const ct = { ...input.ct, data: input.ct.data.slice() };
    const { region } = measured({ noiseHu: 20 });
    let island = 0;
    const [nx, ny] = region!.dims;
    const inverse = invertAffine(ct.affine);
    region!.data.forEach((inside, at) => {
      if (inside === 0 || island >= 40) return;
      const p = indexToWorld(region!.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
      const [i, j, k] = indexToWorld(inverse, ...p).map(Math.round) as [number, number, number];
      ct.data[i + ct.dims[0] * (j + ct.dims[1] * k)] = 900;
      island++;
    });
    const { trabecular } = measureTrabecularDensity({
      sliceThicknessMm: null,
      ...input,
      ct,
      calibration: BY_VOLTAGE,
      level: 'L3',
      parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
    });
    expect(trabecular!.vbmd.value).toBeCloseTo(measured({ noiseHu: 20 }).trabecular!.vbmd.value, 1);
    expect(trabecular!.trimmedPercent).toBeGreaterThan(0.5);
  });

  test('says where one mean does not describe the body: a twelfth of its region is dense bone', () => {
    const flagsWith = (every: number): string[] => {
      const input = block({ noiseHu: 20 });
      const data = input.ct.data.map((hu, at) => (at % every === 0 ? 900 : hu));
      return measureTrabecularDensity({
        sliceThicknessMm: null,
        ...input,
        ct: { ...input.ct, data },
        calibration: BY_VOLTAGE,
        level: 'L3',
        parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
      }).flags.map(({ code, message }) => `${code}: ${message}`);
    };
    expect(flagsWith(12)).toEqual([
      expect.stringMatching(
        /^TRABECULAR_HETEROGENEOUS: [89] % outliers in the trabecular region \(usual: at most 5 %\)$/,
      ),
    ]);
    expect(flagsWith(33)).toEqual([]);
  });

  test('splits its error into that of the line and its own', () => {
    const { vbmd, lineSe, samplingSe } = measured({ noiseHu: 20 }).trabecular!;
    if (vbmd.uncertainty.kind !== 'interval95') throw new Error('no interval');
    expect((vbmd.uncertainty.high - vbmd.value) / 1.96).toBeCloseTo(Math.hypot(lineSe, samplingSe), 9);
    expect(lineSe / vbmd.value).toBeCloseTo(0.15 / 1.96, 6);
    // 14 mg/cm3 over 4 cm3, a sample per 8 mm3.
    expect(samplingSe).toBeGreaterThan(0.4);
    expect(samplingSe).toBeLessThan(1.2);
  });

  test('is measured over a third of the height and less than two thirds of the footprint', () => {
    const { volume } = measured({}).trabecular!;
    const footprintCm2 = (Math.PI * 4.2 * 3.2) / 4;
    expect(volume.value).toBeGreaterThan(2);
    expect(volume.value).toBeLessThan((footprintCm2 * 2.5 * 2) / 9);
  });
});
