/** CT numbers to greys. */

/** CT window for bone with soft tissue still told apart, HU (design value). */
const WINDOW = { centre: 250, width: 1300 } as const;

/** Grey 0 to 255 of a CT value; 0 for NaN, which is beyond the CT. */
export function windowGrey(hu: number): number {
  if (Number.isNaN(hu)) return 0;
  const share = (hu - WINDOW.centre) / WINDOW.width + 0.5;
  return Math.round(255 * Math.max(0, Math.min(1, share)));
}
