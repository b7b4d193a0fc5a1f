/** A campaign by the clock of this machine, until the command is ended: the next start is told, and one that would overlap is skipped. */
import { Cron } from 'croner';

import { CommandLineError } from '../command/errors.ts';

/** A timer's longest wait, ms; what is further away is waited for in steps. */
const LONGEST_WAIT_MS = 86_400_000;

/** @throws CommandLineError where it is no schedule, or never comes */
export function scheduleOf(text: string): string {
  try {
    // Five fields; a sixth would be seconds.
    const next = new Cron(text, { mode: '5-part' }).nextRun();
    if (next !== null) return text;
  } catch (cause) {
    throw new CommandLineError(
      `--schedule: found ${text}; required: minute, hour, day, month and weekday, "0 2 * * *"`,
      { cause },
    );
  }
  throw new CommandLineError(`--schedule: found ${text}, which never comes; required: a time that does`);
}

/**
 * @param run one campaign; what it throws is told, and the next start comes all the same
 * @param tell a line for the person at the terminal
 * @returns what ends it
 */
export function onSchedule(
  schedule: string,
  run: () => Promise<unknown>,
  tell: (line: string) => void,
): () => void {
  const cron = new Cron(schedule, { mode: '5-part' });
  let timer: NodeJS.Timeout | undefined;
  let running: Date | null = null;
  const start = async (at: Date): Promise<void> => {
    running = at;
    try {
      await run();
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
    running = null;
  };
  const arm = (after: Date): void => {
    const next = cron.nextRun(after);
    tell(`next start: ${next?.toISOString() ?? 'none'}`);
    if (next !== null) wait(next);
  };
  const wait = (next: Date): void => {
    timer = setTimeout(
      () => {
        if (Date.now() < next.getTime()) {
          wait(next);
          return;
        }
        if (running === null) void start(next);
        else
          tell(`start of ${next.toISOString()} skipped: the campaign of ${running.toISOString()} still runs`);
        // From now on: what was missed while the machine slept is not made up for.
        arm(new Date());
      },
      Math.min(LONGEST_WAIT_MS, Math.max(0, next.getTime() - Date.now())),
    );
  };
  arm(new Date());
  return () => {
    clearTimeout(timer);
  };
}
