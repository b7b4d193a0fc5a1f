/** What no good sender does, and what the library below takes badly: bounds, order of fragments, requests in parallel. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { pixelsOf, studyUid } from './ct-objects.ts';
import { associateRq, fragment, pData, pdu, rawScu, releaseRq, statusOf, storeRq } from './raw-scu.ts';
import { runGateway, until } from './running-gateway.ts';
import { ctSlice } from '../../spine/ct/writers/dicom-writer.ts';

const UID = '1.2.826.99.5.1.0';
/** Above the buffer that a stream has by default. */
const ROWS = 400;
const LARGE = ctSlice({
  index: 0,
  rows: ROWS,
  columns: ROWS,
  stored: Int16Array.from({ length: ROWS * ROWS }, (_, n) => n % 4000),
  change: { '00080018 UI': UID, '0020000d UI': studyUid(5) },
});
/** Behind preamble, magic and group 2. */
const dataSetOf = (file: Uint8Array): Buffer => {
  const bytes = Buffer.from(file);
  return bytes.subarray(132 + 12 + bytes.readUInt32LE(140));
};

async function associated(port: number, request = associateRq()) {
  const scu = await rawScu(port);
  scu.send(request);
  const accepted = await scu.next();
  return { scu, accepted };
}

test('several fragments in one PDU, each larger than a buffer, keep their order', async () => {
  const gateway = await runGateway();
  const { scu } = await associated(gateway.port);
  const data = dataSetOf(LARGE);
  const pieces = [0, 1, 2, 3, 4].map((n) => data.subarray(n * 70_000, (n + 1) * 70_000));
  const last = pieces.length - 1;
  scu.send(pData(storeRq(UID, 1)));
  scu.send(
    Buffer.concat([
      pData(...pieces.slice(0, 3).map((piece) => fragment('data', piece, false))),
      pData(...pieces.slice(3).map((piece, n) => fragment('data', piece, n + 3 === last))),
    ]),
  );
  expect(statusOf((await scu.next())!)).toBe(0);
  scu.send(releaseRq);
  await until(
    () => gateway.delivered.length > 0,
    () => gateway.log,
  );
  const [file] = gateway.delivered[0]!.contents.values();
  expect(pixelsOf(file!).equals(pixelsOf(LARGE))).toBe(true);
});

test('requests in parallel are not agreed to, and a second one before the answer ends the association', async () => {
  const gateway = await runGateway();
  const { scu, accepted } = await associated(gateway.port, associateRq(undefined, 8));
  expect(accepted![0]).toBe(0x02);
  expect(accepted!.includes(Buffer.from([0x53, 0, 0, 4]))).toBe(false);
  const whole = Buffer.concat([pData(storeRq(UID, 1)), pData(fragment('data', dataSetOf(LARGE), true))]);
  scu.send(Buffer.concat([whole, whole, whole]));
  for (let answer = await scu.next(); answer !== null;) answer = await scu.next();
  await until(
    () => gateway.log.some((line) => line.includes('broken off')),
    () => gateway.log,
  );
  await until(
    () => readdirSync(join(gateway.spool, 'arriving')).length === 0,
    () => gateway.log,
  );
});

test.each([
  ['a PDU of data of a gigabyte', pdu(0x04, Buffer.alloc(6), 2 ** 30), 'a PDU of 1073741824 bytes'],
  ['an association request of two megabytes', pdu(0x01, Buffer.alloc(6), 2 ** 21), 'a PDU of 2097152 bytes'],
])('%s is not waited for', async (_, bytes, told) => {
  const gateway = await runGateway();
  const scu = await rawScu(gateway.port);
  scu.send(bytes);
  expect(await scu.next()).toBeNull();
  expect(gateway.log.join('\n')).toContain(told);
});

test('a command without end is not collected', async () => {
  const gateway = await runGateway();
  const { scu } = await associated(gateway.port);
  for (let n = 0; n < 20; n++) scu.send(pData(fragment('command', Buffer.alloc(10_000), false)));
  expect(await scu.next()).toBeNull();
  expect(gateway.log.join('\n')).toContain('a command of');
});

test('what is no DICOM ends the connection and nothing else', async () => {
  const gateway = await runGateway();
  const scu = await rawScu(gateway.port);
  scu.send(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
  expect(await scu.next()).toBeNull();
  const { accepted } = await associated(gateway.port);
  expect(accepted![0]).toBe(0x02);
});

test('an association of which nothing comes is ended', async () => {
  const gateway = await runGateway({ idleMs: 300 });
  const { scu } = await associated(gateway.port);
  const end = await scu.next();
  expect(end === null || end[0] === 0x07).toBe(true);
  expect(await scu.next()).toBeNull();
});

test('an object that breaks off in the middle leaves nothing behind', async () => {
  const gateway = await runGateway();
  const { scu } = await associated(gateway.port);
  scu.send(pData(storeRq(UID, 1)));
  scu.send(pData(fragment('data', dataSetOf(LARGE).subarray(0, 100_000), false)));
  await until(
    () => readdirSync(join(gateway.spool, 'arriving')).length === 1,
    () => gateway.log,
  );
  scu.socket.destroy();
  await until(
    () => readdirSync(join(gateway.spool, 'arriving')).length === 0,
    () => gateway.log,
  );
  expect(readdirSync(join(gateway.spool, 'studies'))).toEqual([]);
});

test.each([
  ['cut', dataSetOf(LARGE).subarray(0, 200_000), UID, 0xc000],
  ['no data set', Buffer.from('nothing that is DICOM, but long enough to be read as such'), UID, 0xc000],
  ['of another object', dataSetOf(LARGE), '1.2.3.4', 0xa900],
])('a data set that is %s is refused by its status, and not kept', async (_, data, uid, status) => {
  const gateway = await runGateway();
  const { scu } = await associated(gateway.port);
  scu.send(pData(storeRq(uid, 1)));
  scu.send(pData(fragment('data', data, true)));
  expect(statusOf((await scu.next())!)).toBe(status);
  expect(readdirSync(gateway.spool + '/studies')).toEqual([]);
  expect(readdirSync(gateway.spool + '/arriving')).toEqual([]);
});
