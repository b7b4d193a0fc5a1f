/**
 * The process in which handlers run, one invocation at a time: the local stand-in for a Lambda sandbox.
 * Started by the pool with the object store's folder and the pool's own process as its arguments; ends when the pool does.
 */
import '../../spine/host/v8-flags.ts';
import { setImmediate as turn } from 'node:timers/promises';

import type { Context } from 'aws-lambda';

import type { StepRun } from '../../contracts/steps/step-run.ts';
import { provideStore } from '../../lambdas/shared/aws/ports.ts';
import { providePatientPorts, provideRowPorts } from '../../lambdas/shared/aws/row-ports.ts';
import { keepLargestVolume } from '../../lambdas/shared/kept-volume.ts';
import type { StepHandler } from '../../lambdas/shared/aws/step-handler.ts';

import { writeCompiled } from '../compile-cache.ts';
import { folderObjectStore } from '../folder-object-store.ts';
import { folderPseudonyms } from '../results/pseudonym-key.ts';
import { endWithParent } from './end-with-parent.ts';
import type { FunctionError, Invocation, Preparation, Reply } from './function-messages.ts';

const [root, parent] = process.argv.slice(2);
if (root === undefined || parent === undefined || process.send === undefined)
  throw new Error('required: a store folder and a parent process');
endWithParent(Number(parent));
const store = folderObjectStore(root);
keepLargestVolume(store);
provideStore(store);
let stepRuns: readonly StepRun[] = [];
const pseudonym = folderPseudonyms(root);
providePatientPorts({ pseudonym, list: (prefix) => store.list(prefix) });
provideRowPorts({
  pseudonym,
  stepRuns: () => Promise.resolve(stepRuns),
  priceOf: () => null,
});
process.on('message', (message: Invocation | Preparation) => {
  void ('prepare' in message ? load(message.prepare) : answer(message));
});
// Ctrl-C reaches the whole process group; the pool decides when its hosts end.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());

async function answer({ id, handler, functionName, event, stepRuns: runs }: Invocation): Promise<void> {
  try {
    stepRuns = runs;
    const { handler: handle } = (await import(handler)) as { handler: StepHandler };
    reply({ id, result: await handle(event, contextOf(functionName, id)) });
  } catch (error) {
    reply({ id, error: asFunctionError(error) });
  }
}

async function load(handlers: readonly string[]): Promise<void> {
  for (const handler of handlers) {
    try {
      await import(handler);
    } catch {
      // Told where it is invoked.
    }
    writeCompiled();
    // A step whose turn has come is begun before the next one is loaded: between two of these, messages are read.
    await turn();
    await turn();
  }
}

function reply(message: Reply): void {
  process.send?.(message);
}

function asFunctionError(error: unknown): FunctionError {
  if (error instanceof Error) return { errorType: error.name, errorMessage: error.message };
  return { errorType: 'Error', errorMessage: String(error) };
}

/** The parts of Lambda's context that handlers and their logger use; the callbacks of old are left out. */
function contextOf(functionName: string, id: number): Context {
  return {
    functionName,
    functionVersion: 'local',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    awsRequestId: `local-${id}`,
    memoryLimitInMB: '10240',
    logGroupName: 'local',
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => 900_000,
  } as Context;
}
