/**
 * The surface of least cost that crosses every column once and nowhere jumps by more than a step: globally optimal, by
 * a minimum cut.
 *
 * @remarks A column's node k means "the surface lies at sample k or beyond"; its weight is C(k) - C(k - 1), so that a
 * set of nodes closed under "k needs k - 1 here and k - step next door" weighs what its surface costs. The closed set
 * of least weight is a minimum cut (Li K, Wu X, Chen DZ, Sonka M, IEEE Trans PAMI 28:119, 2006, sec. 4). The cut comes
 * from the first phase of push-relabel, first in first out, with global relabelling (Goldberg AV, Tarjan RE, J ACM
 * 35:921, 1988; Cherkassky BV, Goldberg AV, Algorithmica 19:390, 1997). Arcs are never stored: they follow from the
 * node's number, and only their flow is.
 */

export interface Columns {
  /** Samples a column. */
  readonly samples: number;
  /** Neighbours of column i are `neighbours[start[i]]` to `neighbours[start[i + 1] - 1]`; each pair both ways. */
  readonly start: Int32Array;
  readonly neighbours: Int32Array;
}

/** Work between two global relabellings, in nodes; sums of costs are kept as whole numbers below this. */
const WORK_A_NODE = 6;
const COST_SCALE = 4096;

/**
 * @param cost of the surface at sample k of column i, at `i samples + k`; finite
 * @param step most samples that the surface may differ between neighbouring columns, 0 or more
 * @returns sample of each column; of equally cheap surfaces the outermost
 * @throws RangeError where sizes don't fit, a cost is not finite, or a neighbour is not one's own
 */
export function optimalSurface(columns: Columns, cost: Float32Array, step: number): Int32Array {
  const { samples, start } = columns;
  const count = start.length - 1;
  check(columns, cost, step);
  const network = new Network(columns, step, count * samples);
  for (let i = 0; i < count; i++) {
    for (let k = 1; k < samples; k++) {
      const v = i * samples + k;
      const weight = Math.round(COST_SCALE * cost[v]) - Math.round(COST_SCALE * cost[v - 1]);
      if (weight < 0) network.excess[v] = -weight;
      else network.toSink[v] = weight;
    }
  }
  network.run();
  return Int32Array.from({ length: count }, (_, i) => {
    let k = 0;
    while (k + 1 < samples && !network.reachesSink(i * samples + k + 1)) k++;
    return k;
  });
}

/** Node 0 of a column is in every closed set, so arcs to it bind nothing and it takes no part. */
class Network {
  readonly excess: Float64Array;
  readonly toSink: Float64Array;
  readonly #samples: number;
  readonly #step: number;
  readonly #start: Int32Array;
  readonly #neighbours: Int32Array;
  /** The same pair of columns the other way round. */
  readonly #opposite: Int32Array;
  readonly #column: Int32Array;
  /** On the arc from a node to the one below it. */
  readonly #down: Float64Array;
  /** On the arc from node k of column i, along neighbour a, to node k - step: at `a samples + k`. */
  readonly #across: Float64Array;
  readonly #height: Int32Array;
  readonly #queue: Int32Array;
  readonly #queued: Uint8Array;
  #head = 0;
  #waiting = 0;

  constructor({ samples, start, neighbours }: Columns, step: number, nodes: number) {
    this.#samples = samples;
    this.#step = step;
    this.#start = start;
    this.#neighbours = neighbours;
    this.#opposite = opposites(start, neighbours);
    this.#column = new Int32Array(nodes);
    for (let v = 0; v < nodes; v++) this.#column[v] = Math.floor(v / samples);
    this.excess = new Float64Array(nodes);
    this.toSink = new Float64Array(nodes);
    this.#down = new Float64Array(nodes);
    this.#across = new Float64Array(neighbours.length * samples);
    this.#height = new Int32Array(nodes);
    this.#queue = new Int32Array(nodes);
    this.#queued = new Uint8Array(nodes);
  }

  /** After a run: a path of free capacity leads from the node to the sink. */
  reachesSink(v: number): boolean {
    return this.#height[v] < this.#height.length;
  }

  run(): void {
    const nodes = this.#height.length;
    this.#sinkWithinColumns();
    this.#relabelAll();
    let work = 0;
    while (this.#waiting > 0) {
      const v = this.#queue[this.#head];
      this.#head = this.#head + 1 === nodes ? 0 : this.#head + 1;
      this.#waiting--;
      this.#queued[v] = 0;
      work += this.#discharge(v);
      if (work > WORK_A_NODE * nodes) {
        this.#relabelAll();
        work = 0;
      }
    }
    this.#relabelAll();
  }

  /** A flow to begin with, without heights: what a node holds goes to the nearest nodes below it in its own column that take it. */
  #sinkWithinColumns(): void {
    const { excess, toSink } = this;
    const samples = this.#samples;
    const down = this.#down;
    const open = new Int32Array(samples);
    for (let first = 1; first < excess.length; first += samples) {
      let count = 0;
      for (let v = first; v < first + samples - 1; v++) {
        if (toSink[v] > 0) open[count++] = v;
        while (excess[v] > 0 && count > 0) {
          const to = open[count - 1];
          const flow = Math.min(excess[v], toSink[to]);
          excess[v] -= flow;
          toSink[to] -= flow;
          for (let u = to + 1; u <= v; u++) down[u] += flow;
          if (toSink[to] === 0) count--;
        }
      }
    }
  }

  /** Pushes what a node holds towards the sink, lifting the node until nothing is left or no way is. */
  #discharge(v: number): number {
    const { excess, toSink } = this;
    const samples = this.#samples;
    const step = this.#step;
    const start = this.#start;
    const neighbours = this.#neighbours;
    const opposite = this.#opposite;
    const down = this.#down;
    const across = this.#across;
    const height = this.#height;
    const nodes = height.length;
    const i = this.#column[v];
    const k = v - i * samples;
    let work = 0;
    let left = excess[v];
    while (left > 0 && height[v] < nodes) {
      const h = height[v];
      let lowest = nodes;
      work += 4 + start[i + 1] - start[i];
      const room = toSink[v];
      if (room > 0) {
        const flow = left < room ? left : room;
        toSink[v] = room - flow;
        left -= flow;
        if (left === 0) break;
      }
      if (k > 1) {
        const at = height[v - 1];
        if (at === h - 1) {
          down[v] = down[v] + left;
          this.#give(v - 1, left);
          left = 0;
          break;
        }
        if (at < lowest) lowest = at;
      }
      if (k + 1 < samples && down[v + 1] > 0) {
        const at = height[v + 1];
        if (at === h - 1) {
          const flow = Math.min(left, down[v + 1]);
          down[v + 1] = down[v + 1] - flow;
          this.#give(v + 1, flow);
          left -= flow;
          if (left === 0) break;
        } else if (at < lowest) lowest = at;
      }
      for (let a = start[i]; a < start[i + 1]; a++) {
        const base = neighbours[a] * samples;
        if (k - step > 0) {
          const to = base + k - step;
          const at = height[to];
          if (at === h - 1) {
            across[a * samples + k] = across[a * samples + k] + left;
            this.#give(to, left);
            left = 0;
            break;
          }
          if (at < lowest) lowest = at;
        }
        if (k + step < samples) {
          const arc = opposite[a] * samples + k + step;
          const back = across[arc];
          if (back > 0) {
            const to = base + k + step;
            const at = height[to];
            if (at === h - 1) {
              const flow = Math.min(left, back);
              across[arc] = back - flow;
              this.#give(to, flow);
              left -= flow;
              if (left === 0) break;
            } else if (at < lowest) lowest = at;
          }
        }
      }
      if (left === 0) break;
      height[v] = lowest >= nodes - 1 ? nodes : lowest + 1;
    }
    excess[v] = left;
    return work;
  }

  #give(v: number, flow: number): void {
    this.excess[v] = this.excess[v] + flow;
    if (this.#queued[v] === 0) this.#append(v);
  }

  #append(v: number): void {
    const nodes = this.#height.length;
    let at = this.#head + this.#waiting;
    if (at >= nodes) at -= nodes;
    this.#queue[at] = v;
    this.#queued[v] = 1;
    this.#waiting++;
  }

  /** Heights as true distances to the sink, breadth first along arcs that can still carry; then who is to push. */
  #relabelAll(): void {
    const { toSink } = this;
    const samples = this.#samples;
    const step = this.#step;
    const start = this.#start;
    const neighbours = this.#neighbours;
    const column = this.#column;
    const down = this.#down;
    const across = this.#across;
    const height = this.#height;
    const nodes = height.length;
    const order = this.#queue;
    let tail = 0;
    height.fill(nodes);
    for (let v = 0; v < nodes; v++) {
      if (toSink[v] <= 0) continue;
      height[v] = 1;
      order[tail++] = v;
    }
    for (let head = 0; head < tail; head++) {
      const v = order[head];
      const i = column[v];
      const k = v - i * samples;
      const h = height[v] + 1;
      // Whoever has an arc to v that can carry more: the node above without limit, the one below by what it got.
      if (k + 1 < samples && height[v + 1] === nodes) {
        height[v + 1] = h;
        order[tail++] = v + 1;
      }
      if (k > 1 && height[v - 1] === nodes && down[v] > 0) {
        height[v - 1] = h;
        order[tail++] = v - 1;
      }
      const last = start[i + 1];
      if (k + step < samples) {
        for (let a = start[i]; a < last; a++) {
          const u = neighbours[a] * samples + k + step;
          if (height[u] !== nodes) continue;
          height[u] = h;
          order[tail++] = u;
        }
      }
      if (k - step > 0) {
        for (let a = start[i]; a < last; a++) {
          const u = neighbours[a] * samples + k - step;
          if (height[u] !== nodes || across[a * samples + k] <= 0) continue;
          height[u] = h;
          order[tail++] = u;
        }
      }
    }
    this.#head = 0;
    this.#waiting = 0;
    this.#queued.fill(0);
    for (let v = 0; v < nodes; v++) if (this.excess[v] > 0 && height[v] < nodes) this.#append(v);
  }
}

function opposites(start: Int32Array, neighbours: Int32Array): Int32Array {
  const out = new Int32Array(neighbours.length).fill(-1);
  for (let i = 0; i + 1 < start.length; i++) {
    for (let a = start[i]; a < start[i + 1]; a++) {
      const j = neighbours[a];
      const back = neighbours.subarray(start[j], start[j + 1]).indexOf(i);
      if (back < 0) throw new RangeError(`column ${i} has neighbour ${j}, but not the other way round`);
      out[a] = start[j] + back;
    }
  }
  return out;
}

function check({ samples, start, neighbours }: Columns, cost: Float32Array, step: number): void {
  const count = start.length - 1;
  if (cost.length !== count * samples)
    throw new RangeError(`got ${cost.length} costs; wanted ${count} columns of ${samples}`);
  if (!(Number.isInteger(step) && step >= 0))
    throw new RangeError(`got a step of ${step}; wanted 0, 1, 2, ...`);
  if (!cost.every(Number.isFinite)) throw new RangeError('got a cost that is not finite');
  if (!neighbours.every((j) => j >= 0 && j < count))
    throw new RangeError('got a neighbour that is no column');
}
