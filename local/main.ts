/** `npm start`: the command line, from code that an earlier run has compiled where there is such. */
import '../spine/host/v8-flags.ts';

import { keepCompiled } from './compile-cache.ts';

// What is imported at the top is compiled before anything runs: so the rest is not.
keepCompiled();
const { main } = await import('./command-line.ts');
process.exitCode = await main(process.argv.slice(2));
