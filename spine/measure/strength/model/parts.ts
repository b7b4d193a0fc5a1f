/** From columns to elements: what an element is made of, and how much of it there is. */
import type { BodyGrid } from './body-grid.ts';
import { countsInside, eachInside, type Columns } from './columns.ts';

type Dims = BodyGrid['dims'];

export interface Parts {
  /** 1 where an element is bone, and where it is cement: what more of its columns hold, bone where it is as many. */
  readonly body: Uint8Array;
  readonly caps: Uint8Array;
  /** Of an element, bone and cement together, 0 to 1: side by side under the load, both carry by their area. */
  readonly part: Float64Array;
}

/** @param dims of the elements @param caps as `inside` of the columns, 1 in cement */
export function partsOf(dims: Dims, columns: Columns, caps: Uint8Array): Parts {
  const bone = columnsInside(dims, columns);
  const cement = columnsInside(dims, { ...columns, inside: caps });
  const count = bone.length;
  const parts = {
    body: new Uint8Array(count),
    caps: new Uint8Array(count),
    part: new Float64Array(count),
  };
  const each = columns.across ** 2;
  for (let at = 0; at < count; at++) {
    const [b, c] = [bone[at]!, cement[at]!];
    if (b + c === 0) continue;
    (b >= c ? parts.body : parts.caps)[at] = 1;
    parts.part[at] = (b + c) / each;
  }
  return parts;
}

/** How much of an element there is where it is bone, else 0. */
export function boneParts({ body, part }: Pick<Parts, 'body' | 'part'>): Float64Array {
  return part.map((there, at) => there * body[at]!);
}

/** How many of its columns are inside, of every element. */
export function columnsInside(dims: Dims, columns: Columns): Uint8Array {
  return countsInside(dims, columns, 1);
}

/** The columns of elements that are kept. */
export function columnsWithin(dims: Dims, columns: Columns, kept: Uint8Array): Columns {
  const inside = new Uint8Array(columns.inside.length);
  eachInside(dims, columns, (column, element) => {
    inside[column] = kept[element]!;
  });
  return { across: columns.across, inside };
}
