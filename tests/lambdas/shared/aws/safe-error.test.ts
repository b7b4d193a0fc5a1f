/** What may leave a step when it fails: a name and a place, and no word of what it was given. */
import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { provideStore } from '../../../../lambdas/shared/aws/ports.ts';
import { safeError } from '../../../../lambdas/shared/aws/safe-error.ts';
import { stepHandler } from '../../../../lambdas/shared/aws/step-handler.ts';
import { MemoryExhausted } from '../../../../lambdas/shared/errors.ts';
import { StudyRefused } from '../../../../contracts/refusals.ts';
import { memoryStore } from '../../../report/fixture.ts';

const NAME = 'Müller, Hans';

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('wanted an error');
}

test.each<[string, () => unknown]>([
  ['SyntaxError', () => JSON.parse(NAME) as unknown],
  ['SyntaxError', () => JSON.parse(`{"name": "${NAME}", }`) as unknown],
  ['ZodError', () => z.strictObject({}).parse({ [NAME]: 1 })],
  ['TypeError', () => (NAME as unknown as () => void)()],
  ['RangeError', () => new Intl.DateTimeFormat(NAME)],
  ['UnnamedError', () => { throw Object.assign(new Error('x'), { name: NAME }); }], // prettier-ignore
  ['UnnamedError', () => { throw NAME as unknown as Error; }], // prettier-ignore
  ['Error', () => { throw new Error(`${NAME}\n    at ${NAME} (file.ts:1:1)\n`); }], // prettier-ignore
])('%s loses its message, and keeps where it happened', (name, run) => {
  const thrown = thrownBy(run);
  const safe = safeError(thrown);
  expect(safe.name).toBe(name);
  expect(`${safe.message}\n${safe.stack}`).not.toMatch(/M.{1,2}ller|Hans/);
  expect(safe.cause).toBeUndefined();
  if (thrown instanceof Error) expect(safe.stack).toContain('safe-error.test.ts');
});

test('an error of ours stays as it is', () => {
  const refused = new StudyRefused({ code: 'NO_DICOM', saw: '3 files', wanted: 'DICOM' });
  expect(safeError(refused)).toBe(refused);
});

test('a buffer that can’t be had is told as lack of memory, a length that can’t be is a defect', () => {
  const NO_MEMORY = new RangeError('Array buffer allocation failed');
  expect(safeError(NO_MEMORY)).toBeInstanceOf(MemoryExhausted);
  expect(safeError(thrownBy(() => new Uint8Array(-1))).name).toBe('RangeError');
});

test('every step’s handler throws safe errors only', async () => {
  provideStore(memoryStore());
  const handler = stepHandler({
    name: 'Test',
    input: z.object({ text: z.string() }),
    output: z.object({}),
    run: ({ text }) => JSON.parse(text) as Promise<Record<string, never>>,
  });
  const error = (await handler({ text: NAME }, {} as Context).catch((cause: unknown) => cause)) as Error;
  expect([error.name, error.message]).toEqual(['SyntaxError', expect.not.stringContaining('Hans')]);
});
