/** Small digital spines, and seeds as a column search would give them: a few mm and degrees off. */
import { axesOf } from '../../../../spine/outline/assess/body-frame.ts';
import type { BodySeed } from '../../../../spine/find/seed.ts';
import type { Vec3 } from '../../../../contracts/primitives.ts';
import { along } from '../../../../spine/math/vector.ts';
import { demoSpine, digitalSpine, type DigitalSpine, type SpineOptions } from '../../../../phantoms/index.ts';

export interface Off {
  readonly leftMm: number;
  readonly posteriorMm: number;
  /** Of both disc planes, towards the head. */
  readonly planesMm: number;
  /** Forwards and to the left. */
  readonly degrees: readonly [number, number];
}

export const EXACT: Off = { leftMm: 0, posteriorMm: 0, planesMm: 0, degrees: [0, 0] };

/** L1, and L2 where two are asked for, in a narrow field of view. */
export function bodies(
  count: 1 | 2,
  options: Partial<SpineOptions> = {},
  scanner: Partial<SpineOptions['scanner']> = {},
  level: Partial<SpineOptions['levels'][number]> = {},
): DigitalSpine {
  const levels = demoSpine.levels.slice(2, 2 + count).map((one) => ({ ...one, fracture: null, ...level }));
  return digitalSpine({
    ...demoSpine,
    levels,
    ...options,
    scanner: { ...demoSpine.scanner, fieldOfViewMm: [100, 110], ...scanner },
  });
}

/** Half a disc of the demo's beyond the endplates' centres. */
const HALF_DISC_MM = 4;

export function seedOf({ truth }: DigitalSpine, n: number, off: Off = EXACT): BodySeed {
  const { frame, heightsMm, depthMm } = truth.levels[n]!;
  const { left, posterior, superior } = frame;
  const lean = off.degrees.map((degrees) => Math.tan((degrees * Math.PI) / 180));
  const up = along(along(superior, -lean[0]!, posterior), lean[1]!, left);
  const axes = axesOf(up, posterior);
  const origin = along(along(frame.origin, off.leftMm, left), off.posteriorMm, posterior);
  const tuple = ([x, y, z]: Vec3): [number, number, number] => [x, y, z];
  const plane = (side: 1 | -1): BodySeed['upper'] => ({
    point: along(frame.origin, side * (heightsMm.middle / 2 + HALF_DISC_MM) + off.planesMm, superior),
    normal: axes.superior,
  });
  return {
    frame: {
      origin: tuple(origin),
      left: tuple(axes.left),
      posterior: tuple(axes.posterior),
      superior: tuple(axes.superior),
    },
    upper: plane(1),
    lower: plane(-1),
    toCanalMm: depthMm / 2 - off.posteriorMm,
  };
}
