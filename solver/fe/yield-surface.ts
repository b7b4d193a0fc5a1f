/** Surfaces on which bone flows, scaled by an element's strength, with associated flow. */
import { ModelInvalid } from './model.ts';

/** The same strength along every axis, in tension and in compression. */
export interface VonMises {
  readonly kind: 'von Mises';
}

/** A cone around the hydrostatic axis: weaker in tension (Drucker DC, Prager W, Q Appl Math 10:157, 1952). */
export interface DruckerPrager {
  readonly kind: 'Drucker-Prager';
  /**
   * Yield stress in tension over that in compression, below 1. What bone's ratio is, no source here establishes (about
   * 0.7 to 0.8 is quoted, unverified).
   */
  readonly tensionToCompression: number;
}

/**
 * Transversely isotropic around z, for an elastic law that is orthotropic along the grid (Hill R, Proc R Soc Lond A
 * 193:281, 1948). An element's strength is that along z; the ratios of a bone are the caller's to know.
 */
export interface Hill {
  readonly kind: 'Hill';
  /** Uniaxial yield stress along x or y over that along z. */
  readonly transverseToAxial: number;
  /** Yield stress in shear between z and x or y over that along z; von Mises' would be 1 / sqrt(3). */
  readonly shearToAxial: number;
}

export type YieldSurface = VonMises | DruckerPrager | Hill;

/** A cone flatter than this has its apex so near that confined bone would shatter (design value). */
const LEAST_RATIO = 0.3;

/** @throws ModelInvalid where the surface is not one, or not convex. */
export function checkSurface(surface: YieldSurface): void {
  if (surface.kind === 'Drucker-Prager') {
    const { tensionToCompression: ratio } = surface;
    if (ratio >= LEAST_RATIO && ratio <= 1) return;
    throw invalid(`a ratio of tensile to compressive strength of ${ratio}; wanted ${LEAST_RATIO} to 1`);
  }
  if (surface.kind === 'Hill') {
    const { transverseToAxial, shearToAxial } = surface;
    // 4 / X^2 > 1 / Z^2, or the quadric is no ellipse.
    if (!(transverseToAxial > 0 && transverseToAxial < 2)) {
      throw invalid(
        `a transverse strength of ${transverseToAxial} of the axial one; wanted more than 0, less than 2`,
      );
    }
    if (!(shearToAxial > 0 && Number.isFinite(shearToAxial))) {
      throw invalid(`a shear strength of ${shearToAxial} of the axial one; wanted more than 0`);
    }
  }
}

function invalid(seen: string): ModelInvalid {
  return new ModelInvalid('STRENGTH_INVALID', `got ${seen}`);
}

export interface HillForm {
  /** 3x3 row-major, on xx yy zz. */
  readonly normal: readonly number[];
  /** On yz, xz, xy. */
  readonly shear: readonly [number, number, number];
}

/** F of stress' F stress = 1 for unit axial strength. */
export function hillForm({ transverseToAxial, shearToAxial }: Hill): HillForm {
  const f = 0.5;
  const h = 1 / transverseToAxial ** 2 - f;
  const l = 1 / shearToAxial ** 2;
  return {
    normal: [f + h, -h, -f, -h, f + h, -f, -f, -f, 2 * f],
    shear: [l, l, 2 * (f + 2 * h)],
  };
}
