/** Tells the person at the terminal which state runs, how far it is and how long it took. */
import type { LogLine } from '../functions/function-pool.ts';
import type { StateEvents } from '../step-journal.ts';

const BAR_REFRESH_MS = 100;
const NAME_WIDTH = 22;

/**
 * On a terminal the last line shows what is going on; elsewhere each finished step is a line, and
 * long steps say how far they are every `quietMs`.
 */
export function progressView(stream: NodeJS.WriteStream, clock: () => number, quietMs = 5000): StateEvents {
  const running = new Map<string, { readonly since: number; text: string; shown: number }>();
  let drawn = 0;

  function line(text: string): void {
    stream.write(stream.isTTY ? `\r\x1b[2K${text}\n` : `${text}\n`);
    draw(true);
  }

  function draw(always = false): void {
    if (!stream.isTTY || (!always && clock() - drawn < BAR_REFRESH_MS)) return;
    drawn = clock();
    const parts = [...running].map(([name, { text }]) => (text === '' ? name : `${name}: ${text}`));
    stream.write(`\r\x1b[2K${parts.join('  |  ').slice(0, Math.max((stream.columns || 80) - 1, 20))}`);
  }

  return {
    started(state, item) {
      running.set(nameOf(state, item), { since: clock(), text: '', shown: clock() });
      draw(true);
    },
    logged(state, item, logLine) {
      const step = running.get(nameOf(state, item));
      const text = progressText(logLine);
      if (step === undefined || text === null) return;
      step.text = text;
      if (!stream.isTTY && clock() - step.shown >= quietMs) {
        step.shown = clock();
        line(`  ${nameOf(state, item).padEnd(NAME_WIDTH)} ... ${text}`);
      }
      draw();
    },
    ended(state, item, error) {
      const name = nameOf(state, item);
      const seconds = ((clock() - (running.get(name)?.since ?? clock())) / 1000).toFixed(1);
      running.delete(name);
      line(`  ${name.padEnd(NAME_WIDTH)} ${seconds.padStart(6)} s${error === null ? '' : `  ${error.name}`}`);
    },
  };
}

function nameOf(state: string, item: string | null): string {
  return item === null ? state : `${state} ${item}`;
}

function progressText({ progress, message }: LogLine): string | null {
  if (progress === undefined || typeof message !== 'string') return null;
  return typeof progress === 'number' ? `${message} ${Math.round(100 * progress)} %` : message;
}
