/**
 * Elastic laws as 6x6 stiffness matrices for unit modulus, Voigt order xx yy zz yz xz xy with
 * engineering shear strains. A voxel's stiffness is its modulus times one of these.
 */

/** Row-major 6x6, dimensionless: stress (MPa) = modulus (MPa) * C * strain. */
export interface ElasticLaw {
  readonly name: string;
  readonly C: Float64Array;
}

/** The constants of an orthotropic law with material axes along the grid, relative to a modulus of 1. */
export interface OrthotropicConstants {
  readonly Ex: number;
  readonly Ey: number;
  readonly Ez: number;
  /** -strain_y / strain_x under load along x, and so on. */
  readonly nuXy: number;
  readonly nuZx: number;
  readonly nuZy: number;
  readonly Gyz: number;
  readonly Gxz: number;
  readonly Gxy: number;
}

/** The constants describe no stable material. */
export class UnstableLaw extends Error {
  override readonly name = 'UnstableLaw';
}

/** @throws UnstableLaw where Poisson's ratio is outside (-1, 0.5). */
export function isotropicLaw(nu: number): ElasticLaw {
  if (!(nu > -1 && nu < 0.5))
    throw new UnstableLaw(`Poisson's ratio ${nu}: wanted a value between -1 and 0.5`);
  const shear = 1 / (2 * (1 + nu));
  const constants = { Ex: 1, Ey: 1, Ez: 1, nuXy: nu, nuZx: nu, nuZy: nu, Gyz: shear, Gxz: shear, Gxy: shear };
  return orthotropicLaw(`isotropic, nu ${nu}`, constants);
}

/**
 * @throws UnstableLaw where the stiffness is not positive definite.
 * @remarks The normal block is the inverse of the compliance
 * [1/Ex, -nuXy/Ex, -nuZx/Ez; ., 1/Ey, -nuZy/Ez; ., ., 1/Ez].
 */
export function orthotropicLaw(name: string, c: OrthotropicConstants): ElasticLaw {
  const [a, b, d] = [1 / c.Ex, 1 / c.Ey, 1 / c.Ez];
  const [p, q, r] = [-c.nuXy / c.Ex, -c.nuZx / c.Ez, -c.nuZy / c.Ez];
  const det = a * (b * d - r * r) - p * (p * d - r * q) + q * (p * r - b * q);
  const minors = [a, a * b - p * p, det, c.Gyz, c.Gxz, c.Gxy];
  if (!minors.every((minor) => minor > 0))
    throw new UnstableLaw(`${name}: wanted a positive definite compliance`);
  const C = new Float64Array(36);
  C[0] = (b * d - r * r) / det;
  C[7] = (a * d - q * q) / det;
  C[14] = (a * b - p * p) / det;
  C[1] = C[6] = (q * r - p * d) / det;
  C[2] = C[12] = (p * r - q * b) / det;
  C[8] = C[13] = (p * q - a * r) / det;
  C[21] = c.Gyz;
  C[28] = c.Gxz;
  C[35] = c.Gxy;
  return { name, C };
}
