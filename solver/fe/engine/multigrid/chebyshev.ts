/**
 * Chebyshev iteration as a smoother: x' = x + a (x - x_old) + c D^-1 (b - K x), with the polynomial that is smallest on
 * [largest / ratio, largest] (Adams M et al., J Comput Phys 188:593, 2003; Saad Y, Iterative Methods for Sparse Linear
 * Systems, 2003, alg. 12.1).
 */

export interface ChebyshevStep {
  /** Weight of the last step. */
  readonly a: number;
  /** Weight of the scaled residual. */
  readonly c: number;
}

/** @param largest a bound on the eigenvalues of D^-1 K */
export function chebyshevSteps(largest: number, ratio: number, steps: number): ChebyshevStep[] {
  const middle = (largest + largest / ratio) / 2;
  const radius = (largest - largest / ratio) / 2;
  const sigma = middle / radius;
  const out: ChebyshevStep[] = [{ a: 0, c: 1 / middle }];
  let rho = 1 / sigma;
  for (let n = 1; n < steps; n++) {
    const next = 1 / (2 * sigma - rho);
    out.push({ a: next * rho, c: (2 * next) / radius });
    rho = next;
  }
  return out;
}
