/** What the kernels are told of a yield surface: the words of the state's header, and the tables that they point to. */
import type { ElasticLaw } from '../../elastic-law.ts';
import { ModelInvalid } from '../../model.ts';
import { hillForm, type DruckerPrager, type VonMises, type YieldSurface } from '../../yield-surface.ts';
import type { PlasticLayout } from '../memory/plastic-layout.ts';
import { hillConstants } from './hill-modes.ts';

const GAUSS = 1 / Math.sqrt(3);

/**
 * Writes the words and tables that solver/kernels/assembly/cone.ts and hill.ts read.
 * @throws ModelInvalid where the surface wants an isotropic law and this is not.
 */
export function fillPlastic(
  buffer: ArrayBufferLike,
  plastic: PlasticLayout,
  law: ElasticLaw,
  surface: YieldSurface,
  spacing: readonly [number, number, number],
): void {
  const strain = factors(spacing);
  const volume = (spacing[0] * spacing[1] * spacing[2]) / 8;
  const force = strain.map((f) => f * volume);
  const constants =
    surface.kind === 'Hill' ? hillConstants(law, hillForm(surface)) : coneConstants(law, surface);
  const at = (n: number): number => plastic.tables + n;
  new Float64Array(buffer, at(0), 12).set(strain);
  new Float64Array(buffer, at(96), 12).set(force);
  new Float32Array(buffer, at(192), 12).set(strain);
  new Float32Array(buffer, at(240), 12).set(force);
  new Float64Array(buffer, at(288), constants.length).set(constants);
  new Float32Array(buffer, at(640), constants.length).set(constants);
  new Int32Array(buffer, plastic.header, 11).set([
    plastic.strength, plastic.plasticStrain, plastic.tangent, plastic.yielded,
    at(0), at(96), at(192), at(240), at(288), at(640), surface.kind === 'Hill' ? 1 : 0,
  ]); // prettier-ignore
}

function coneConstants(law: ElasticLaw, surface: VonMises | DruckerPrager): number[] {
  const { lame, shear } = isotropicConstants(law);
  const bulk = lame + (2 * shear) / 3;
  const { eta, k } = coneOf(surface.kind === 'von Mises' ? 1 : surface.tensionToCompression);
  const stiff = 2 * shear + bulk * eta * eta;
  return [bulk, 2 * shear, eta, k, (2 * shear) / stiff, (bulk * eta) / stiff];
}

/**
 * |s| + eta p = k through both uniaxial strengths, k for unit compressive strength (Drucker DC, Prager W, Q Appl Math
 * 10:157, 1952): in compression |s| = sqrt(2/3) and p = -1/3, in tension both times the ratio and p positive.
 */
function coneOf(ratio: number): { eta: number; k: number } {
  const root = Math.sqrt(2 / 3);
  return { eta: (3 * root * (1 - ratio)) / (1 + ratio), k: (2 * root * ratio) / (1 + ratio) };
}

/** 4 a + q: sign, power of the Gauss point and derivative along axis a for the mode with a and the other axes of q. */
function factors(spacing: readonly [number, number, number]): number[] {
  return spacing.flatMap((h) =>
    [0, 1, 2, 3].map((q) => {
      const others = (q & 1) + (q >> 1);
      return ((others % 2 === 0 ? -1 : 1) * GAUSS ** others) / (4 * h);
    }),
  );
}

function isotropicConstants({ name, C }: ElasticLaw): { lame: number; shear: number } {
  const lame = C[1];
  const shear = C[21];
  const expected = [lame + 2 * shear, lame, lame, lame, lame + 2 * shear, lame, lame, lame, lame + 2 * shear];
  const normal = [0, 1, 2].flatMap((r) => [0, 1, 2].map((s) => C[6 * r + s]));
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(C[0]);
  if (!normal.every((c, n) => close(c, expected[n])) || ![C[28], C[35]].every((g) => close(g, shear))) {
    throw new ModelInvalid(
      'LAW_UNKNOWN',
      `law ${name} is not isotropic; this yield surface wants one that is`,
    );
  }
  return { lame, shear };
}
