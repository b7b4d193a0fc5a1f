/** PLY files of surfaces. */
import { describe, expect, it } from 'vitest';

import { NotPly, readPly, writePly } from '../../../../spine/grid/mesh/ply.ts';

import { box, torus } from './meshes.ts';

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const latin = (content: string): Uint8Array => Uint8Array.from(content, (letter) => letter.charCodeAt(0));

describe('a surface as a PLY file', () => {
  it('is read as it was written, to the bit', () => {
    const mesh = torus(10.1, 2.3);
    const read = readPly(writePly(mesh));
    expect(read.vertices).toEqual(mesh.vertices);
    expect(read.triangles).toEqual(mesh.triangles);
  });

  it('has the header of the format, and 12 bytes a vertex and 13 a triangle after it', () => {
    const bytes = writePly(box([0, 0, 0], [1, 1, 1]));
    const head = text(bytes).split('end_header\n')[0]!;
    expect(head.split('\n')).toEqual([
      'ply', 'format binary_little_endian 1.0', 'comment patient LPS (x left, y posterior, z superior), mm', 'element vertex 8',
      'property float x', 'property float y', 'property float z', 'element face 12',
      'property list uchar int vertex_indices', '',
    ]); // prettier-ignore
    expect(bytes.length).toBe(head.length + 'end_header\n'.length + 8 * 12 + 12 * 13);
  });

  it('is read with what other writers add: doubles, normals, a carriage return, elements of their own', () => {
    const mesh = box([0, 0, 0], [1, 2, 4]);
    const head = [
      'ply', 'format binary_little_endian 1.0', 'element vertex 8', 'property double x', 'property double y',
      'property double z', 'property float nx', 'element face 12', 'property list uint8 uint32 vertex_index',
      'element material 1', 'property uchar red', 'end_header', '',
    ].join('\r\n'); // prettier-ignore
    const bytes = new Uint8Array(head.length + 8 * 28 + 12 * 13 + 1);
    bytes.set(latin(head));
    const view = new DataView(bytes.buffer);
    let at = head.length;
    for (let v = 0; v < 8; v++, at += 28)
      for (let n = 0; n < 3; n++) view.setFloat64(at + 8 * n, mesh.vertices[3 * v + n]!, true);
    for (let t = 0; t < 36; t += 3, at += 13) {
      bytes[at] = 3;
      for (let n = 0; n < 3; n++) view.setUint32(at + 1 + 4 * n, mesh.triangles[t + n]!, true);
    }
    expect(readPly(bytes)).toEqual(mesh);
  });

  const whole = text(writePly(box([0, 0, 0], [1, 1, 1])));
  it.each([
    ['is not PLY at all', 'solid body\n', 'no PLY header'],
    ['is text', whole.replace('binary_little_endian', 'ascii'), 'saw format ascii'],
    ['ends early', whole.slice(0, -20), 'wanted more by the header'],
    ['has a type nobody knows', whole.replace('float x', 'quad x'), 'saw property property quad x'],
    ['has too many elements', whole.replace('vertex 8', 'vertex 99999999999'), 'saw 99999999999'],
  ])('is refused where it %s', (_, content, saw) => {
    expect(() => readPly(latin(content))).toThrow(NotPly);
    expect(() => readPly(latin(content))).toThrow(saw);
  }); // prettier-ignore

  it('is refused where its faces are no triangles', () => {
    const bytes = writePly(box([0, 0, 0], [1, 1, 1]));
    bytes[bytes.length - 12 * 13] = 4;
    expect(() => readPly(bytes)).toThrow('a face of 4 corners');
  });

  it('is refused where its surface is open', () => {
    const { vertices, triangles } = box([0, 0, 0], [1, 1, 1]);
    expect(() => readPly(writePly({ vertices, triangles: triangles.slice(3) }))).toThrow('3 open edges');
  });
});
