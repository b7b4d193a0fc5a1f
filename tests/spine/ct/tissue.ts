/** Voxels around a value, by a sum of three even draws: near enough to a bell of 12 HU. */
export function tissue(mean: number, voxels: number): number[] {
  let state = 5;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 24;
  };
  return Array.from({ length: voxels }, () => Math.round(mean + draw() + draw() + draw()));
}
