/** The command of a tree on one study, timed, with the memory of its largest process. */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { StudyCase } from './cases.ts';

export interface Run {
  readonly name: string;
  readonly exit: number | null;
  readonly seconds: number;
  /** Null where GNU time is not installed. */
  readonly maxRssMb: number | null;
}

export interface RunInput {
  /** Root of the tree whose command runs, its packages installed. */
  readonly tree: string;
  /** Holds the data. */
  readonly data: string;
  /** Artefacts go to `out/NAME`, what was printed to `out/NAME.log`, the figures to `out/NAME.run.json`. */
  readonly out: string;
}

const TIME = '/usr/bin/time';

export async function runStudy({ name, study, options = [] }: StudyCase, input: RunInput): Promise<Run> {
  const { tree, data, out } = input;
  const words = options.map((word) =>
    word === 'ORDER' ? join(out, 'order.json') : word.replace(/^DATA/, data),
  );
  const command = [
    ...(existsSync(TIME) ? [TIME, '-v'] : []),
    join(tree, 'node_modules/.bin/node'),
    join(tree, 'local/main.ts'),
    ...(study === undefined ? [] : [join(data, study)]),
    ...words,
    '--out',
    join(out, name),
  ];
  const started = performance.now();
  const { exit, text } = await finished(command, tree);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const kilobytes = /Maximum resident set size \(kbytes\): (\d+)/.exec(text)?.[1];
  const run = {
    name,
    exit,
    seconds,
    maxRssMb: kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024),
  };
  writeFileSync(join(out, `${name}.log`), text);
  writeFileSync(join(out, `${name}.run.json`), `${JSON.stringify(run)}\n`);
  return run;
}

function finished(
  [command, ...args]: readonly string[],
  cwd: string,
): Promise<{ exit: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command!, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        text += part.toString();
      });
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, text }));
  });
}
