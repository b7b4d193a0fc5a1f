/** Evenly spread places that a signal is looked for at: along a line, and over a disc. */

/** Numbers from the first to the last, both included where the step leads there. */
export function steps([from, to]: readonly [number, number], step: number): readonly number[] {
  return Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, n) => from + n * step);
}

/** Places spread evenly over the unit disc, in rings around its middle: 6 n of them in ring n. */
export function unitDisc(rings: number): readonly (readonly [number, number])[] {
  const points: [number, number][] = [[0, 0]];
  for (let ring = 1; ring <= rings; ring++) {
    for (let n = 0; n < 6 * ring; n++) {
      const angle = (2 * Math.PI * n) / (6 * ring);
      points.push([(ring / rings) * Math.cos(angle), (ring / rings) * Math.sin(angle)]);
    }
  }
  return points;
}
