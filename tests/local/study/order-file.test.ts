/** Orders as files: of our own schema, or a FHIR request. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { orderAt } from '../../../local/study/order-file.ts';
import { scratchFolder } from '../../pipeline/command.ts';

function fileOf(content: object): string {
  const path = join(scratchFolder(), 'order.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const REQUEST = {
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/1' },
  reasonCode: [{ text: 'Back pain' }],
  note: [{ text: 'free words' }],
};

test('an order of its own schema is read, and none where none is named', async () => {
  const order = { schema: 'osteon/order/1', indication: 'Back pain' };
  expect(await orderAt(fileOf(order))).toEqual(order);
  expect(await orderAt(null)).toBeNull();
});

test('a FHIR request is read, and what of it is not used is said', async () => {
  const said: string[] = [];
  const order = await orderAt(fileOf(REQUEST), (line) => void said.push(String(line)));
  expect(order).toEqual({ schema: 'osteon/order/1', indication: 'Back pain' });
  expect(said).toEqual(['  order.json: not used: ServiceRequest.note: free text']);
});

test('a request that is not in force is refused by file and field', async () => {
  await expect(orderAt(fileOf({ ...REQUEST, status: 'revoked' }))).rejects.toThrow(
    'order.json: ServiceRequest.status: found revoked; required: one of active',
  );
});
