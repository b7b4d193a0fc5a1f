/** `npm run serve`: what the server does on stderr; its address and token on stdout. */
import { fileURLToPath } from 'node:url';

import { COMMIT_VARIABLE, software } from '../../lambdas/shared/version.ts';

import { CommandLineError, exitCodeOf, reasonOf } from '../command/errors.ts';
import { commitOf } from '../commit.ts';
import { openOutput } from '../output-folder.ts';
import { HELP, isLoopback, parseServeOptions, type ServeOptions } from './options.ts';
import { executionOnPool } from './run-execution.ts';
import { startServer, type Server } from './server.ts';

/** 0: ended when asked. 1: something of ours, or the machine, failed. 2: the command can't be carried out. */
const EXIT = { ended: 0 } as const;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseServeOptions(args);
    if (options.help) {
      console.log(HELP);
      return EXIT.ended;
    }
    // The processes of the steps inherit it.
    process.env[COMMIT_VARIABLE] ??= commitOf(ROOT);
    console.error(`osteon ${software().version} - not cleared for clinical use; decision support`);
    const server = await started(options);
    announce(server, options);
    await stopped();
    await server.close();
    return EXIT.ended;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** @throws CommandLineError where the folder or the address can't be used */
async function started(options: ServeOptions): Promise<Server> {
  const store = await openOutput(options.out);
  try {
    return await startServer({
      ...options,
      store,
      run: executionOnPool(options.out, options.workers),
      view: ({ studyId }, state) => console.error(`  study ${studyId}: ${state}`),
      environment: process.env,
    });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'EADDRINUSE')
      throw new CommandLineError(`--port ${options.port}: found in use; required: a free port`, { cause });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES')
      throw new CommandLineError(`--host ${options.host}: ${reasonOf(cause)}`, { cause });
    throw cause;
  }
}

function announce({ url, identity }: Server, { host, out }: ServeOptions): void {
  if (!isLoopback(host))
    console.error(
      'osteon: reachable from other machines without encryption; required for patient data: TLS in front of it',
    );
  console.error(`  studies, results and logs: ${out}`);
  console.log(`address: ${url}`);
  if (identity === null) return;
  console.log(`token: ${identity.token}`);
  console.log(`valid until: ${identity.expiresAt.toISOString()}`);
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
}
