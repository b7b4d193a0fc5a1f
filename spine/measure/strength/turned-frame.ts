/** A body's frame with its load axis turned. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';

const DEGREE = Math.PI / 180;

/** About the left-right axis the load axis leans forwards or backwards, about the posterior axis sideways. */
export function turnedFrame(frame: Frame, about: 'left' | 'posterior', degrees: number): Frame {
  const [c, s] = [Math.cos(degrees * DEGREE), Math.sin(degrees * DEGREE)];
  const mixed = (a: Vec3, b: Vec3, x: number, y: number): [number, number, number] => [
    x * a[0] + y * b[0],
    x * a[1] + y * b[1],
    x * a[2] + y * b[2],
  ];
  const { left, posterior, superior } = frame;
  return about === 'left'
    ? { ...frame, posterior: mixed(posterior, superior, c, s), superior: mixed(superior, posterior, c, -s) }
    : { ...frame, left: mixed(left, superior, c, s), superior: mixed(superior, left, c, -s) };
}
