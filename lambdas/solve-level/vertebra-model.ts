/** From density, bone mask and cap mask to a finite-element model. */
import { isotropicLaw, orthotropicLaw, type VoxelModel } from '../../solver/fe/index.ts';

export interface VertebraGrid {
  readonly dims: readonly [number, number, number];
  readonly spacingMm: number;
  /** mg/cm3 K2HPO4-equivalent, water 0. */
  readonly densityMgCc: Float64Array;
  readonly body: Uint8Array;
  readonly caps: Uint8Array;
}

/** Modulus along the spine of vertebral trabecular bone, MPa, density in g/cm3: E = a + b rho (Kopperdahl DL et al., J Orthop Res 20:801, 2002). */
const KOPPERDAHL_2002 = { a: -34.7, b: 3230 } as const;
/** Below this the linear law turns negative; a floor keeps marrow a solid, MPa (design value). */
const MODULUS_FLOOR = 10;
/** Polymethyl methacrylate, MPa (public finite-element protocols for excised vertebral bodies). */
const PMMA = { modulus: 2500, nu: 0.3 } as const;
const MG_PER_G = 1000;

/**
 * Transverse isotropy of vertebral bone along the grid, relative to E_z: E_x = E_y = E_z / 3 (Crawford RP et al.,
 * Bone 33:744, 2003), shear moduli and nu_xy as published openly for that law. nu_zx = 0.312 is 3 x 0.104, reading the
 * 0.104 as a ratio under load along x; read the other way K would be 4 % lower.
 */
const BONE = orthotropicLaw('orthotropic bone', {
  Ex: 1 / 3,
  Ey: 1 / 3,
  Ez: 1,
  nuXy: 0.381,
  nuZx: 0.312,
  nuZy: 0.312,
  Gyz: 0.157,
  Gxz: 0.157,
  Gxy: 0.121,
});

export const LAW = 'Kopperdahl 2002, orthotropic Ex = Ey = Ez/3, linear; caps PMMA 2500 MPa';

/** E_z in MPa of a density in mg/cm3. */
export function boneModulus(densityMgCc: number): number {
  return Math.max(KOPPERDAHL_2002.a + (KOPPERDAHL_2002.b * densityMgCc) / MG_PER_G, MODULUS_FLOOR);
}

/** Relative change of E_z for a relative change of density: 0 on the floor. */
export function modulusSensitivity(densityMgCc: number): number {
  const modulus = boneModulus(densityMgCc);
  return modulus === MODULUS_FLOOR ? 0 : (KOPPERDAHL_2002.b * densityMgCc) / MG_PER_G / modulus;
}

export function vertebraModel({ dims, spacingMm, densityMgCc, body, caps }: VertebraGrid): VoxelModel {
  const modulus = new Float64Array(body.length);
  const lawIndex = new Uint8Array(body.length);
  for (let e = 0; e < body.length; e++) {
    if (body[e] === 1) modulus[e] = boneModulus(densityMgCc[e]!);
    else if (caps[e] === 1) {
      modulus[e] = PMMA.modulus;
      lawIndex[e] = 1;
    }
  }
  return {
    dims,
    spacing: [spacingMm, spacingMm, spacingMm],
    modulus,
    lawIndex,
    laws: [BONE, isotropicLaw(PMMA.nu)],
  };
}
