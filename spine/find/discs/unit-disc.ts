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
