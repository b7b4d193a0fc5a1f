/** Runs until it is asked to end (SIGTERM, SIGINT), and then ends within seconds. */
import { fileURLToPath } from 'node:url';

import { COMMIT_VARIABLE } from '../../lambdas/shared/version.ts';

import { CommandLineError, reasonOf } from '../command/errors.ts';
import { commitOf } from '../commit.ts';

/** Lines of a service's log: a sentence each, which holds no patient data. */
export type Log = (line: string) => void;

export const stderrLog: Log = (line) => console.error(`${new Date().toISOString()} ${line}`);

interface Service {
  stop(): Promise<void>;
}

/** 0: ended as asked. 1: the machine failed. 2: the command can't be carried out. */
const EXIT = { ended: 0, failed: 1, unusable: 2 } as const;
/** What is under way may take so long to end; it is then left, and done again at the next start. */
const GRACE_MS = 5000;

/** @param start null: there is nothing to run */
export async function runService(start: () => Promise<Service | null>): Promise<void> {
  // The processes of the steps inherit it.
  process.env[COMMIT_VARIABLE] ??= commitOf(fileURLToPath(new URL('../..', import.meta.url)));
  try {
    const service = await start();
    if (service === null) return;
    const end = (): void => {
      void ended(service).then((code) => process.exit(code));
    };
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
  } catch (error) {
    console.error(`osteon: ${error instanceof Error ? reasonOf(error) : String(error)}`);
    process.exitCode = error instanceof CommandLineError ? EXIT.unusable : EXIT.failed;
  }
}

async function ended(service: Service): Promise<number> {
  const grace = new Promise<void>((resolve) => setTimeout(resolve, GRACE_MS).unref());
  try {
    await Promise.race([service.stop(), grace]);
    return EXIT.ended;
  } catch {
    return EXIT.failed;
  }
}
