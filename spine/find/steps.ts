/** Numbers from the first to the last, both included where the step leads there. */
export function steps([from, to]: readonly [number, number], step: number): readonly number[] {
  return Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, n) => from + n * step);
}
