/** Copies of what was signed: whole, once, and never of anything else. */
import { expect, test } from 'vitest';

import type { Result } from '../../../../contracts/result.ts';
import { ContractBroken } from '../../../../lambdas/shared/errors.ts';
import { keepSigned, signedCopySchema } from '../../../../lambdas/shared/reviews/signed-copies.ts';
import { memoryStore } from '../../../report/fixture.ts';

const ASSESSMENT = { studyId: 'study', assessmentId: 'one' };
const AT = 'study/one/revisions/2/';
const FILES = ['report.pdf', 'result.json', 'fhir.json', 'oru.hl7', 'claim-support.pdf', 'reviewed.json', 'dicom/report.dcm']; // prettier-ignore
const REVIEW = 'study/one/reviews/abc.json';

function resultOf(status: 'preliminary' | 'final' | 'addendum'): Result {
  const history = [{ status, review: { key: `assessments/${REVIEW}`, schema: 's', sha256: 'd' } }];
  return { review: { revision: 2, status, history } } as unknown as Result; // the rest is not read
}

async function revision() {
  const store = memoryStore();
  for (const name of FILES) await store.put(`assessments/${AT}${name}`, Buffer.from(name));
  await store.put(`assessments/${REVIEW}`, Buffer.from('review'));
  const puts: string[] = [];
  const noting = {
    ...store,
    put: (key: string, body: Uint8Array) => {
      puts.push(key);
      return store.put(key, body);
    },
  };
  return { store, noting, puts };
}

test.each(['final', 'addendum'] as const)(
  '%s: every document, the review, and a list of both by digest',
  async (status) => {
    const { store, noting, puts } = await revision();
    const ref = await keepSigned(noting, ASSESSMENT, resultOf(status));
    const { files } = signedCopySchema.parse(
      JSON.parse(Buffer.from(store.objects.get(ref!.key)!).toString()),
    );
    const wanted = [...FILES.map((name) => `reports/${AT}${name}`), `reports/${REVIEW}`].sort();
    expect(files.map(({ key }) => key).sort()).toEqual(wanted);
    expect(puts.at(-1)).toBe(`reports/${AT}signed.json`);
    for (const { key } of files)
      expect(store.objects.get(key)).toEqual(store.objects.get(key.replace('reports/', 'assessments/')));
  },
);

test('a retry writes nothing, as a second version would be locked as well', async () => {
  const { noting, puts } = await revision();
  const first = await keepSigned(noting, ASSESSMENT, resultOf('final'));
  const count = puts.length;
  expect(await keepSigned(noting, ASSESSMENT, resultOf('final'))).toMatchObject({ sha256: first!.sha256 });
  expect(puts).toHaveLength(count);
});

test('what was kept is not written over by other content', async () => {
  const { store, noting } = await revision();
  await keepSigned(noting, ASSESSMENT, resultOf('final'));
  await store.put(`assessments/${AT}report.pdf`, Buffer.from('another'));
  await expect(keepSigned(noting, ASSESSMENT, resultOf('final'))).rejects.toThrow(ContractBroken);
  expect(Buffer.from(store.objects.get(`reports/${AT}report.pdf`)!).toString()).toBe('report.pdf');
});

test('nothing is copied of what nobody has signed', async () => {
  const { noting, puts } = await revision();
  expect(await keepSigned(noting, ASSESSMENT, resultOf('preliminary'))).toBeNull();
  expect(await keepSigned(noting, ASSESSMENT, {} as Result)).toBeNull();
  expect(puts).toEqual([]);
});

test('a signed revision without one of its documents is no whole copy', async () => {
  const { store, noting, puts } = await revision();
  store.objects.delete(`assessments/${AT}fhir.json`);
  await expect(keepSigned(noting, ASSESSMENT, resultOf('final'))).rejects.toThrow('fhir.json');
  expect(puts).toEqual([]);
});
