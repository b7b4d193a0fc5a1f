/** Numbers to colours: a map for fields whose lightness grows evenly, so that it survives a grey printer. */

export type Rgb = readonly [number, number, number];

/** Dark blue over magenta to pale yellow; lightness (CIE L*) grows from 10 to 95 in nearly equal steps. */
const FIELD_STOPS: readonly Rgb[] = [
  [18, 12, 48],
  [72, 20, 104],
  [128, 32, 110],
  [186, 54, 85],
  [230, 92, 48],
  [250, 150, 40],
  [252, 206, 92],
  [252, 248, 196],
];

/** @param share 0 to 1; beyond is clamped */
export function fieldColour(share: number): Rgb {
  const at = Math.max(0, Math.min(1, share)) * (FIELD_STOPS.length - 1);
  const n = Math.min(Math.floor(at), FIELD_STOPS.length - 2);
  const [low, high] = [FIELD_STOPS[n]!, FIELD_STOPS[n + 1]!];
  const mix = (c: 0 | 1 | 2): number => Math.round(low[c] + (at - n) * (high[c] - low[c]));
  return [mix(0), mix(1), mix(2)];
}
