/** VerSe-004 L2 (docs/method.md#verse-004-l2), body between its caps, J2 plasticity; an independent solve gave the forces. */
import { expect, test } from 'vitest';

import { applyLoad, isotropicLaw, reactionOn } from '../../solver/fe/index.ts';
import { solvePlastic } from '../../solver/host/index.ts';
import { lacksSharedData } from '../shared-data.ts';

import { LABEL, verse004 } from './verse004.ts';

const HEIGHT_MM = 31;
const STRAINS = [0.002, 0.004, 0.006, 0.008, 0.01, 0.013, 0.016, 0.019, 0.022];
const PMMA = 2500;

/** Moduli and yield stresses of docs/method.md#material-laws, MPa, density in g/cm3. */
const LAWS = {
  'linear law': {
    modulus: (rho: number) => Math.max(10, -34.7 + 3230 * rho),
    strength: (rho: number) => Math.max(0.02, -0.75 + 24.9 * rho),
    wanted: [675, 1255, 1572, 1718, 1800, 1872, 1918, 1951, 1975],
  },
  'power law': {
    modulus: (rho: number) => Math.max(10, 2980 * Math.max(rho, 0) ** 1.05),
    strength: (rho: number) => Math.max(0.02, 37.4 * Math.max(rho, 0) ** 1.39),
    wanted: [null, null, null, null, null, null, null, 1894, null],
  },
};
const AT_1_9 = 7;

test.skipIf(lacksSharedData('verse004-l2/')).each(Object.entries(LAWS))(
  'VerSe-004 L2, %s: F at 1.9 percent strain within 3 percent of the independent solve, in fact within 0.2',
  (name, law) => {
    const { density, labels } = verse004();
    const modulus = new Float64Array(labels.data.length);
    const strength = new Float64Array(modulus.length).fill(Infinity);
    labels.data.forEach((label, e) => {
      const rho = density.data[e]! / 1000;
      if (label === LABEL.trabecular || label === LABEL.cortical) {
        modulus[e] = law.modulus(rho);
        strength[e] = law.strength(rho);
      } else if (label === LABEL.bottomCap || label === LABEL.topCap) modulus[e] = PMMA;
    });
    const model = {
      dims: labels.dims,
      spacing: [1, 1, 1] as const,
      modulus,
      lawIndex: new Uint8Array(modulus.length),
      laws: [isotropicLaw(0.3)],
      strength,
    };
    const loads = STRAINS.map((strain) =>
      applyLoad(model, { kind: 'compression', shorteningMm: strain * HEIGHT_MM, sideways: 'held' }),
    );
    const { increments, converged } = solvePlastic(model, loads.map(({ dirichlet }) => dirichlet)); // prettier-ignore
    expect(converged).toBe(true);
    const forces = increments.map(
      ({ force }) => -reactionOn(model, force, loads[0]!.topNodes, loads[0]!.centre).force[2],
    );
    expect(Math.abs(forces[AT_1_9]! / law.wanted[AT_1_9]! - 1)).toBeLessThan(0.03);
    law.wanted.forEach((wanted, n) => {
      if (wanted !== null) expect(Math.abs(forces[n]! / wanted - 1)).toBeLessThan(0.002);
    });
    console.log(`VerSe-004 L2, ${name}: F ${forces.map((force) => force.toFixed(1)).join(' ')} N`);
  },
);
