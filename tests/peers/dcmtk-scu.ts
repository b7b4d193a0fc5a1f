/** dcmtk's senders (`storescu`, `echoscu`), run beside the test. */
import { spawn } from 'node:child_process';

import { lacks } from './lacks.ts';

export const lacksStorescu = lacks('storescu');

export interface Sent {
  readonly code: number | null;
  /** Both streams. */
  readonly text: string;
}

/** @param options before the address; @param paths files and folders, which are read to their depth */
export function storescu(
  port: number,
  paths: readonly string[],
  options: readonly string[] = [],
): Promise<Sent> {
  return run('storescu', [
    '-v',
    '-aet',
    'CT1',
    '-aec',
    'OSTEON',
    '+sd',
    '+r',
    ...options,
    '127.0.0.1',
    String(port),
    ...paths,
  ]);
}

export function echoscu(port: number, options: readonly string[] = []): Promise<Sent> {
  return run('echoscu', ['-v', '-aet', 'CT1', '-aec', 'OSTEON', ...options, '127.0.0.1', String(port)]);
}

function run(command: string, args: readonly string[]): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}
