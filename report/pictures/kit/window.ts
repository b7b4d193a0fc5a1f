/** CT numbers to greys. */

interface CtWindow {
  /** HU */
  readonly centre: number;
  readonly width: number;
}

/** Bone with soft tissue still told apart (design value). */
const BONE: CtWindow = { centre: 250, width: 1300 };
/** Fat, muscle and blood told apart (usual for the abdomen). */
const SOFT: CtWindow = { centre: 40, width: 400 };

/** Grey 0 to 255 of a CT value; 0 for NaN, which is beyond the CT. */
export function windowGrey(hu: number): number {
  return greyIn(BONE, hu);
}

/** The same for soft tissue. */
export function softGrey(hu: number): number {
  return greyIn(SOFT, hu);
}

function greyIn({ centre, width }: CtWindow, hu: number): number {
  if (Number.isNaN(hu)) return 0;
  const share = (hu - centre) / width + 0.5;
  return Math.round(255 * Math.max(0, Math.min(1, share)));
}
