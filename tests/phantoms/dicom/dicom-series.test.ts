import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import dicomParser from 'dicom-parser';
import { afterAll, describe, expect, it } from 'vitest';

import { demoSpine, digitalSpine, writeDicomSeries, type SpineOptions } from '../../../phantoms/index.ts';
import { lacks } from '../../peers/lacks.ts';

const OPTIONS: SpineOptions = {
  ...demoSpine,
  levels: demoSpine.levels.slice(2, 3),
  scanner: { ...demoSpine.scanner, pixelMm: 2, sliceSpacingMm: 2.5, sliceThicknessMm: 2.5 },
};
const spine = digitalSpine(OPTIONS);
const files = [...writeDicomSeries(spine, OPTIONS)];

const folder = mkdtempSync(join(tmpdir(), 'osteon-phantom-'));
const path = join(folder, files[0]!.name);
writeFileSync(path, files[0]!.bytes);
afterAll(() => rmSync(folder, { recursive: true }));

describe('the DICOM series of a digital spine', () => {
  it('gives back every voxel at its place', () => {
    const [nx, ny, nz] = spine.ct.dims;
    expect(files).toHaveLength(nz);
    const seen = new Set<number>();
    for (const { bytes } of files) {
      const dataset = dicomParser.parseDicom(bytes);
      const z = Number(dataset.string('x00200032')!.split('\\')[2]);
      const k = Math.round((z - spine.ct.affine[11]) / spine.ct.affine[10]);
      seen.add(k);
      expect(z).toBeCloseTo(spine.ct.affine[11] + k * spine.ct.affine[10], 5);
      const pixels = dataset.elements.x7fe00010!;
      const view = new DataView(bytes.buffer, bytes.byteOffset + pixels.dataOffset, pixels.length);
      for (let i = 0; i < nx * ny; i += 7) {
        const hu = view.getUint16(2 * i, true) - 1024;
        if (hu !== spine.ct.data[i + nx * ny * k]) expect.unreachable(`pixel ${i} of slice ${k}`);
      }
    }
    expect(seen.size).toBe(nz);
  });

  it('writes the same bytes for the same spine, and other identifiers for another seed', () => {
    const again = [...writeDicomSeries(digitalSpine(OPTIONS), OPTIONS)];
    expect(again.every(({ bytes }, i) => Buffer.from(bytes).equals(files[i]!.bytes))).toBe(true);
    const [other] = writeDicomSeries(spine, { ...OPTIONS, seed: 1 });
    const uid = (bytes: Uint8Array): string | undefined => dicomParser.parseDicom(bytes).string('x0020000e');
    expect(uid(other!.bytes)).not.toBe(uid(files[0]!.bytes));
  });

  it('is not in the order of the slices', () => {
    const z = files.map(({ bytes }) => Number(dicomParser.parseDicom(bytes).string('x00201041')));
    expect(z).not.toEqual(z.toSorted((a, b) => a - b));
  });

  it.skipIf(lacks('dciodvfy'))('has no errors by dciodvfy', () => {
    const { stderr } = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
    expect(stderr).toMatch(/^CTImage$/m);
    expect(stderr.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
  });

  it.skipIf(lacks('dcmdump'))('is read by dcmtk with the patient and the geometry that were written', () => {
    const text = execFileSync('dcmdump', [path], { encoding: 'utf8' });
    expect(text).toContain('[Spine^Digital]');
    expect(text).toContain(String.raw`[1\0\0\0\1\0]`);
    expect(text).toContain(`US ${spine.ct.dims[1]} `);
  });
});
