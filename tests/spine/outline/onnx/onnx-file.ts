/**
 * ONNX files of a single convolution, written byte by byte (protocol buffers, onnx.proto3 of ONNX IR version 8), so that
 * what the model answers is known exactly.
 */
import { createRequire } from 'node:module';

type Shape = readonly (number | string)[];

export interface ConvModel {
  /** Output channel, then the taps along the three axes, each an odd number of them. */
  readonly weights: readonly number[];
  readonly kernel: readonly [number, number, number];
  readonly bias: readonly number[];
  readonly input: Shape;
  readonly output: Shape;
}

const FLOAT = 1;
const IR_VERSION = 8;
const OPSET = 13;
/** AttributeProto.AttributeType INTS. */
const INTS = 7;

/** Scores by which the class wins whose mean is nearest: 2 m x - m^2. Any patch size. */
export function nearestMean(means: readonly number[], patch: Shape = ['a', 'b', 'c']): Uint8Array {
  return convModel({
    weights: means.map((m) => 2 * m),
    kernel: [1, 1, 1],
    bias: means.map((m) => -m * m),
    input: [1, 1, ...patch],
    output: [1, means.length, ...patch],
  });
}

export function convModel({ weights, kernel, bias, input, output }: ConvModel): Uint8Array {
  const pads = kernel.map((taps) => (taps - 1) / 2);
  const conv = message(
    [1, string('x')],
    [1, string('weights')],
    [1, string('bias')],
    [2, string('scores')],
    [4, string('Conv')],
    [5, ints('kernel_shape', kernel)],
    [5, ints('pads', [...pads, ...pads])],
  );
  const graph = message(
    [1, conv],
    [2, string('test')],
    [5, tensor('weights', [bias.length, 1, ...kernel], weights)],
    [5, tensor('bias', [bias.length], bias)],
    [11, value('x', input)],
    [12, value('scores', output)],
  );
  return message([1, IR_VERSION], [7, graph], [8, message([1, string('')], [2, OPSET])]);
}

/** For `test.skipIf(...)`: true where the optional package is not installed. */
export function lacksRuntime(): boolean {
  try {
    createRequire(import.meta.url)('onnxruntime-node');
    return false;
  } catch {
    return true;
  }
}

function value(name: string, shape: Shape): Uint8Array {
  const dims = shape.map((n) => [1, message(typeof n === 'number' ? [1, n] : [2, string(n)])] as const);
  return message([1, string(name)], [2, message([1, message([1, FLOAT], [2, message(...dims)])])]);
}

function tensor(name: string, dims: readonly number[], values: readonly number[]): Uint8Array {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return message(...dims.map((n) => [1, n] as const), [2, FLOAT], [8, string(name)], [9, raw]);
}

function ints(name: string, values: readonly number[]): Uint8Array {
  return message([1, string(name)], ...values.map((n) => [8, n] as const), [20, INTS]);
}

function string(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Fields in the order given: a number as a varint, bytes (a string, a message) with their length before them. */
function message(...fields: readonly (readonly [field: number, value: number | Uint8Array])[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([field, content]) =>
      typeof content === 'number'
        ? [...varint(field << 3), ...varint(content)]
        : [...varint((field << 3) | 2), ...varint(content.length), ...content],
    ),
  );
}

function varint(n: number): number[] {
  return n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))];
}
