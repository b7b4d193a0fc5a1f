/** Labels beside a picture: each as near to its own height as its neighbours let it. */

/**
 * @param wanted heights, growing downwards; any unit
 * @param least distance of two rows
 * @returns growing heights, at least `least` apart, within `top` and `bottom` while they fit: else over the top
 */
export function spreadRows(
  wanted: readonly number[],
  least: number,
  top: number,
  bottom: number,
): readonly number[] {
  const rows: number[] = [];
  let lowest = top;
  for (const y of wanted) {
    rows.push(Math.max(y, lowest));
    lowest = rows.at(-1)! + least;
  }
  let highest = bottom;
  for (let n = rows.length - 1; n >= 0; n--) {
    rows[n] = Math.min(rows[n]!, highest);
    highest = rows[n]! - least;
  }
  return rows;
}
