/** A program with a pool whose process computes: prints that process's id. Its argument is a store folder. */
import { fileURLToPath } from 'node:url';

import { FunctionPool } from '../../../../local/functions/function-pool.ts';

const pool = new FunctionPool(process.argv[2]!, 1);
await pool.invoke({
  handler: fileURLToPath(new URL('compute.ts', import.meta.url)),
  functionName: 'compute',
  event: {},
  onStart: () => undefined,
  onLog: ({ pid }) => console.log(String(pid)),
});
