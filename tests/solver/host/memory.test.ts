import { expect, test } from 'vitest';

import { hostOf } from '../../../solver/host/index.ts';

const BYTES = 200_000;
const used = (bytes = BYTES) => {
  const machine = hostOf(1).machine(bytes);
  new Uint8Array(machine.buffer).fill(7, 4096);
  return machine;
};
const isZero = (buffer: ArrayBufferLike, bytes = buffer.byteLength): boolean =>
  new Uint8Array(buffer, 4096, bytes - 4096).every((byte) => byte === 0);

test('the memory of a solve that is done comes back empty, and not before it is done', () => {
  const first = used();
  const second = used();
  expect(second.buffer).not.toBe(first.buffer);
  first.release();
  const third = hostOf(1).machine(BYTES);
  expect(third.buffer).toBe(first.buffer);
  expect(isZero(third.buffer)).toBe(true);
  expect(new Uint8Array(second.buffer)[4096]).toBe(7);
  // It is handed out once.
  expect(hostOf(1).machine(BYTES).buffer).not.toBe(first.buffer);
});

test('too little memory is not taken, more than is wanted is', () => {
  const small = used();
  small.release();
  const large = used(10 * BYTES);
  expect(large.buffer).not.toBe(small.buffer);
  large.release();
  const taken = hostOf(1).machine(BYTES);
  expect(taken.buffer).toBe(large.buffer);
  expect(isZero(taken.buffer, BYTES)).toBe(true);
});

test('of more memory than is wanted no more is cleared, and whoever wants the rest finds it empty', () => {
  used(10 * BYTES).release();
  const taken = hostOf(1).machine(BYTES);
  const whole = new Uint8Array(taken.buffer);
  expect(whole[5 * BYTES]).toBe(7);
  taken.release();
  const again = hostOf(1).machine(10 * BYTES);
  expect(again.buffer).toBe(taken.buffer);
  expect(isZero(again.buffer)).toBe(true);
});

test('memory that threads share is not handed on', () => {
  const shared = hostOf(2).machine(BYTES);
  shared.release();
  expect(hostOf(2).machine(BYTES).buffer).not.toBe(shared.buffer);
  expect(hostOf(1).machine(BYTES).buffer).not.toBe(shared.buffer);
});
