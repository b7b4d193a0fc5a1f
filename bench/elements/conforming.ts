/**
 * A body of the form of a vertebral body whose mesh follows its true walls: curved hexahedra of twenty nodes (C3D20R) by CalculiX, an
 * eighth of it by symmetry. What elements on a grid come near to as they become finer.
 */
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { ranCalculix } from '../../tests/peers/calculix.ts';

type Point = readonly [number, number];

/** An ellipse along x and y, narrower halfway up, its ends flat or hollow. Lengths mm. */
export interface Drum {
  readonly halfAxes: Point;
  readonly halfHeight: number;
  /** Part of the width that is missing halfway up. */
  readonly waist: number;
  /** How deep each end is hollow in the middle. */
  readonly dish: number;
}

/** Of bone and of cement, MPa. */
export interface DrumMaterials {
  readonly bone: { readonly modulus: number; readonly yieldStress: number; readonly poisson: number };
  readonly cement: { readonly modulus: number; readonly poisson: number; readonly thicknessMm: number };
}

const SIDES = 144;
const RINGS = 24;

/** A place of the unit disk and of the height, 0 halfway up and 1 at the end, in the body. */
function placed({ halfAxes, halfHeight, waist, dish }: Drum, [u, v]: Point, up: number) {
  const z = up * (halfHeight - dish * (1 - u * u - v * v));
  const width = 1 - waist * (1 - (z / halfHeight) ** 2);
  return [halfAxes[0] * width * u, halfAxes[1] * width * v, z] as const;
}

export function drumSurface(drum: Drum): Mesh {
  const angle = (n: number): number => (2 * Math.PI * (n + 0.3)) / SIDES;
  const ring = (radius: number, up: number) =>
    Array.from({ length: SIDES }, (_, n) =>
      placed(drum, [radius * Math.cos(angle(n)), radius * Math.sin(angle(n))], up),
    );
  const inwards = Array.from({ length: RINGS - 1 }, (_, n) => 1 - (n + 1) / RINGS);
  const upwards = Array.from({ length: RINGS + 1 }, (_, n) => -1 + (2 * n) / RINGS);
  const rings = [
    ...inwards.toReversed().map((radius) => ring(radius, -1)),
    ...upwards.map((up) => ring(1, up)),
    ...inwards.map((radius) => ring(radius, 1)),
  ];
  const vertices = [...rings.flat(), placed(drum, [0, 0], -1), placed(drum, [0, 0], 1)];
  const [bottom, top, last] = [vertices.length - 2, vertices.length - 1, SIDES * (rings.length - 1)];
  const triangles = Array.from({ length: SIDES }, (_, n) => {
    const next = (n + 1) % SIDES;
    const strip = rings.slice(1).flatMap((_, r) => {
      const [a, b, c, d] = [n, next, next + SIDES, n + SIDES].map((v) => v + r * SIDES);
      return [a!, b!, c!, a!, c!, d!];
    });
    return [...strip, bottom, next, n, top, n + last, next + last];
  });
  return { vertices: Float32Array.from(vertices.flat()), triangles: Int32Array.from(triangles.flat()) };
}

/** Of a quarter of the unit disk: a square in the middle and two fans around it, cells of 3 x 3 points in each, counterclockwise. */
function diskCells(across: number): Point[][] {
  const inner = (u: number, v: number): Point => [
    0.6 * u * (1 - v) + 0.45 * u * v,
    0.6 * v * (1 - u) + 0.45 * u * v,
  ];
  const outwards = (from: Point, angle: number, part: number): Point => [
    from[0] + part * (Math.cos(angle) - from[0]),
    from[1] + part * (Math.sin(angle) - from[1]),
  ];
  const blocks = [
    inner,
    (u: number, v: number) => outwards(inner(1, v), (v * Math.PI) / 4, u),
    (u: number, v: number) => outwards(inner(u, 1), Math.PI / 2 - (u * Math.PI) / 4, v),
  ];
  return blocks.flatMap((block) =>
    Array.from({ length: across ** 2 }, (_, cell) => {
      const [i, j] = [cell % across, Math.floor(cell / across)];
      return Array.from({ length: 9 }, (_, n) =>
        block((i + (n % 3) / 2) / across, (j + Math.floor(n / 3) / 2) / across),
      );
    }),
  );
}

/** Nodes of C3D20 as point of the cell and half layer. */
const CORNERS = [0, 2, 8, 6];
const EDGES = [1, 5, 7, 3];
const ORDER = [
  ...[0, 2].flatMap((half) => CORNERS.map((point) => [point, half] as const)),
  ...[0, 2].flatMap((half) => EDGES.map((point) => [point, half] as const)),
  ...CORNERS.map((point) => [point, 1] as const),
];

/**
 * Force at each shortening, N: the ends' cement is held sideways, as by the load case of the models.
 * @param across elements along a side of a block of the section; layers to match
 */
export function conformingForces(
  drum: Drum,
  { bone, cement }: DrumMaterials,
  strains: readonly number[],
  across: number,
): number[] {
  const layers = { bone: 2 * across, cement: Math.max(1, Math.round(across / 3)) };
  const end = drum.halfHeight + cement.thicknessMm;
  const numbers = new Map<string, number>();
  const nodes: string[] = [];
  const held: string[] = [];
  const top: number[] = [];
  const nodeAt = (point: Point, half: number): number => {
    const key = `${point.map((p) => Math.round(1e6 * p)).join()} ${half}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size + 1;
    numbers.set(key, number);
    const [x, y, z] = placed(drum, point, Math.min(1, half / (2 * layers.bone)));
    const above = Math.max(0, half / 2 - layers.bone) / layers.cement;
    const out = (from: number, to: number): number => from + above * (to - from);
    const at = [out(x, drum.halfAxes[0] * point[0]), out(y, drum.halfAxes[1] * point[1]), out(z, end)];
    nodes.push(`${number}, ${at.map((mm) => mm.toFixed(9)).join(', ')}`);
    if (above === 1) top.push(number);
    if (Math.abs(point[0]) < 1e-9) held.push(`${number}, 1, 1`);
    if (Math.abs(point[1]) < 1e-9) held.push(`${number}, 2, 2`);
    if (half === 0) held.push(`${number}, 3, 3`);
    return number;
  };
  const elements: Record<'BONE' | 'CEMENT', string[]> = { BONE: [], CEMENT: [] };
  let count = 0;
  for (const cell of diskCells(across)) {
    for (let layer = 0; layer < layers.bone + layers.cement; layer++) {
      const corners = ORDER.map(([point, half]) => nodeAt(cell[point]!, 2 * layer + half));
      const text = `${++count}, ${corners.slice(0, 10).join(', ')},\n${corners.slice(10).join(', ')}`;
      elements[layer < layers.bone ? 'BONE' : 'CEMENT'].push(text);
    }
  }
  const deck = [
    '*NODE, NSET=ALL',
    ...nodes,
    ...(['BONE', 'CEMENT'] as const).flatMap((set) => [
      `*ELEMENT, TYPE=C3D20R, ELSET=${set}`,
      ...elements[set],
    ]),
    ...['*MATERIAL, NAME=BONE', '*ELASTIC', `${bone.modulus}, ${bone.poisson}`],
    ...['*PLASTIC', `${bone.yieldStress}, 0.`, '*SOLID SECTION, ELSET=BONE, MATERIAL=BONE'],
    ...['*MATERIAL, NAME=CEMENT', '*ELASTIC', `${cement.modulus}, ${cement.poisson}`],
    '*SOLID SECTION, ELSET=CEMENT, MATERIAL=CEMENT',
    ...['*NSET, NSET=TOP', ...top.map((node) => `${node},`)],
    ...['*BOUNDARY', ...held, 'TOP, 1, 2'],
    ...strains.flatMap((strain) => [
      '*STEP, INC=1000, NLGEOM=NO',
      ...['*STATIC, SOLVER=SPOOLES', '1., 1.'],
      ...['*BOUNDARY', `TOP, 3, 3, ${-strain * drum.halfHeight}`],
      ...['*NODE PRINT, NSET=TOP, TOTALS=ONLY, FREQUENCY=1000', 'RF', '*END STEP'],
    ]),
  ].join('\n');
  const totals = ranCalculix(`${deck}\n`).printed.matchAll(
    /total force[^\n]*\n\s*\n?\s*(\S+)\s+(\S+)\s+(\S+)/g,
  );
  // A quarter of the section.
  return Array.from(totals, ([, , , z]) => -4 * Number(z));
}
