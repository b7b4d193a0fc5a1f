/** ONNX Runtime, where it is installed: a model opened, its tensors checked against its manifest. */
import { StudyRefused } from '../../../contracts/refusals.ts';

import {
  installedRuntime,
  type InferenceSession,
  type Runtime,
  type Tensor,
} from '../../host/onnx-runtime.ts';

import type { ModelManifest } from './model-manifest.ts';
import type { ScorePatch } from './sliding-window.ts';

export interface OpenModel {
  readonly score: ScorePatch;
  readonly close: () => Promise<void>;
}

/** Errors only: the runtime's remarks on a model's graph are of no use to whoever assesses a study. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = { logSeverityLevel: 3 };

/**
 * @param load where the runtime comes from
 * @throws StudyRefused ONNX_RUNTIME_MISSING, MODEL_UNREADABLE, MODEL_SHAPE_MISMATCH; `score` MODEL_FAILED as well
 */
export async function openModel(
  bytes: Uint8Array,
  manifest: ModelManifest,
  load: () => Runtime = installedRuntime,
): Promise<OpenModel> {
  const runtime = loaded(load);
  const session = await opened(runtime, bytes);
  const { patch, labels } = manifest;
  const [input, output] = [
    { what: 'input', wanted: [1, 1, ...patch] },
    { what: 'output', wanted: [1, labels.length, ...patch] },
  ] as const;
  requireShape(input, session.inputMetadata);
  requireShape(output, session.outputMetadata);
  const [inputName, outputName] = [session.inputNames[0]!, session.outputNames[0]!];
  return {
    async score(values) {
      const tensor = new runtime.Tensor('float32', values, input.wanted);
      const answer = await ran(session, { [inputName]: tensor });
      const scores = answer[outputName]!;
      if (!(scores.data instanceof Float32Array) || !fits(scores.dims, output.wanted))
        throw mismatch(output, `${scores.type} [${scores.dims.join(', ')}]`);
      return scores.data;
    },
    close: () => session.release(),
  };
}

function loaded(load: () => Runtime): Runtime {
  try {
    return load();
  } catch (cause) {
    throw new StudyRefused(
      {
        code: 'ONNX_RUNTIME_MISSING',
        saw: 'a model, but no loadable ONNX Runtime',
        wanted:
          'the optional package onnxruntime-node (npm install onnxruntime-node, or a layer of the function)',
      },
      { cause },
    );
  }
}

async function opened(runtime: Runtime, bytes: Uint8Array): Promise<InferenceSession> {
  try {
    return await runtime.InferenceSession.create(bytes, SESSION_OPTIONS);
  } catch (cause) {
    throw new StudyRefused(
      {
        code: 'MODEL_UNREADABLE',
        saw: `a model that cannot be opened: ${firstLine(cause)}`,
        wanted: 'one ONNX file that includes its weights',
      },
      { cause },
    );
  }
}

async function ran(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
): ReturnType<InferenceSession['run']> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    throw new StudyRefused(
      {
        code: 'MODEL_FAILED',
        saw: `a model that fails on a patch: ${firstLine(cause)}`,
        wanted: 'a model that accepts the patches of its manifest',
      },
      { cause },
    );
  }
}

interface Side {
  readonly what: 'input' | 'output';
  readonly wanted: readonly number[];
}

/** Sizes that the model leaves open (named) are met by what it is fed. */
function requireShape(side: Side, metadata: readonly InferenceSession.ValueMetadata[]): void {
  const [only] = metadata;
  if (metadata.length !== 1 || only?.isTensor !== true)
    throw mismatch(side, `${metadata.length} ${side.what}s`);
  const { type, shape } = only;
  if (type !== 'float32' || !fits(shape, side.wanted)) throw mismatch(side, `${type} [${shape.join(', ')}]`);
}

function fits(shape: readonly (number | string)[], wanted: readonly number[]): boolean {
  const same = (size: number | string, n: number) =>
    typeof size === 'string' || size < 0 || size === wanted[n];
  return shape.length === wanted.length && shape.every(same);
}

function mismatch({ what, wanted }: Side, saw: string): StudyRefused {
  return new StudyRefused({
    code: 'MODEL_SHAPE_MISMATCH',
    saw: `a model with the ${what} ${saw}`,
    wanted: `one ${what}, float32 [${wanted.join(', ')}], as in its manifest`,
  });
}

/** What the runtime says of a graph holds names and shapes of the model, nothing of the patient. */
function firstLine(cause: unknown): string {
  return cause instanceof Error ? cause.message.split('\n')[0]!.slice(0, MOST_LETTERS) : 'unknown';
}

const MOST_LETTERS = 200;
