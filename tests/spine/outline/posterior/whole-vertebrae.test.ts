/** Arches of digital spines, whose truth is known exactly, and of real CT against outlines by others. */
import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, test } from 'vitest';

import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';
import { importProvider } from '../../../../spine/outline/import/provider.ts';
import { wholeVertebrae, type WholeVertebrae } from '../../../../spine/outline/posterior/whole-vertebrae.ts';
import type { Frame } from '../../../../contracts/segmentation.ts';
import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { readNifti } from '../../../../spine/grid/nifti.ts';
import { toCanonical } from '../../../../spine/grid/orientation.ts';
import { along, dot } from '../../../../spine/math/vector.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { demoSpine, digitalSpine, type DigitalSpine } from '../../../../phantoms/index.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';
import { dice } from '../overlap.ts';
import { providerInput } from '../provider-input.ts';

const SEEN: readonly Level[] = ['T11', 'T12', 'L1', 'L2'];
const MISSING = LABEL_VALUE.T12;

/** Dice of what is posterior: outside every body of the truth. */
function posteriorDice(
  found: Volume<Uint8Array>,
  truth: Volume<Uint8Array>,
  bodies: Volume<Uint8Array>,
  value: number,
): number {
  const outside = (at: number): boolean => bodies.data[at] === 0;
  const own = { ...found, data: found.data.map((label, at) => (outside(at) ? label : 0)) };
  return dice(
    own,
    (label) => label === value,
    truth,
    (label, at) => label === value && outside(at),
  );
}

describe('a digital spine T11-L2 between vertebrae that the field of view cuts', () => {
  let spine: DigitalSpine;
  let frames: ReadonlyMap<number, Frame>;
  let whole: WholeVertebrae;
  beforeAll(() => {
    spine = digitalSpine({
      ...demoSpine,
      levels: SEEN.map((level) => ({ level: level as 'T11', vbmdMgCc: 100, fracture: null })),
      neighbours: 'cut',
      scanner: {
        ...demoSpine.scanner,
        pixelMm: 1,
        sliceSpacingMm: 2,
        sliceThicknessMm: 2,
        fieldOfViewMm: [150, 180],
      },
    });
    frames = new Map(spine.truth.levels.map(({ labelValue, frame }) => [labelValue, frame]));
    whole = wholeVertebrae({ ...spine, frames, canal: null });
  });

  test('bodies stay as they are', () => {
    const changed = spine.bodies.data.some((value, at) => value !== 0 && whole.vertebrae.data[at] !== value);
    expect(changed).toBe(false);
  });

  test('each vertebra gets its own posterior elements', () => {
    // Measured 0.82 and more: on rods of 8 mm a rim of half a voxel of partial volume costs that much.
    for (const value of frames.keys()) {
      expect(
        posteriorDice(whole.vertebrae, spine.vertebrae, spine.bodies, value),
        `label ${value}`,
      ).toBeGreaterThan(0.75);
    }
  });

  test('less than 5 % of it is a neighbour’s', () => {
    const { data } = spine.vertebrae;
    let [wrong, all] = [0, 0];
    whole.vertebrae.data.forEach((value, at) => {
      if (value === 0 || spine.bodies.data[at] !== 0) return;
      all += 1;
      if (data[at] !== 0 && data[at] !== value) wrong += 1;
    });
    expect(wrong / all).toBeLessThan(0.05);
  });

  test('each pedicle is cut where it was built, across its course', () => {
    for (const { labelValue, frame, depthMm } of spine.truth.levels) {
      const cuts = whole.pedicles.get(labelValue)!;
      expect(cuts.map(({ side }) => side)).toEqual(['left', 'right']);
      for (const { side, point, normal, areaMm2 } of cuts) {
        const d = along(point, -1, frame.origin);
        const u = dot(d, frame.left) * (side === 'left' ? 1 : -1);
        // Rods 13-15 mm off the middle, from the wall (half the depth) to 9 mm behind it, half axes 4 and 7 mm.
        expect(Math.abs(u - 14)).toBeLessThan(3);
        expect(Math.abs(dot(d, frame.posterior) - depthMm / 2 - 4)).toBeLessThan(6);
        expect(dot(normal, frame.posterior)).toBeGreaterThan(0.8);
        // 88 mm2 by construction; the threshold lies outside the half-maximum of a dense shell.
        expect(areaMm2).toBeGreaterThan(65);
        expect(areaMm2).toBeLessThan(160);
      }
    }
  });

  test('the same input gives the same voxels', () => {
    const again = wholeVertebrae({ ...spine, frames, canal: null });
    expect(Buffer.compare(again.vertebrae.data, whole.vertebrae.data)).toBe(0);
  });

  test('where a body is missing, its arch goes to nobody', () => {
    const bodies = {
      ...spine.bodies,
      data: spine.bodies.data.map((value) => (value === MISSING ? 0 : value)),
    };
    const fewer = new Map([...frames].filter(([value]) => value !== MISSING));
    const { vertebrae } = wholeVertebrae({ ct: spine.ct, bodies, frames: fewer, canal: null });
    let [taken, own] = [0, 0];
    spine.vertebrae.data.forEach((value, at) => {
      if (value !== MISSING || spine.bodies.data[at] !== 0) return;
      own += 1;
      if (vertebrae.data[at] !== 0) taken += 1;
    });
    expect(taken / own).toBeLessThan(0.08);
  });

  test('without bodies there is nothing to do, and a frame without a body is said', () => {
    const bodies = { ...spine.bodies, data: new Uint8Array(spine.bodies.data.length) };
    const { vertebrae, flags } = wholeVertebrae({ ct: spine.ct, bodies, frames, canal: null });
    expect(vertebrae.data.every((value) => value === 0)).toBe(true);
    expect([...flags.values()].flat().map(({ code }) => code)).toEqual(SEEN.map(() => 'ARCH_NOT_SOUGHT'));
  });
});

const VERSE = 'verse014';
test.skipIf(lacksSharedData(VERSE))(
  'on noisy real CT of L1-L5 whole vertebrae agree with outlines by hand',
  async () => {
    const ct = hounsfield(`${VERSE}/sub-verse014_ct.nii.gz`);
    const name = `${VERSE}/sub-verse014_seg-vert_msk.nii.gz`;
    const result = await importProvider.segment(
      providerInput(ct, [{ name: 'msk.nii.gz', bytes: readFileSync(sharedData(name)) }]),
    );
    const { levels } = assessLevels(ct, result);
    const frames = new Map(
      levels.flatMap(({ labelValue, frame }) => (frame === null ? [] : [[labelValue, frame] as const])),
    );
    const { vertebrae, pedicles } = wholeVertebrae({ ct, bodies: result.bodies, frames, canal: null });
    const scores = [...frames.keys()].map((value) =>
      dice(
        vertebrae,
        (label) => label === value,
        result.vertebrae!,
        (label) => label === value,
      ),
    );
    // Measured 0.92 0.92 0.92 0.89 0.87: the goal for the median is 0.90.
    expect(scores.sort((a, b) => a - b)[2]).toBeGreaterThan(0.9);
    expect(scores[0]).toBeGreaterThan(0.85);
    expect([...pedicles.values()].map((cuts) => cuts.length)).toEqual([2, 2, 2, 2, 2]);
    // Without L3's body its neighbours gain nothing: its stand-in takes what is L3's.
    const value = LABEL_VALUE.L3;
    const bodies = {
      ...result.bodies,
      data: result.bodies.data.map((label) => (label === value ? 0 : label)),
    };
    frames.delete(value);
    const without = wholeVertebrae({ ct, bodies, frames, canal: null }).vertebrae;
    let [taken, own] = [0, 0];
    result.vertebrae!.data.forEach((label, at) => {
      if (label !== value || result.bodies.data[at] !== 0) return;
      own += 1;
      if (without.data[at] !== 0) taken += 1;
    });
    expect(taken / own).toBeLessThan(0.15);
  },
);

function hounsfield(path: string): Volume<Int16Array> {
  const volume = toCanonical(readNifti(readFileSync(sharedData(path))).volume);
  return { ...volume, data: Int16Array.from(volume.data) };
}
