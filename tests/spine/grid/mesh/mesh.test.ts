/** Closed surfaces: their volume, and what is refused as one. */
import { describe, expect, it } from 'vitest';

import { MeshNotClosed, meshVolume, requireClosed } from '../../../../spine/grid/mesh/mesh.ts';

import { box, ellipsoid, together, torus } from './meshes.ts';

describe('the volume of a surface', () => {
  it('is that of a box, wherever it lies', () => {
    expect(meshVolume(box([-300, 200, -1000], [-298, 203, -996]))).toBeCloseTo(24, 6);
  });

  it('nears that of an ellipsoid from below as triangles get smaller', () => {
    const exact = (4 / 3) * Math.PI * 3 * 2 * 1;
    const parts = [1, 2, 3].map((halvings) => meshVolume(ellipsoid([5, 5, 5], [3, 2, 1], halvings)) / exact);
    // What is left falls with the square of the edges.
    expect((1 - parts[0]!) / (1 - parts[1]!)).toBeCloseTo(4, 0);
    expect((1 - parts[1]!) / (1 - parts[2]!)).toBeCloseTo(4, 0);
    expect(parts[2]).toBeLessThan(1);
  });

  it('of a ring is its section times the way around', () => {
    const exact = Math.PI * 2 ** 2 * 2 * Math.PI * 10;
    expect(meshVolume(torus(10, 2, 200, 100)) / exact).toBeCloseTo(1, 2);
  });

  it('of two surfaces is the sum', () => {
    const [one, other] = [box([0, 0, 0], [1, 1, 1]), box([5, 5, 5], [6, 6, 7])];
    expect(meshVolume(together(one, other))).toBeCloseTo(3, 6);
  });
});

describe('a surface is closed', () => {
  it.each([
    ['a box', box([0, 0, 0], [1, 2, 3])],
    ['a ring', torus(5, 1)],
    ['two bodies', together(box([0, 0, 0], [1, 1, 1]), ellipsoid([9, 9, 9], [1, 1, 1]))],
  ])('where it is %s', (_, mesh) => {
    expect(() => {
      requireClosed(mesh);
    }).not.toThrow();
  });

  const whole = box([0, 0, 0], [1, 1, 1]);
  const turned = whole.triangles.map((_, n, all) => (n % 3 === 1 ? all[n + 1]! : n % 3 === 2 ? all[n - 1]! : all[n]!)); // prettier-ignore
  it.each([
    ['lacks a triangle', { ...whole, triangles: whole.triangles.slice(3) }, '3 open edges of 18'],
    ['has one turned over', { ...whole, triangles: Int32Array.from([...turned.slice(0, 3), ...whole.triangles.slice(3)]) }, 'open edges'],
    ['is inside out', { ...whole, triangles: turned }, 'a volume of -1'],
    ['has no triangles', { ...whole, triangles: new Int32Array(0) }, 'wanted a closed surface'],
    ['names a vertex that is not there', { ...whole, triangles: whole.triangles.map((v) => (v === 7 ? 8 : v)) }, 'corner 8'],
    ['has a triangle that is an edge', { ...whole, triangles: Int32Array.from([...whole.triangles, 0, 0, 1]) }, 'corner 0'],
  ])('but not where it %s', (_, mesh, saw) => {
    const check = (): void => {
      requireClosed(mesh);
    };
    expect(check).toThrow(MeshNotClosed);
    expect(check).toThrow(saw);
  }); // prettier-ignore
});
