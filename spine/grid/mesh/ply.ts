/**
 * Surfaces as PLY files, binary and little-endian: vertices as `float` x, y, z, triangles as `list uchar int vertex_indices`.
 *
 * Coordinates are patient LPS in mm, as the file's comment says: viewers of meshes show them as they are, and 3D Slicer asks
 * for the coordinate system when it reads one (LPS is its default). Written bytes depend on the surface alone.
 *
 * @remarks Turk G, The PLY Polygon File Format, Stanford 1994. Read is what is written here and, of other writers, files of
 * the same kind whose elements hold further numbers.
 */
import { requireClosed, type Mesh } from './mesh.ts';

const COMMENT = 'patient LPS (x left, y posterior, z superior), mm';
const TYPES: Readonly<
  Record<string, readonly [bytes: number, read: (view: DataView, at: number) => number]>
> = {
  char: [1, (view, at) => view.getInt8(at)],
  uchar: [1, (view, at) => view.getUint8(at)],
  short: [2, (view, at) => view.getInt16(at, true)],
  ushort: [2, (view, at) => view.getUint16(at, true)],
  int: [4, (view, at) => view.getInt32(at, true)],
  uint: [4, (view, at) => view.getUint32(at, true)],
  float: [4, (view, at) => view.getFloat32(at, true)],
  double: [8, (view, at) => view.getFloat64(at, true)],
  int8: [1, (view, at) => view.getInt8(at)],
  uint8: [1, (view, at) => view.getUint8(at)],
  int16: [2, (view, at) => view.getInt16(at, true)],
  uint16: [2, (view, at) => view.getUint16(at, true)],
  int32: [4, (view, at) => view.getInt32(at, true)],
  uint32: [4, (view, at) => view.getUint32(at, true)],
  float32: [4, (view, at) => view.getFloat32(at, true)],
  float64: [8, (view, at) => view.getFloat64(at, true)],
};
const VERTEX_BYTES = 12;
const TRIANGLE_BYTES = 13;
/** A header is some hundred bytes. */
const MOST_HEADER_BYTES = 65536;
/** A body has some 5,000 vertices, from a mask of fine voxels some 50,000. */
const MOST_ELEMENTS = 2 ** 24;

/** Bytes that are no PLY file of the kind that is read here. */
export class NotPly extends Error {
  override readonly name = 'NotPly';
}

export function writePly({ vertices, triangles }: Mesh): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(
    ['ply', 'format binary_little_endian 1.0', `comment ${COMMENT}`, `element vertex ${vertices.length / 3}`,
      'property float x', 'property float y', 'property float z', `element face ${triangles.length / 3}`,
      'property list uchar int vertex_indices', 'end_header', ''].join('\n'), // prettier-ignore
  );
  const bytes = new Uint8Array(
    head.length + (vertices.length / 3) * VERTEX_BYTES + (triangles.length / 3) * TRIANGLE_BYTES,
  );
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  let at = head.length;
  for (const value of vertices) {
    view.setFloat32(at, value, true);
    at += 4;
  }
  for (let t = 0; t < triangles.length; t += 3) {
    view.setUint8(at, 3);
    for (let n = 0; n < 3; n++) view.setInt32(at + 1 + 4 * n, triangles[t + n]!, true);
    at += TRIANGLE_BYTES;
  }
  return bytes;
}

interface Element {
  readonly name: string;
  readonly count: number;
  readonly properties: { readonly name: string; readonly type: string; readonly countType: string | null }[];
}

/** @throws NotPly @throws MeshNotClosed where the file's surface has no inside */
export function readPly(bytes: Uint8Array): Mesh {
  const { elements, start } = headerOf(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  let vertices = new Float32Array(0);
  const triangles: number[] = [];
  const next = (type: string): number => {
    const [size, read] = TYPES[type]!;
    if (at + size > bytes.length) throw new NotPly(`saw ${bytes.length} bytes; wanted more by the header`);
    const value = read(view, at);
    at += size;
    return value;
  };
  for (const { name, count, properties } of elements) {
    if (name === 'vertex') vertices = new Float32Array(3 * count);
    for (let n = 0; n < count; n++) {
      for (const { name: property, type, countType } of properties) {
        const values = Array.from({ length: countType === null ? 1 : next(countType) }, () => next(type));
        const axis = ['x', 'y', 'z'].indexOf(property);
        if (name === 'vertex' && axis >= 0) vertices[3 * n + axis] = values[0]!;
        if (name !== 'face' || countType === null) continue;
        if (values.length !== 3) throw new NotPly(`saw a face of ${values.length} corners; wanted triangles`);
        triangles.push(values[0]!, values[1]!, values[2]!);
      }
    }
  }
  const mesh = { vertices, triangles: Int32Array.from(triangles) };
  requireClosed(mesh);
  return mesh;
}

function headerOf(bytes: Uint8Array): { readonly elements: readonly Element[]; readonly start: number } {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, MOST_HEADER_BYTES));
  const end = /(?:^|\n)end_header\r?\n/.exec(text);
  if (!text.startsWith('ply') || end === null) throw new NotPly('saw no PLY header');
  const elements: Element[] = [];
  let format = '';
  for (const line of text.slice(0, end.index).split(/\r?\n/)) {
    const words = line.trim().split(/\s+/);
    if (words[0] === 'format') format = words[1] ?? '';
    if (words[0] === 'element')
      elements.push({ name: words[1] ?? '', count: Number(words[2]), properties: [] });
    if (words[0] !== 'property') continue;
    const isList = words[1] === 'list';
    const [countType, type, name] = isList
      ? [words[2] ?? '', words[3], words[4]]
      : [null, words[1], words[2]];
    const known = [type, countType].every((used) => used === null || Object.hasOwn(TYPES, used ?? ''));
    if (!known || type === undefined || name === undefined) throw new NotPly(`saw property ${line}`);
    elements.at(-1)?.properties.push({ name, type, countType });
  }
  if (format !== 'binary_little_endian')
    throw new NotPly(`saw format ${format}; wanted binary_little_endian`);
  const sound = ({ count }: Element): boolean =>
    Number.isInteger(count) && count >= 0 && count <= MOST_ELEMENTS;
  if (!elements.every(sound))
    throw new NotPly(`saw ${elements.map(({ count }) => count).join(' and ')} elements`);
  return { elements, start: end.index + end[0].length };
}
