/** Deliveries that fail, are refused, or are overtaken, with a ledger on disk. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { Courier } from '../../../local/arrivals/courier.ts';
import { DeliveryRefused, type ArrivedStudy } from '../../../local/arrivals/deliver.ts';
import { Ledger } from '../../../local/arrivals/ledger.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { until } from '../gateway/running-gateway.ts';

const STUDY = 'a'.repeat(32);
const closed = (name: string, study = STUDY) => ({
  study,
  files: [{ name, path: `/${name}` }],
  brokenOff: false,
});

async function courierWith(deliver: (study: ArrivedStudy) => Promise<string>) {
  const folder = join(scratchFolder(), 'sent');
  const ledger = await Ledger.open(folder);
  const log: string[] = [];
  const clock = { now: 0 };
  const courier = new Courier({
    deliver,
    ledger,
    log: (line) => log.push(line),
    now: () => clock.now,
    firstWaitMs: 10,
  });
  /** Each delivery that ends is told in a line. */
  const step = async (): Promise<void> => {
    const told = log.length;
    courier.step();
    await until(
      () => log.length > told,
      () => log,
    );
  };
  /** Nothing is due. */
  const noStep = async (): Promise<void> => {
    courier.step();
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  return { courier, ledger, log, clock, step, noStep, folder };
}

test('a delivery that fails is tried again after a wait that doubles, and then has one version', async () => {
  let tries = 0;
  const { courier, ledger, log, clock, step, noStep } = await courierWith(() =>
    ++tries < 3 ? Promise.reject(new Error('no route')) : Promise.resolve('there'),
  );
  courier.take(closed('x'));
  await step();
  await noStep();
  expect(tries).toBe(1);
  clock.now = 10;
  await step();
  clock.now = 29;
  await noStep();
  expect(tries).toBe(2);
  clock.now = 30;
  await step();
  expect(tries).toBe(3);
  expect(courier.waiting).toBe(0);
  expect(ledger.versionsOf(STUDY)).toEqual([{ version: 1, files: ['x'], outcome: 'delivered', sentAt: 30 }]);
  expect(log[0]).toContain('not delivered (try 1): no route');
});

test('one that is refused is not tried again, and a failing study holds up no other', async () => {
  const seen: string[] = [];
  const other = 'b'.repeat(32);
  const { courier, ledger, step, noStep } = await courierWith(({ study, files }) => {
    seen.push(files[0]!.name);
    if (files[0]!.name === 'fails') return Promise.reject(new Error('x'));
    return study === other ? Promise.reject(new DeliveryRefused('no CT')) : Promise.resolve('there');
  });
  courier.take(closed('fails'));
  courier.take(closed('refused', other));
  await step();
  await step();
  await noStep();
  expect(seen).toEqual(['fails', 'refused']);
  expect(ledger.versionsOf(other).map(({ outcome }) => outcome)).toEqual(['refused']);
  expect([courier.has(STUDY), courier.has(other)]).toEqual([true, false]);
});

test('a later version takes the place of one that waits', async () => {
  const seen: string[] = [];
  const { courier, step, noStep } = await courierWith(({ files }) => {
    seen.push(files[0]!.name);
    return Promise.resolve('there');
  });
  courier.take(closed('first'));
  courier.take(closed('second'));
  await step();
  await noStep();
  expect(seen).toEqual(['second']);
});

test('what is under way when it is stopped is no version, and is told to end', async () => {
  let signal: AbortSignal | null = null;
  const folder = join(scratchFolder(), 'sent');
  const ledger = await Ledger.open(folder);
  const courier = new Courier({
    deliver: (_, own) =>
      new Promise((_resolve, reject) => {
        signal = own;
        own.addEventListener('abort', () => reject(new Error('ended')));
      }),
    ledger,
    log: () => undefined,
    now: () => 0,
  });
  courier.take(closed('x'));
  courier.step();
  await courier.stop();
  expect(signal!.aborted).toBe(true);
  expect(ledger.versionsOf(STUDY)).toEqual([]);
  courier.step();
  expect(courier.waiting).toBe(1);
});

test('the ledger is read back, and a damaged one is not taken for an empty one', async () => {
  const { ledger, folder } = await courierWith(() => Promise.resolve(''));
  await ledger.add(STUDY, { version: 1, files: ['a', 'b'], outcome: 'delivered', sentAt: 5 });
  await ledger.add(STUDY, { version: 2, files: ['a', 'b', 'c'], outcome: 'refused', sentAt: 6 });
  expect((await Ledger.open(folder)).versionsOf(STUDY)).toEqual(ledger.versionsOf(STUDY));
  expect(ledger.versionWith(STUDY, ['b'])!.version).toBe(1);
  expect(ledger.versionWith(STUDY, ['c'])!.version).toBe(2);
  expect(ledger.versionWith(STUDY, ['d'])).toBeNull();
  expect(readdirSync(folder)).toEqual([`${STUDY}.json`]);
  writeFileSync(join(folder, `${STUDY}.json`), '{"schema":"osteon/sent-study/1"}');
  await expect(Ledger.open(folder)).rejects.toThrow();
});
