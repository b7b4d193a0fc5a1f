import { describe, expect, test } from 'vitest';

import { fitPhantom, type FitRod } from '../../../../spine/calibrate/phantom/fit-phantom.ts';
import { phantomOf, type Phantom } from '../../../../spine/calibrate/phantom/phantom.ts';
import { phantomCertificateSchema } from '../../../../contracts/calibration/phantom.ts';
import { densityAt, densityLineSe } from '../../../../spine/calibrate/density-line.ts';
import { StudyRefused } from '../../../../contracts/refusals.ts';
import { normalNumbers } from '../../../../phantoms/random.ts';
import { CERTIFICATE, VECTOR_HU } from './mindways.ts';

const MINDWAYS = phantomOf('mindways', CERTIFICATE);
const BDC6 = phantomOf('qrm-bdc6', null);

function rods(phantom: Phantom, hu: readonly number[], more: Partial<FitRod> = {}): readonly FitRod[] {
  return phantom.rods.map((rod, n) => ({ ...rod, meanHu: hu[n]!, seHu: 0.2, accepted: true, ...more }));
}

/** HU of apatite rods where K2HPO4 is 0.83 of it and 0.70 mg/cm3 a HU. */
const BDC6_HU = [0, 100, 200, 400, 600, 800].map((density) => (0.83 * density) / 0.7);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof StudyRefused) return error.refusal.code;
    throw error;
  }
  return 'none';
}

describe('the fit of a phantom', () => {
  test('science 1.1: the Mindways test vector gives slope 0.714286 mg/cm3 per HU and intercept 0.714286', () => {
    const { line, fit } = fitPhantom(rods(MINDWAYS, VECTOR_HU), MINDWAYS, 120);
    // The vector's HU are printed to 0.001, and rod A's 0.002 off: 5e-6 of the slope, 1e-3 of the intercept.
    expect(Math.abs(line.slope - 0.714286)).toBeLessThan(5e-6);
    expect(Math.abs(line.intercept - 0.714286)).toBeLessThan(1e-3);
    expect(fit.r2).toBeGreaterThan(0.999999);
    expect(fit.points.every(({ residualMgCc }) => Math.abs(residualMgCc) < 0.002)).toBe(true);
  });

  test('of apatite rods is their line times the K2HPO4 that apatite counts for, and says so', () => {
    const { line, fit, flags } = fitPhantom(rods(BDC6, BDC6_HU), BDC6, 120);
    expect(line.slope).toBeCloseTo(0.7, 10);
    expect(line.intercept).toBeCloseTo(0, 8);
    expect(fit.points.at(-1)).toMatchObject({ name: '800', densityMgCc: 664 });
    expect(flags.map(({ code }) => code)).toEqual(['MINERAL_BASIS_CONVERTED']);
  });

  test.each([
    [80, 0.86],
    [100, 0.845],
    [120, 0.83],
    [140, 0.81],
  ])('science 1.6: at %d kVp K2HPO4 is %d of apatite', (kvp, factor) => {
    const { line } = fitPhantom(rods(BDC6, BDC6_HU), BDC6, kvp);
    expect(line.slope).toBeCloseTo((factor * 0.7) / 0.83, 10);
  });

  test('is less sure of the slope where the conversion is, too', () => {
    const known = fitPhantom(rods(BDC6, BDC6_HU), BDC6, 120).line.error.slopeSe;
    expect(fitPhantom(rods(BDC6, BDC6_HU), BDC6, null).line.error.slopeSe).toBeGreaterThan(known);
  });

  test('with R2 below 0.98 is flagged, below 0.90 refused', () => {
    const bent = (by: number): readonly FitRod[] =>
      rods(MINDWAYS, VECTOR_HU.map((hu, n) => hu + by * [1, -1, 1, -1, 1][n]!)); // prettier-ignore
    expect(fitPhantom(bent(10), MINDWAYS, 120).flags).toEqual([]);
    const warned = fitPhantom(bent(50), MINDWAYS, 120);
    expect(warned.fit.r2).toBeLessThan(0.98);
    expect(warned.flags.map(({ code }) => code)).toEqual(['PHANTOM_FIT_WARN']);
    expect(codeOf(() => fitPhantom(bent(160), MINDWAYS, 120))).toBe('PHANTOM_FIT_POOR');
  });

  test('that no scanner can have is refused however well it fits', () => {
    expect(codeOf(() => fitPhantom(rods(BDC6, BDC6_HU.map((hu) => 2 * hu)), BDC6, 120))).toBe('PHANTOM_FIT_POOR'); // prettier-ignore
    expect(codeOf(() => fitPhantom(rods(BDC6, BDC6_HU.map((hu) => hu + 90)), BDC6, 120))).toBe('PHANTOM_FIT_POOR'); // prettier-ignore
  });

  test('leaves out a rod that failed its gate, where three others remain', () => {
    const spoilt = rods(BDC6, BDC6_HU).map((rod, n) =>
      n === 2 ? { ...rod, meanHu: 0, accepted: false } : rod,
    );
    const { line, flags } = fitPhantom(spoilt, BDC6, 120);
    expect(line.slope).toBeCloseTo(0.7, 10);
    expect(flags.map(({ code }) => code)).toContain('PHANTOM_ROD_LEFT_OUT');
  });

  test('through two rods says that no misfit can be seen', () => {
    const osteo = phantomOf('siemens-osteo', null);
    const { flags } = fitPhantom(rods(osteo, [0, 237]), osteo, 120);
    expect(flags.map(({ code }) => code)).toContain('PHANTOM_TWO_RODS');
  });

  test.each([
    ['mindways', MINDWAYS, (n: number) => VECTOR_HU[n]!, 0.714286, 0.714286],
    ['qrm-bdc6', BDC6, (n: number) => BDC6_HU[n]!, 0.7, 0],
  ] as const)(
    'of %s has errors that 95 of 100 scattered phantoms stay within',
    (_, phantom, hu, slope, intercept) => {
      const normal = normalNumbers(7);
      const runs = 2000;
      let inside = 0;
      for (let run = 0; run < runs; run++) {
        // Rods scatter by 3 HU, HU of the body are off by 3 HU, its beam by 2 %, apatite by its own 1.5 %.
        const factor = 1 + (phantom.basis === 'CaHA' ? 0.015 * normal() : 0);
        const scattered = rods(phantom, phantom.rods.map((__, n) => hu(n) * factor + 3 * normal())); // prettier-ignore
        const { line } = fitPhantom(scattered, phantom, 120);
        const truth = 100;
        const seen = ((truth - intercept) / slope) * (1 + 0.02 * normal()) + 3 * normal();
        if (Math.abs(densityAt(line, seen) - truth) < 1.96 * densityLineSe(line, seen)) inside += 1;
      }
      // Of 2000 runs at 95 %, three standard errors are 1.5 %; the prior on the scatter makes them a little cautious.
      expect(inside / runs).toBeGreaterThan(0.935);
      expect(inside / runs).toBeLessThan(0.98);
    },
  );
});

describe('a phantom', () => {
  test('of Mindways needs its certificate, and no other takes one', () => {
    expect(codeOf(() => phantomOf('mindways', null))).toBe('PHANTOM_CERTIFICATE_MISSING');
    expect(codeOf(() => phantomOf('b-mas200', CERTIFICATE))).toBe('PHANTOM_CERTIFICATE_UNUSED');
  });

  test('certificate with two rods of one name, too few rods or an unknown field is refused', () => {
    const [a, b, c] = CERTIFICATE.rods;
    const fails = (change: object): boolean => !phantomCertificateSchema.safeParse({ ...CERTIFICATE, ...change }).success; // prettier-ignore
    expect(fails({})).toBe(false);
    expect(fails({ rods: [a, b, c, { ...c!, k2hpo4MgCc: 400 }] })).toBe(true);
    expect(fails({ rods: [a, b] })).toBe(true);
    expect(fails({ table: [] })).toBe(true);
  });

  test.each([
    ['qrm-bdc3', [100, 400, 800]],
    ['qrm-bdc6', [0, 100, 200, 400, 600, 800]],
    ['image-analysis', [8, 97.3, 189.8]],
    ['b-mas200', [0, 50, 100, 150, 200]],
    ['siemens-osteo', [0, 200]],
  ] as const)('science 1.1: %s has rods of %j mg/cm3 apatite', (type, densities) => {
    const { rods: known, basis } = phantomOf(type, null);
    expect(known.map(({ densityMgCc }) => densityMgCc)).toEqual(densities);
    expect(basis).toBe('CaHA');
  });
});
