/** Where one grid lies in the kernels' memory. */

export interface LevelLayout {
  /** Nodes along x, y, z. */
  readonly nodes: readonly [number, number, number];
  /** Nodes a row as stored, a multiple of four. */
  readonly stride: number;
  /** Element edges, mm; the last layer along z may be thinner. */
  readonly spacing: readonly [number, number, number];
  readonly lastThickness: number;
  readonly header: number;
  readonly moduli32: number;
  /** 0 but on the finest level. */
  readonly moduli64: number;
  readonly diagonal: number;
  readonly presence: number;
  /** f32 and f64 tables, of ordinary layers and of the last one. */
  readonly tables: readonly [number, number, number, number];
  /** f32 vectors of three components: right-hand side, and two that the V-cycle swaps. */
  readonly b: number;
  readonly even: number;
  readonly odd: number;
}

/** Nodes of a grid of elements, and nodes a row as stored. */
export function paddedGrid([nx, ny, nz]: readonly [number, number, number]): Pick<
  LevelLayout,
  'nodes' | 'stride'
> {
  return { nodes: [nx + 1, ny + 1, nz + 1], stride: Math.ceil((nx + 1) / 4) * 4 };
}
