/** The order against the CT's own header; what each contradiction is, is tested beside the risk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { handler as checkOrder } from '../../../lambdas/check-order/handler.ts';
import { putBytes, putJson } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { ctSchema, type Ct } from '../../../contracts/ct.ts';
import { orderSchema, type Order } from '../../../contracts/order/order.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { aboutCt } from '../../spine/outline/provider-input.ts';

const CONTEXT = {} as Context;
const NOTHING = aboutCt({
  dims: [1, 1, 1],
  affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
  data: new Int16Array(1),
});
const CT: Ct = {
  ...NOTHING,
  patient: { ...NOTHING.patient, birthDate: '1950-03-02', sex: 'female', ageYears: 71 },
  study: { ...NOTHING.study, date: '2021-06-01' },
};

const folder = mkdtempSync(join(tmpdir(), 'osteon-'));
const store = folderObjectStore(folder);
beforeAll(() => provideStore(store));
afterAll(() => rmSync(folder, { recursive: true }));

async function checked(order: Partial<Order> | null, patient: Partial<Ct['patient']> = {}): Promise<unknown> {
  const ordered =
    order === null
      ? null
      : await putJson(store, 'order.json', orderSchema, {
          schema: 'osteon/order/1',
          indication: 'test',
          ...order,
        });
  return checkedRaw(ordered, patient);
}

async function checkedRaw(
  ordered: ArtifactRef | null,
  patient: Partial<Ct['patient']> = {},
): Promise<unknown> {
  const study = await putJson(store, 'complete.json', studyManifestSchema, {
    schema: 'osteon/study/1',
    studyId: '0123456789abcdef',
    files: [],
    labels: null,
    order: ordered,
  });
  const ct = { ...CT, patient: { ...CT.patient, ...patient } };
  const event = {
    schema: 'osteon/assessment-input/1',
    studyId: '0123456789abcdef',
    assessmentId: 'v1',
    parameterSet: 'osteon-default-1',
    study,
    ct: { artifact: await putJson(store, 'ct.json', ctSchema, ct) },
  };
  return checkOrder(event, CONTEXT).catch((cause: unknown) => cause);
}

test('an order that can be true of the CT, and none at all, leave nothing behind', async () => {
  expect(
    await checked({ patient: { ageYears: 71, sex: 'female' }, parameterSet: 'osteon-default-1' }),
  ).toEqual({});
  expect(await checked(null)).toEqual({});
});

test.each<[string, Partial<Order>, string]>([
  ['another sex', { patient: { sex: 'male' } }, 'ORDER_CONTRADICTS_STUDY'],
  ['another age', { patient: { ageYears: 40 } }, 'ORDER_CONTRADICTS_STUDY'],
  [
    'a fracture before the birth',
    { riskFactors: { priorFractures: [{ site: 'hip', date: '1949-01-01' }] } },
    'ORDER_CONTRADICTS_STUDY',
  ],
  [
    'a fracture after the CT',
    { riskFactors: { priorFractures: [{ site: 'hip', date: '2021-06-02' }] } },
    'FRACTURE_AFTER_CT',
  ],
  ['another parameter set', { parameterSet: 'osteon-half-mm-1' }, 'PARAMETER_SET_CONFLICT'],
])('an order of %s is refused, and nobody is told what either says', async (_, order, code) => {
  const error = await checked(order);
  expect(error).toMatchObject({ name: 'StudyRefused', refusal: { code } });
  expect(String(error)).not.toMatch(/female|male|71|40|1949|2021/);
});

/** What a clinic's system might send, with a name in it each time. */
test.each<[string, string | Uint8Array]>([
  ['no JSON', 'Müller, Hans'],
  ['JSON that breaks off', '{"schema":"osteon/order/1","indication":"Müller'],
  ['bytes of another encoding', Buffer.from('{"indication":"M\xfcller"}', 'latin1')],
  ['an unknown field', '{"schema":"osteon/order/1","indication":"x","Müller":"Hans"}'],
  ['a text for a number', '{"schema":"osteon/order/1","indication":"x","patient":{"ageYears":"Müller"}}'],
  ['a field twice', '{"schema":"osteon/order/1","indication":"Müller","indication":"Hans"}'],
  ['a list', '["Müller"]'],
  ['nothing', ''],
])('an order of %s is refused, and no word of it is repeated', async (_, body) => {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const error = await checkedRaw(
    await putBytes(store, 'raw.json', 'osteon/order/1', bytes, 'application/json'),
  );
  expect(error).toMatchObject({ name: 'StudyRefused', refusal: { code: 'ORDER_INVALID' } });
  const said = `${String(error)} ${(error as Error).stack}`;
  expect(said).not.toMatch(/M.{1,2}ller|Hans/);
});

test('an order with a byte order mark is read, and one that was never uploaded is refused', async () => {
  const text = '\ufeff{"schema":"osteon/order/1","indication":"x"}';
  const ref = await putBytes(
    store,
    'bom.json',
    'osteon/order/1',
    new TextEncoder().encode(text),
    'application/json',
  );
  expect(await checkedRaw(ref)).toEqual({});
  expect(await checkedRaw({ ...ref, key: 'nowhere.json' })).toMatchObject({
    refusal: { code: 'UPLOAD_INCOMPLETE' },
  });
});

test('a child is refused, with an order or without', async () => {
  expect(await checked(null, { ageYears: 12 })).toMatchObject({ refusal: { code: 'NOT_AN_ADULT' } });
});
