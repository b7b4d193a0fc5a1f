/** The process that runs one statement: started by `run-query.ts`, ended by it where the statement does not end. */
import '../../../spine/host/v8-flags.ts';
import { Worker } from 'node:worker_threads';

import { endWithParent } from '../../functions/end-with-parent.ts';

import { answered } from './answer.ts';
import { openResults } from './database.ts';
import { TOO_MUCH_MEMORY, type MeasuredAnswer, type QueryReply, type QueryRequest } from './messages.ts';
import { inOurWords } from './wording.ts';

/** Node, DuckDB's own code, and what it holds outside of its limit, MB. */
const BESIDE_DUCKDB_MB = 512;
/** Between two looks at the memory, ms. */
const LOOK_MS = 50;

if (process.send !== undefined) {
  endWithParent(process.ppid);
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit());
  process.once('message', (request: QueryRequest) => {
    watchMemory(request.memoryMb + BESIDE_DUCKDB_MB);
    void answerTo(request)
      .then((answer): QueryReply => ({ answer }))
      .catch((error: unknown): QueryReply => ({ refusal: messageOf(error) }))
      .then((reply) => process.send?.(reply, () => process.exit()));
  });
}

async function answerTo(request: QueryRequest): Promise<MeasuredAnswer> {
  const answer = await answered(await openResults(request), request);
  return { ...answer, memoryMb: Math.round(process.resourceUsage().maxRSS / 1024) };
}

function messageOf(error: unknown): string {
  return inOurWords(error instanceof Error ? error.message : String(error));
}

/** By a thread, as the main one may be within DuckDB. */
function watchMemory(mostMb: number): void {
  const watch = new Worker(
    `const { workerData: { most, every, words } } = require('node:worker_threads');
     setInterval(() => {
       if (process.memoryUsage.rss() < most) return;
       require('node:fs').writeSync(2, words);
       process.kill(process.pid, 'SIGKILL');
     }, every);`,
    {
      eval: true,
      workerData: { most: mostMb * 2 ** 20, every: LOOK_MS, words: TOO_MUCH_MEMORY },
      resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
    },
  );
  watch.unref();
}
