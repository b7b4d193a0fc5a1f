import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { onSchedule, scheduleOf } from '../../../local/reprocess/on-schedule.ts';

beforeEach(() => {
  vi.stubEnv('TZ', 'UTC');
  vi.useFakeTimers({ now: new Date('2026-03-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const MINUTE_MS = 60_000;

test('each start is told before it comes, one that overlaps is skipped and told, and an error ends nothing', async () => {
  const told: string[] = [];
  let end: (error?: Error) => void = () => undefined;
  let starts = 0;
  const run = () => {
    starts++;
    return new Promise<void>((resolve, reject) => {
      end = (error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
    });
  };
  const stop = onSchedule('*/10 * * * *', run, (line) => told.push(line));
  expect(told).toEqual(['next start: 2026-03-01T00:10:00.000Z']);
  await vi.advanceTimersByTimeAsync(11 * MINUTE_MS);
  expect([starts, told.at(-1)]).toEqual([1, 'next start: 2026-03-01T00:20:00.000Z']);
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(starts).toBe(1);
  expect(told.slice(2)).toEqual([
    'start of 2026-03-01T00:20:00.000Z skipped: the campaign of 2026-03-01T00:10:00.000Z still runs',
    'next start: 2026-03-01T00:30:00.000Z',
  ]);
  end(new Error('over the budget'));
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toBe('over the budget');
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(starts).toBe(2);
  stop();
  end();
  await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
  expect(starts).toBe(2);
});

test('a start that is further away than a timer waits comes at its time', async () => {
  const told: string[] = [];
  let starts = 0;
  const stop = onSchedule(
    '0 0 1 6 *',
    () => {
      starts++;
      return Promise.resolve();
    },
    (line) => told.push(line),
  );
  expect(told).toEqual(['next start: 2026-06-01T00:00:00.000Z']);
  await vi.advanceTimersByTimeAsync(91 * 24 * 60 * MINUTE_MS);
  expect(starts).toBe(0);
  await vi.advanceTimersByTimeAsync(24 * 60 * MINUTE_MS);
  expect(starts).toBe(1);
  stop();
});

test.each([
  ['0 2 * * *', null],
  ['every night', 'required: minute, hour, day, month and weekday'],
  ['* * * * * *', 'required: minute, hour, day, month and weekday'],
  ['0 0 30 2 *', 'never comes'],
])('the schedule %s', (text, said) => {
  if (said === null) expect(scheduleOf(text)).toBe(text);
  else expect(() => scheduleOf(text)).toThrow(said);
});
