/** The pool of processes, with a plan of what befalls the calls of one study's run. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { FunctionCall } from '../../local/functions/function-pool.ts';
import type { Invoker } from '../../local/state-machine.ts';

import type { FaultyCall } from './faulty-handler.ts';
import type { StepFault } from './injected.ts';

const FAULTY_HANDLER = fileURLToPath(new URL('faulty-handler.ts', import.meta.url));
/** Of a call whose store never answers: the pool's clock ends it. */
const SHORT_LIMIT_MS = 400;

export interface FaultyPoolOptions {
  readonly pool: Invoker;
  /** The store's folder. */
  readonly root: string;
  /** @param call names state, level and how often it was tried */
  readonly faultOf: (call: string) => StepFault | null;
  /** State whose artefact is cut after it was written. */
  readonly halfWritten: string | null;
}

export interface FaultyPool extends Invoker {
  /** What each step's calls have met, in turn, by state and level. */
  readonly met: ReadonlyMap<string, readonly StepFault[]>;
}

export function faultyPool({ pool, root, faultOf, halfWritten }: FaultyPoolOptions): FaultyPool {
  const calls = new Map<string, number>();
  const met = new Map<string, StepFault[]>();
  let cut = false;
  return {
    met,
    async invoke(call) {
      const step = stepOf(call);
      const n = (calls.get(step) ?? 0) + 1;
      calls.set(step, n);
      const fault = faultOf(`${step} ${n}`);
      if (fault !== null) met.set(step, [...(met.get(step) ?? []), fault]);
      const event: FaultyCall = { handler: call.handler, event: call.event, fault };
      const limit = fault === 'timed-out' ? { timeLimitMs: SHORT_LIMIT_MS } : {};
      const result = await pool.invoke({ ...call, handler: FAULTY_HANDLER, event, ...limit });
      if (call.functionName === halfWritten && !cut) {
        cut = true;
        await cutArtifact(root, result);
      }
      return result;
    },
  };
}

const artifactSchema = z.object({ artifact: z.object({ key: z.string() }) });

async function cutArtifact(root: string, result: unknown): Promise<void> {
  const path = join(root, artifactSchema.parse(result).artifact.key);
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length / 2));
}

/** ReportFault and StoreFault, which are functions of other states too, by themselves. */
function stepOf({ functionName, event }: FunctionCall): string {
  const fields = event as {
    readonly level?: string;
    readonly fault?: unknown;
    readonly assessment?: { readonly fault?: unknown };
  };
  if (fields.fault !== undefined) return 'ReportFault';
  if (fields.assessment?.fault !== undefined) return 'StoreFault';
  return fields.level === undefined ? functionName : `${functionName} ${fields.level}`;
}
