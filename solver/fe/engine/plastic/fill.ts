/** What the kernels are told of a yield surface: the words of the state's header, and the tables that they point to. */
import {
  CONE_ALONG,
  CONE_BULK,
  CONE_CONSTANTS,
  CONE_ETA,
  CONE_K,
  CONE_SHEAR2,
  CONE_TRACE,
  POINTS,
  STATE_CONSTANTS32,
  STATE_CONSTANTS64,
  STATE_FORCE_FACTORS32,
  STATE_FORCE_FACTORS64,
  STATE_IS_HILL,
  STATE_MEAN_DILATATION,
  STATE_PLASTIC_STRAIN,
  STATE_STRAIN_FACTORS32,
  STATE_STRAIN_FACTORS64,
  STATE_STRENGTH,
  STATE_TANGENT,
  STATE_YIELDED,
} from '../../../kernels/layout.ts';
import type { ElasticLaw } from '../../elastic-law.ts';
import { ModelInvalid, type VoxelModel } from '../../model.ts';
import { hillForm, type DruckerPrager, type VonMises, type YieldSurface } from '../../yield-surface.ts';
import type { PlasticLayout } from '../memory/plastic-layout.ts';
import { putWords } from '../memory/words.ts';
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
  { spacing, dilatation }: Pick<VoxelModel, 'spacing' | 'dilatation'>,
): void {
  const strain = factors(spacing);
  const volume = (spacing[0] * spacing[1] * spacing[2]) / POINTS;
  const force = strain.map((f) => f * volume);
  const constants =
    surface.kind === 'Hill' ? hillConstants(law, hillForm(surface)) : coneConstants(law, surface);
  for (const [values, [at32, at64]] of [
    [strain, plastic.strainFactors],
    [force, plastic.forceFactors],
    [constants, plastic.constants],
  ] as const) {
    new Float32Array(buffer, at32, values.length).set(values);
    new Float64Array(buffer, at64, values.length).set(values);
  }
  putWords(buffer, plastic.header, [
    [STATE_STRENGTH, plastic.strength],
    [STATE_PLASTIC_STRAIN, plastic.plasticStrain],
    [STATE_TANGENT, plastic.tangent],
    [STATE_YIELDED, plastic.yielded],
    [STATE_STRAIN_FACTORS32, plastic.strainFactors[0]],
    [STATE_STRAIN_FACTORS64, plastic.strainFactors[1]],
    [STATE_FORCE_FACTORS32, plastic.forceFactors[0]],
    [STATE_FORCE_FACTORS64, plastic.forceFactors[1]],
    [STATE_CONSTANTS32, plastic.constants[0]],
    [STATE_CONSTANTS64, plastic.constants[1]],
    [STATE_IS_HILL, surface.kind === 'Hill' ? 1 : 0],
    [STATE_MEAN_DILATATION, dilatation === 'mean' ? 1 : 0],
  ]);
}

function coneConstants(law: ElasticLaw, surface: VonMises | DruckerPrager): number[] {
  const { lame, shear } = isotropicConstants(law);
  const bulk = lame + (2 * shear) / 3;
  const { eta, k } = coneOf(surface.kind === 'von Mises' ? 1 : surface.tensionToCompression);
  const stiff = 2 * shear + bulk * eta * eta;
  const out = new Array<number>(CONE_CONSTANTS);
  out[CONE_BULK] = bulk;
  out[CONE_SHEAR2] = 2 * shear;
  out[CONE_ETA] = eta;
  out[CONE_K] = k;
  out[CONE_ALONG] = (2 * shear) / stiff;
  out[CONE_TRACE] = (bulk * eta) / stiff;
  return out;
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
