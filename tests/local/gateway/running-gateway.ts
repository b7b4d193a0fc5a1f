/** A gateway on loopback with periods of fractions of a second, what it logs, and what it hands on. */
import { readFileSync } from 'node:fs';
import { afterEach } from 'vitest';

import type { ArrivedStudy, Deliver } from '../../../local/arrivals/deliver.ts';
import { startGateway, type Gateway, type GatewaySettings } from '../../../local/gateway/gateway.ts';
import { scratchFolder } from '../../pipeline/command.ts';

export const AE = 'OSTEON';

export interface Delivered extends ArrivedStudy {
  /** As they were when they were handed on, by name. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

export interface RunningGateway {
  readonly port: number;
  readonly log: readonly string[];
  readonly delivered: readonly Delivered[];
  readonly spool: string;
  readonly stop: () => Promise<void>;
}

const LONGEST_MS = 60_000;

const running: Gateway[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
});

/** @param deliver in the place of what keeps what is handed on for the test to see */
export async function runGateway(
  settings: Partial<GatewaySettings> = {},
  deliver?: Deliver,
): Promise<RunningGateway> {
  const log: string[] = [];
  const delivered: Delivered[] = [];
  const spool = settings.spool ?? scratchFolder();
  const gateway = await startGateway(
    {
      rules: { ae: AE, accept: [] },
      host: '127.0.0.1',
      port: 0,
      spool,
      mostBytes: 1e8,
      closing: { quietMs: 1200, endedMs: 150 },
      keepMs: 60_000,
      lookMs: 20,
      firstWaitMs: 20,
      ...settings,
    },
    deliver ??
      ((study) => {
        const contents = new Map(study.files.map(({ name, path }) => [name, readFileSync(path)]));
        delivered.push({ ...study, contents });
        return Promise.resolve('taken');
      }),
    (line) => log.push(line),
  );
  running.push(gateway);
  return { port: gateway.port, log, delivered, spool, stop: () => gateway.stop() };
}

/** Looks until it is so. @throws Error after a time that no busy machine takes, with what `seen` says */
export async function until(so: () => boolean, seen: () => unknown): Promise<void> {
  for (const began = performance.now(); !so();) {
    if (performance.now() - began > LONGEST_MS) throw new Error(`not so: ${JSON.stringify(seen())}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
