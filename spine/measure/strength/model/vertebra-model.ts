/** From density, bone mask and cap mask to finite-element models: elastic and orthotropic, or plastic and isotropic. */
import {
  isotropicLaw,
  orthotropicLaw,
  type ElasticLaw,
  type PlasticModel,
  type VoxelModel,
} from '../../../../solver/fe/index.ts';
import type { DensityLaw, Parameters, PlasticParameters } from '../../../definitions/parameter-sets.ts';

export interface VertebraGrid {
  readonly dims: readonly [number, number, number];
  /** Edges of a voxel along x, y and z, mm. */
  readonly spacing: readonly [number, number, number];
  /** mg/cm3 K2HPO4-equivalent, water 0. */
  readonly densityMgCc: Float64Array;
  readonly body: Uint8Array;
  readonly caps: Uint8Array;
  /** How much of an element there is, 0 to 1: it is as stiff and as strong as that part. Left out, all. */
  readonly part?: Float64Array;
}

/** What bone and cement are made of. */
export type Materials = Pick<Parameters, 'modulus' | 'orthotropy' | 'caps' | 'elements'>;

const MG_PER_G = 1000;

/** MPa of a density in mg/cm3. */
export function atDensity({ a, b, floor }: DensityLaw, densityMgCc: number): number {
  return Math.max(a + (b * densityMgCc) / MG_PER_G, floor);
}

/** Orthotropic bone between isotropic caps. */
export function vertebraModel(grid: VertebraGrid, materials: Materials): VoxelModel {
  const laws = [boneLaw(materials.orthotropy), isotropicLaw(materials.caps.poisson)];
  return elasticModel(grid, materials, laws);
}

/** Isotropic bone that yields (von Mises), between caps that do not. */
export function plasticModel(
  grid: VertebraGrid,
  materials: Materials,
  { yieldStress, poisson }: PlasticParameters,
): PlasticModel {
  const model = elasticModel(grid, materials, [isotropicLaw(poisson)]);
  const strength = new Float64Array(model.modulus.length).fill(Infinity);
  for (let e = 0; e < strength.length; e++) {
    if (grid.body[e] === 1)
      strength[e] = (grid.part?.[e] ?? 1) * atDensity(yieldStress, grid.densityMgCc[e]!);
  }
  return { ...model, strength };
}

export function lawText({ modulus, orthotropy, caps, elements }: Materials): string {
  return (
    `E_z = ${modulus.a} + ${modulus.b} rho MPa (Kopperdahl 2002), orthotropic E_x = E_y = ` +
    `${orthotropy.transverse.toFixed(3)} E_z, linear; caps PMMA ${caps.modulus} MPa${elementsText(elements)}`
  );
}

export function plasticLawText({ modulus }: Materials, { yieldStress, poisson }: PlasticParameters): string {
  return (
    `E = ${modulus.a} + ${modulus.b} rho, yield stress ${yieldStress.a} + ${yieldStress.b} rho MPa (Kopperdahl 2002), ` +
    `isotropic, nu ${poisson}, von Mises, perfectly plastic`
  );
}

function elementsText(elements: Materials['elements']): string {
  if (elements === undefined) return '';
  const { dilatation, densitySpreadMm, columnsAcross } = elements;
  const atEdge = columnsAcross === undefined ? '' : ', weighted at the outline by the fraction inside';
  return `; ${dilatation === 'mean' ? 'B-bar hexahedra' : 'hexahedra'}${atEdge}, densities averaged over ${densitySpreadMm} mm (SD)`;
}

/** Bone follows the first law, caps the last. */
function elasticModel(
  { dims, spacing, densityMgCc, body, caps, part }: VertebraGrid,
  { modulus: law, caps: cement, elements }: Materials,
  laws: readonly ElasticLaw[],
): VoxelModel {
  const modulus = new Float64Array(body.length);
  const lawIndex = new Uint8Array(body.length);
  for (let e = 0; e < body.length; e++) {
    const there = part?.[e] ?? 1;
    if (body[e] === 1) modulus[e] = there * atDensity(law, densityMgCc[e]!);
    else if (caps[e] === 1) {
      modulus[e] = there * cement.modulus;
      lawIndex[e] = laws.length - 1;
    }
  }
  const dilatation = elements === undefined ? {} : { dilatation: elements.dilatation };
  return { dims, spacing, modulus, lawIndex, laws, ...dilatation };
}

function boneLaw({
  transverse,
  nuXy,
  nuZx,
  axialShear,
  transverseShear,
}: Parameters['orthotropy']): ElasticLaw {
  return orthotropicLaw('orthotropic bone', {
    Ex: transverse,
    Ey: transverse,
    Ez: 1,
    nuXy,
    nuZx,
    nuZy: nuZx,
    Gyz: axialShear,
    Gxz: axialShear,
    Gxy: transverseShear,
  });
}
