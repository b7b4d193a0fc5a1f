/**
 * Lines of equal value by marching squares.
 *
 * @remarks Lorensen WE, Cline HE, Comput Graph 21:163, 1987, in the plane. Saddles are cut the same way each time.
 */

/** x1, y1, x2, y2 in pixels. */
export type Segment = readonly [number, number, number, number];

/** Pairs of edges that the line crosses, by which corners are inside: 1 top left, 2 top right, 4 bottom right, 8 bottom left. */
const CROSSINGS: readonly (readonly [number, number])[][] = [
  [], [[3, 0]], [[0, 1]], [[3, 1]], [[1, 2]], [[3, 0], [1, 2]], [[0, 2]], [[3, 2]],
  [[2, 3]], [[2, 0]], [[0, 1], [2, 3]], [[2, 1]], [[1, 3]], [[1, 0]], [[0, 3]], [],
]; // prettier-ignore

/** Where `values` passes through `level`, between the centres of neighbouring pixels. */
export function contourSegments(
  values: Float32Array,
  width: number,
  height: number,
  level: number,
): Segment[] {
  const out: Segment[] = [];
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const at = x + width * y;
      const [a, b, c, d] = [values[at]!, values[at + 1]!, values[at + width + 1]!, values[at + width]!];
      const inside =
        (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
      if (inside === 0 || inside === 15) continue;
      const corners = [a, b, c, d] as const;
      for (const [from, to] of CROSSINGS[inside]!) {
        out.push([...crossing(corners, from, x, y, level), ...crossing(corners, to, x, y, level)]);
      }
    }
  }
  return out;
}

/**
 * The same segments joined end to end: a dash runs on along a line, where on single segments it would start anew.
 * A closed line ends where it began.
 *
 * @returns per line x1, y1, x2, y2, ... in pixels
 */
export function joinedLines(segments: readonly Segment[]): number[][] {
  const key = (x: number, y: number): string => `${x} ${y}`;
  const at = new Map<string, number[]>();
  segments.forEach(([x1, y1, x2, y2], n) => {
    for (const end of [key(x1, y1), key(x2, y2)]) at.set(end, [...(at.get(end) ?? []), n]);
  });
  const used = new Uint8Array(segments.length);
  const follow = (line: number[]): number[] => {
    for (;;) {
      const [x, y] = [line.at(-2)!, line.at(-1)!];
      const next = at.get(key(x, y))!.find((n) => used[n] === 0);
      if (next === undefined) return line;
      used[next] = 1;
      const [x1, y1, x2, y2] = segments[next]!;
      const forward = x1 === x && y1 === y;
      line.push(forward ? x2 : x1, forward ? y2 : y1);
    }
  };
  const lines: number[][] = [];
  segments.forEach(([x1, y1], n) => {
    if (used[n] === 1) return;
    const there = follow([x1, y1]);
    const back = follow([x1, y1]);
    lines.push([...reversedPoints(back), ...there.slice(2)]);
  });
  return lines;
}

function reversedPoints(line: readonly number[]): number[] {
  return line.flatMap((_, n) =>
    n % 2 === 0 ? [line[line.length - 2 - n]!, line[line.length - 1 - n]!] : [],
  );
}

/** Edges: 0 top, 1 right, 2 bottom, 3 left. */
function crossing(
  c: readonly [number, number, number, number],
  edge: number,
  x: number,
  y: number,
  level: number,
): [number, number] {
  const part = (a: number, b: number): number => (level - a) / (b - a);
  if (edge === 0) return [x + part(c[0], c[1]), y];
  if (edge === 1) return [x + 1, y + part(c[1], c[2])];
  if (edge === 2) return [x + part(c[3], c[2]), y + 1];
  return [x, y + part(c[0], c[3])];
}
