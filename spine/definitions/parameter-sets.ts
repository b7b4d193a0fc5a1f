/** The named, versioned sets of constants that an assessment can be made with. A set never changes: a new one is added. */
import type { ParameterSetId } from '../../contracts/parameter-set-ids.ts';

/** y = a + b rho, at least `floor`: MPa, rho in g/cm3 K2HPO4-equivalent. */
export interface DensityLaw {
  readonly a: number;
  readonly b: number;
  readonly floor: number;
}

/** Standard deviations of what a level's model does not know of itself (design values, decision 0017). */
export interface GeometryErrors {
  /** Of the outline as a whole, outwards or inwards: a constant and a part of the slice thickness, mm, added as squares. */
  readonly outlineMm: number;
  readonly outlinePerSlice: number;
  /** Of the load axis, about the left-right and the front-back axis, degrees. */
  readonly tiltDegrees: number;
}

/** Compression of an elastic, perfectly plastic body (von Mises). */
export interface PlasticParameters {
  readonly yieldStress: DensityLaw;
  readonly poisson: number;
  /** Strains at which the load curve is computed, ascending; the last is the read-out. */
  readonly strains: readonly number[];
  /** The same, fewer, for the re-solves that only need how strength changes; ends at the read-out too. */
  readonly strainsAgain: readonly number[];
  /** Of the offset force. */
  readonly offsetStrain: number;
  /** Loading goes on by no more than this part of the strain at which the weakest section yields; left out, from point to point. */
  readonly mostStep?: number;
  /** Of Newton's method, part of the reaction; left out, 1e-4. */
  readonly tolerance?: number;
  /** Bending turns the upper plane until the foremost bone is shortened by these parts of H; null for none. */
  readonly bendingEdgeStrains: readonly number[] | null;
}

/** How elements stand for bone. */
export interface ElementParameters {
  readonly dilatation: 'pointwise' | 'mean';
  /** Standard deviation of the mean that gives an element its density, inside the body, mm. */
  readonly densitySpreadMm: number;
  /** Whether the mean over an element's own box is a part of that; left out, it comes on top. */
  readonly spreadWithElement?: boolean;
  /**
   * An element at the outline is as stiff and strong as the part of it that lies inside, told by so many columns along each of its sides
   * (an even number); left out, it is in or out by its middle.
   */
  readonly columnsAcross?: number;
  /** What elements of half the size change at most, standard error, parts of K and of the forces (decision 0036). */
  readonly discretisation: { readonly stiffness: number; readonly plastic: number };
}

export interface TrabecularParameters {
  /** From the edge of the footprint, mm; the second where the first leaves less than `leastVolumeMm3`. */
  readonly erosionsMm: readonly number[];
  /** mm3 */
  readonly leastVolumeMm3: { readonly lumbar: number; readonly thoracic: number };
  /** Voxels further than this from the median are left out, in robust standard deviations; null keeps all. */
  readonly trimAt: number | null;
}

export interface Parameters {
  /** Edge of a finite element, mm. */
  readonly elementMm: number;
  /** E_z of bone. */
  readonly modulus: DensityLaw;
  /** Relative to E_z, material axes along the grid. */
  readonly orthotropy: {
    readonly transverse: number;
    readonly nuXy: number;
    readonly nuZx: number;
    readonly axialShear: number;
    readonly transverseShear: number;
  };
  /** Cement of the caps; thickness beyond the extreme bone, mm. */
  readonly caps: { readonly modulus: number; readonly poisson: number; readonly thicknessMm: number };
  /** F = strain K H. */
  readonly linearStrain: number;
  readonly plastic: PlasticParameters | null;
  readonly geometryErrors: GeometryErrors;
  readonly trabecular: TrabecularParameters;
  /** Left out in the sets before 3: pointwise dilatation, each element with the density of its own voxels. */
  readonly elements?: ElementParameters;
}

const BASE = {
  /** Elements of 1 mm, as validated vertebral models use. */
  elementMm: 1,
  /** Kopperdahl DL et al., J Orthop Res 20:801, 2002; the floor keeps marrow a solid (design value). */
  modulus: { a: -34.7, b: 3230, floor: 10 },
  /**
   * E_x = E_y = E_z / 3 (Crawford RP et al., Bone 33:744, 2003); shear moduli and nu_xy as published openly for that law.
   * nu_zx = 0.312 is 3 x 0.104, reading the 0.104 as a ratio under load along x; read the other way K is 4 % lower.
   */
  orthotropy: { transverse: 1 / 3, nuXy: 0.381, nuZx: 0.312, axialShear: 0.157, transverseShear: 0.121 },
  /** Polymethyl methacrylate (public finite-element protocols for excised vertebral bodies). */
  caps: { modulus: 2500, poisson: 0.3, thicknessMm: 3 },
  /** 0.68 % (Crawford RP et al. 2003; the constant as used by open pipelines since). */
  linearStrain: 0.0068,
  geometryErrors: { outlineMm: 0.3, outlinePerSlice: 0.1, tiltDegrees: 2 },
} as const;

/** Set 1: strength by the linear solve alone. */
const LINEAR_1 = {
  ...BASE,
  plastic: null,
  trabecular: {
    erosionsMm: [4],
    leastVolumeMm3: { lumbar: 2000, thoracic: 2000 },
    trimAt: null,
  },
} as const satisfies Parameters;

const PLASTIC_2 = {
  ...BASE,
  plastic: {
    /** Kopperdahl DL et al. 2002, as for the modulus. */
    yieldStress: { a: -0.75, b: 24.9, floor: 0.02 },
    poisson: 0.3,
    /** 1.9 % total strain as the read-out of strength: the default of open pipelines; unverified against a test machine. */
    strains: [0.002, 0.004, 0.006, 0.008, 0.01, 0.013, 0.016, 0.019],
    strainsAgain: [0.006, 0.008, 0.013, 0.019],
    offsetStrain: 0.002,
    bendingEdgeStrains: [0.006, 0.012, 0.019],
  },
  trabecular: {
    erosionsMm: [4, 3],
    leastVolumeMm3: { lumbar: 2000, thoracic: 500 },
    trimAt: 4,
  },
} as const satisfies Parameters;

/** Set 3: elements that do not lock, densities over a length of their own, loading in steps that a body's yield strain sets. */
const PLASTIC_3 = {
  ...PLASTIC_2,
  plastic: { ...PLASTIC_2.plastic, mostStep: 0.5, tolerance: 3e-4 },
  elements: {
    dilatation: 'mean',
    densitySpreadMm: 1,
    discretisation: { stiffness: 0.01, plastic: 0.015 },
  },
} as const satisfies Parameters;

/** Set 4: elements at the outline by the part of them that lies inside. */
const PLASTIC_4 = {
  ...PLASTIC_3,
  elements: {
    ...PLASTIC_3.elements,
    spreadWithElement: true,
    columnsAcross: 4,
    discretisation: { stiffness: 0.01, plastic: 0.011 },
  },
} as const satisfies Parameters;

export const PARAMETER_SETS = {
  /** Plasticity decides: elements of 1 mm. */
  'osteon-default-4': PLASTIC_4,
  /** Elements of 0.5 mm: eight times the work and more, for thin-sliced CT; all else as in the default. */
  'osteon-half-mm-4': { ...PLASTIC_4, elementMm: 0.5 },
  'osteon-default-3': PLASTIC_3,
  'osteon-half-mm-3': { ...PLASTIC_3, elementMm: 0.5 },
  /** As published models are made: elements that lock where bone flows, densities voxel by voxel. */
  'osteon-default-2': PLASTIC_2,
  'osteon-half-mm-2': { ...PLASTIC_2, elementMm: 0.5 },
  'osteon-default-1': LINEAR_1,
  'osteon-half-mm-1': { ...LINEAR_1, elementMm: 0.5 },
} as const satisfies Readonly<Record<ParameterSetId, Parameters>>;

/** What sets a set apart, in the words of the command's help. */
export function parameterText(id: ParameterSetId): string {
  const { elementMm, plastic, elements } = parametersOf(id);
  const strength = plastic === null ? 'linear strength only' : 'plastic strength';
  const cut =
    elements === undefined
      ? ' as in published models'
      : elements.columnsAcross === undefined
        ? ', whole ones at the outline'
        : '';
  return `elements of ${elementMm} mm${cut}, ${strength}`;
}

export function parametersOf(id: ParameterSetId): Parameters {
  return PARAMETER_SETS[id];
}
