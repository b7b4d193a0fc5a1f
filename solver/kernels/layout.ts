/**
 * The memory that the kernels and their host share, in one table that both read: AssemblyScript and TypeScript import
 * this very file, so it holds whole numbers and arithmetic on them alone. Offsets and sizes are bytes, and pointers in
 * headers 32-bit words, unless a line says otherwise; "numbers" count f32 or f64, "registers" 16 bytes.
 *
 * The compiled kernels export these names as globals, by which the host knows that they were built from this table
 * (solver/host/crew.ts).
 */

export const F32 = 4;
export const F64 = 8;
/** Four neighbours in x of f32, or two of f64. */
export const REGISTER = 16;

/** Corners of an element, and degrees of freedom: 3 a corner, x y z in turn (solver/fe/hexahedron.ts). */
export const CORNERS = 8;
export const ELEMENT_DOFS = 24;
/** Gauss points of an element; point g has bit 0 for x, 1 for y, 2 for z. */
export const POINTS = 8;

/** A row of nodes is padded to a multiple of this; a presence or yield byte stands for as many. */
export const NODES_A_CHUNK = 4;

// Header of a grid: written by multigrid/fill.ts, read by level.ts.

/** Nodes a row, padded. */
export const LEVEL_STRIDE = 0;
/** Rows of nodes a plane. */
export const LEVEL_ROWS = 4;
/** Planes of nodes. */
export const LEVEL_PLANES = 8;
/** Elastic laws in use. */
export const LEVEL_LAWS = 12;
/** Moduli, MPa, of law 0 at the elements' lowest corners, f32; those of the next law follow. */
export const LEVEL_MODULI32 = 16;
/** The same in f64: finest grid only. */
export const LEVEL_MODULI64 = 20;
/** Inverse diagonal, f32, mm/N, a component after another; 0 where a node is held or empty. */
export const LEVEL_DIAGONAL = 24;
/** A byte a chunk of nodes: bit l where law l is present, `SUPPORTED` where a node has an element. */
export const LEVEL_PRESENCE = 28;
/** Parity coefficients of law 0, those of the next law follow: of ordinary layers, of the last one; f32, f64. */
export const LEVEL_TABLE32 = 32;
export const LEVEL_LAST_TABLE32 = 36;
export const LEVEL_TABLE64 = 40;
export const LEVEL_LAST_TABLE64 = 44;
export const LEVEL_BYTES = 48;

/** Bit of a presence byte: a node of the chunk touches an element. Those below are for laws. */
export const SUPPORTED = 128;
export const LAW_BITS = 127;

// Parity coefficients of a law, in numbers: written by multigrid/coefficients.ts, read by `couple` in parity.ts. Named by
// parity class and the components that it couples; upper triangles, row by row.

/** Numbers of a 3x3 block: xx xy xz yy yz zz. */
export const TRIPLE = 6;
export const TRIPLE_XX = 0;
export const TRIPLE_XY = 1;
export const TRIPLE_XZ = 2;
export const TRIPLE_YY = 3;
export const TRIPLE_YZ = 4;
export const TRIPLE_ZZ = 5;
/** Numbers of a 2x2 block. */
export const PAIR = 3;
export const PAIR_AA = 0;
export const PAIR_AB = 1;
export const PAIR_BB = 2;
export const COUPLE_0 = 0;
export const COUPLE_7 = COUPLE_0 + TRIPLE;
export const COUPLE_1_YZ = COUPLE_7 + TRIPLE;
export const COUPLE_2_XZ = COUPLE_1_YZ + PAIR;
export const COUPLE_4_XY = COUPLE_2_XZ + PAIR;
export const COUPLE_3_XY = COUPLE_4_XY + PAIR;
export const COUPLE_5_XZ = COUPLE_3_XY + PAIR;
export const COUPLE_6_YZ = COUPLE_5_XZ + PAIR;
export const COUPLE_3_Z = COUPLE_6_YZ + PAIR;
export const COUPLE_5_Y = COUPLE_3_Z + 1;
export const COUPLE_6_X = COUPLE_5_Y + 1;
export const COEFFICIENTS = COUPLE_6_X + 1;

// A thread's scratch (`work`), used by sweep.ts: a head of fixed size, then what sweeps carry on. The host makes room for
// it (memory/layout.ts), clears what is carried (machine/context.ts) and reads the sum (plastic/newton.ts).

/** Registers of one component's eight parity modes. */
export const MODES_BYTES = CORNERS * REGISTER;
/** Strain or stress at a Gauss point: registers in Voigt order, engineering shear strains. */
export const POINT_XX = 0;
export const POINT_YY = 16;
export const POINT_ZZ = 32;
export const POINT_YZ = 48;
export const POINT_XZ = 64;
export const POINT_XY = 80;
export const POINT_BYTES = 96;
/** Displacements in modes. */
export const WORK_MODES = 0;
/** Forces in modes. */
export const WORK_FORCES = WORK_MODES + 3 * MODES_BYTES;
export const WORK_POINTS = WORK_FORCES + 3 * MODES_BYTES;
/** f64: sum of squares of K u, N2, over the plane's held nodes. */
export const WORK_HELD_SUM = 2040;
export const WORK_CARRIED = 2048;
/** Carried a register of nodes: to the next row of nodes, two modes a component; behind all those, to the plane above, four. */
export const CARRIED_ROW = 6 * REGISTER;
export const CARRIED_PLANE = 12 * REGISTER;
/** Room that a vector needs beyond its end: sweeps read a register past a row's end, transfers a coarse row past the last. */
export const PAST_END = 64;

// Plastic state: written by plastic/fill.ts, read by plastic-state.ts.

/** f64, MPa: uniaxial compressive strength, a number an element on the padded grid, infinite where elastic. */
export const STATE_STRENGTH = 0;
/** f64: `STRAIN_BYTES` for every two elements. */
export const STATE_PLASTIC_STRAIN = 4;
/** f32: `TANGENT_BYTES` for every four elements. */
export const STATE_TANGENT = 8;
/** A byte for every four elements: whether any of them has yielded. */
export const STATE_YIELDED = 12;
/** Strains from modes, `FACTORS` numbers, 1/mm; the same times a point's volume, mm2; f64, then f32. */
export const STATE_STRAIN_FACTORS64 = 16;
export const STATE_FORCE_FACTORS64 = 20;
export const STATE_STRAIN_FACTORS32 = 24;
export const STATE_FORCE_FACTORS32 = 28;
/** The surface's constants: `CONE_...` or `HILL_...`. */
export const STATE_CONSTANTS64 = 32;
export const STATE_CONSTANTS32 = 36;
/** 1 where the surface is Hill's, 0 where it is the cone. */
export const STATE_IS_HILL = 40;
/** 1: an element's points share one dilatation (gauss.ts). */
export const STATE_MEAN_DILATATION = 44;
export const STATE_BYTES = 48;

/** Plastic strain of two elements side by side, f64: points one after another. */
export const STRAIN_BYTES = POINTS * POINT_BYTES;
/** Of a point of the tangent: six registers placed as a point's, a unit direction, then what is left of it. */
export const TANGENT_LEFT = 96;
export const TANGENT_POINT_BYTES = 112;
/** Tangent of four elements side by side, f32. */
export const TANGENT_BYTES = POINTS * TANGENT_POINT_BYTES;

/** Numbers: 4 a + q for axis a; q says whether the lower and the upper other axis are in the mode. */
export const FACTORS_AN_AXIS = 4;
export const FACTORS = 12;

/** Numbers, for unit Young's modulus and unit strength: bulk modulus, twice the shear modulus, cone, flow (cone.ts). */
export const CONE_BULK = 0;
export const CONE_SHEAR2 = 1;
export const CONE_ETA = 2;
export const CONE_K = 3;
export const CONE_ALONG = 4;
export const CONE_TRACE = 5;
export const CONE_CONSTANTS = 6;

/** Numbers (hill.ts): V and W 3x3 row by row; y a shear strain yz xz xy, and its inverse; phi. */
export const HILL_V = 0;
export const HILL_W = 9;
export const HILL_SHEAR = 18;
export const HILL_UNSHEAR = 21;
export const HILL_PHI = 24;
export const HILL_CONSTANTS = 30;

// Levels of blocks (smoothed aggregation).

/** Rigid-body modes of an aggregate: rows and columns of a block. */
export const RIGID_MODES = 6;
export const BLOCK_NUMBERS = 36;
export const BLOCK32 = 144;
export const BLOCK64 = 288;
/** Six numbers: a row of a block, or a vector's part of one aggregate. */
export const ROW32 = 24;
export const ROW64 = 48;

/** Header of a block matrix: written by aggregation/fill.ts, read by blocks.ts. Rows and columns i32, values and inverse diagonal f32. */
export const MATRIX_ROW = 0;
export const MATRIX_COLUMN = 4;
export const MATRIX_VALUES = 8;
export const MATRIX_INVERSE = 12;
export const MATRIX_BYTES = 16;

// Header of a Galerkin product: written by aggregation/fill.ts, read by galerkin.ts. "Grid" is where K is made of
// elements, "blocks" where it is the product of the level above.

/** i32: aggregate of each node. */
export const PRODUCT_AGGREGATE = 0;
/** i32: rows of the prolongator, which aggregates each node's reach. */
export const PRODUCT_SUPPORT_START = 4;
export const PRODUCT_SUPPORT = 8;
/** i32, -1 for each aggregate: where it is in the row at hand. */
export const PRODUCT_SLOT = 12;
/** The product: rows, columns, f32 blocks. */
export const PRODUCT_ROW = 16;
export const PRODUCT_COLUMN = 20;
export const PRODUCT_VALUES = 24;
/** f64 blocks: grid, an aggregate's modes in terms of its candidates; blocks, a node's rows of P0. */
export const PRODUCT_BASIS = 28;
/** Grid: f64 centres of aggregates, mm, three each. */
export const PRODUCT_CENTRE = 32;
/** Rows of P, f64, and how many bytes a plane may take (a number, not a pointer). */
export const PRODUCT_WINDOW = 36;
export const PRODUCT_WINDOW_BYTES = 40;
export const PRODUCT_SCRATCH = 44;
/** Grid: i32 grid position of each node, and number of the node at each grid position. */
export const PRODUCT_AT = 48;
export const PRODUCT_NUMBER = 52;
/** Grid: i32 first node of each plane. */
export const PRODUCT_PLANE = 56;
/** Grid: f64 24x24 element matrices for unit modulus, mm, a law after another. */
export const PRODUCT_ELEMENT = 60;
/** Grid: f64 edges of an element, mm. */
export const PRODUCT_EDGES = 64;
/** Blocks: rows, columns, f32 blocks and inverse diagonal of K. */
export const PRODUCT_K_ROW = 68;
export const PRODUCT_K_COLUMN = 72;
export const PRODUCT_K_VALUES = 76;
export const PRODUCT_K_INVERSE = 80;
/** Most neighbours of a node, and most aggregates in a row of K P (numbers, not pointers). */
export const PRODUCT_MOST_NEIGHBOURS = 84;
export const PRODUCT_MOST_AGGREGATES = 88;
export const PRODUCT_BYTES = 92;

/** Numbers of an element matrix. */
export const ELEMENT_NUMBERS = ELEMENT_DOFS * ELEMENT_DOFS;
/** Nodes around a node of the grid, itself included. */
export const GRID_NEIGHBOURS = 27;
/** f64 3x3: K between two nodes of the grid. */
export const NODE_BLOCK64 = 72;
/** f64: a point, mm. */
export const PLACE64 = 24;
/**
 * The product's scratch: P0 of a neighbour, then for each neighbour its number and on which plane it is (-1 0 1), then
 * blocks of K, then the row of K P (aggregates padded to `IDS_PADDING`, blocks).
 */
export const SCRATCH_NEIGHBOURS = BLOCK64;
export const NEIGHBOUR_PLANE = 4;
export const NEIGHBOUR_BYTES = 8;
export const IDS_PADDING = 4;
