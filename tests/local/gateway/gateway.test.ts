/** The gateway as dcmtk's senders meet it, over loopback. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { uidDigest } from '../../../lambdas/shared/arrivals/names.ts';
import { echoscu, lacksStorescu, storescu } from '../../peers/dcmtk-scu.ts';
import { ctObject, onDisk, PATIENT, PATIENT_ID, pixelsOf, studyUid } from './ct-objects.ts';
import { runGateway, until, type RunningGateway } from './running-gateway.ts';

const objects = (study: number, count: number, from = 0): Uint8Array[] =>
  Array.from({ length: count }, (_, n) => ctObject(study, from + n));

async function deliveries(gateway: RunningGateway, count: number) {
  await until(
    () => gateway.delivered.length >= count,
    () => gateway.log,
  );
  return gateway.delivered;
}

/** Pixels of all objects, whatever their order. */
const pixels = (files: Iterable<Uint8Array>): string[] =>
  [...files].map((file) => pixelsOf(file).toString('hex')).sort();

describe.skipIf(lacksStorescu)('with dcmtk', () => {
  test('answers an echo to its own name, and to callers that it accepts', async () => {
    const { port, log } = await runGateway({ rules: { ae: 'OSTEON', accept: ['CT1', 'PACS'] } });
    expect((await echoscu(port)).code).toBe(0);
    expect((await echoscu(port, ['-aec', 'OTHER'])).text).toContain('Called AE Title Not Recognized');
    expect((await echoscu(port, ['-aet', 'OTHER'])).text).toContain('Calling AE Title Not Recognized');
    expect(log.filter((line) => line.includes('rejected'))).toHaveLength(2);
  });

  test('hands a study on as it was sent, and tells nobody whose it is', async () => {
    const gateway = await runGateway();
    const sent = objects(1, 5);
    expect((await storescu(gateway.port, [onDisk(sent)])).code).toBe(0);
    const [study] = await deliveries(gateway, 1);
    expect(study).toMatchObject({ study: uidDigest(studyUid(1)), version: 1, brokenOff: false });
    expect(pixels(study!.contents.values())).toEqual(pixels(sent));
    await until(
      () => gateway.log.some((line) => line.includes('delivered: taken')),
      () => gateway.log,
    );
    const told =
      gateway.log.join('\n') +
      [...study!.contents.keys()].join('\n') +
      readdirSync(gateway.spool, { recursive: true }).join('\n');
    for (const secret of [PATIENT, 'Secretname', PATIENT_ID, studyUid(1)]) expect(told).not.toContain(secret);
  });

  test('keeps studies apart that arrive at once, and joins one that arrives by two associations', async () => {
    const gateway = await runGateway({ closing: { quietMs: 20_000, endedMs: 3000 } });
    const all = await Promise.all([
      storescu(gateway.port, [onDisk([...objects(1, 20), ...objects(2, 20)])]),
      storescu(gateway.port, [onDisk([...objects(2, 20, 20), ...objects(3, 20)])]),
      storescu(gateway.port, [onDisk(objects(4, 30))]),
    ]);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    const found = await deliveries(gateway, 4);
    const byStudy = new Map(found.map((one) => [one.study, one.files.length]));
    expect([1, 2, 3, 4].map((n) => byStudy.get(uidDigest(studyUid(n))))).toEqual([20, 40, 20, 30]);
    expect(found.map(({ version }) => version)).toEqual([1, 1, 1, 1]);
  });

  test('a study whose association was aborted waits for the long period, and says that some may be missing', async () => {
    const gateway = await runGateway();
    const began = performance.now();
    await storescu(gateway.port, [onDisk(objects(1, 3))], ['--abort']);
    const [study] = await deliveries(gateway, 1);
    expect(performance.now() - began).toBeGreaterThan(1200);
    expect([study!.brokenOff, study!.files.length]).toEqual([true, 3]);
    expect(gateway.log.join('\n')).toContain('broken off: 3 stored');
  });

  test('the same object twice is kept once; the same UID with other bytes is kept beside it, and told', async () => {
    const gateway = await runGateway();
    const other = ctObject(1, 0, { '0020000d UI': studyUid(1), '00181210 SH': 'B60f' });
    await storescu(gateway.port, [onDisk(objects(1, 2)), onDisk(objects(1, 2)), onDisk([other])]);
    const [study] = await deliveries(gateway, 1);
    expect(study!.files).toHaveLength(3);
    expect(gateway.log.join('\n')).toContain('came again with other bytes; both are kept');
    expect(gateway.log.join('\n')).toContain(
      '2 stored, 2 stored before, 1 stored beside another with the same UID',
    );
  });

  test('a late object makes another version of the whole study; the same study again makes none', async () => {
    const gateway = await runGateway();
    await storescu(gateway.port, [onDisk(objects(1, 2))]);
    await deliveries(gateway, 1);
    await storescu(gateway.port, [onDisk(objects(1, 1, 2))]);
    const [, second] = await deliveries(gateway, 2);
    expect([second!.version, second!.files.length]).toEqual([2, 3]);
    expect(gateway.log.join('\n')).toContain(
      'a late object, after version 1 was sent; another version follows',
    );
    await storescu(gateway.port, [onDisk(objects(1, 3))]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(gateway.delivered).toHaveLength(2);
  });

  test('what was sent is removed after its time; what comes then is told to be late, alone', async () => {
    const gateway = await runGateway({ keepMs: 0 });
    await storescu(gateway.port, [onDisk(objects(1, 2))]);
    await deliveries(gateway, 1);
    const place = join(gateway.spool, 'studies', uidDigest(studyUid(1)));
    await until(
      () => readdirSync(place).length === 0,
      () => readdirSync(place),
    );
    await storescu(gateway.port, [onDisk(objects(1, 1, 2))]);
    const [, second] = await deliveries(gateway, 2);
    expect([second!.version, second!.files.length]).toEqual([2, 1]);
    expect(gateway.log.join('\n')).toContain('of late objects alone: those sent before are no longer kept');
  });

  test('an object that is no CT is answered with a warning, and not kept; the rest of the study is', async () => {
    const gateway = await runGateway();
    const report = ctObject(1, 7, { '00080016 UI': '1.2.840.10008.5.1.4.1.1.88.33', '00080060 CS': 'SR' });
    const sent = await storescu(gateway.port, [onDisk([report, ...objects(1, 2)])]);
    expect(sent.code).toBe(0);
    expect(sent.text).toMatch(/0xb006|Elements ?Discarded/i);
    const [study] = await deliveries(gateway, 1);
    expect(study!.files).toHaveLength(2);
    expect(gateway.log.join('\n')).toMatch(
      /released: (2 stored, 1 not CT, not kept|1 not CT, not kept, 2 stored)/,
    );
  });

  test('above its bound it answers that it is out of resources, and keeps what it has', async () => {
    const gateway = await runGateway({ mostBytes: 2500 });
    const sent = await storescu(gateway.port, [onDisk(objects(1, 5))]);
    expect(sent.code).not.toBe(0);
    expect(sent.text).toMatch(/0xa700|Out ?Of ?Resources/i);
    const [study] = await deliveries(gateway, 1);
    expect(study!.files.length).toBeGreaterThan(0);
    expect(study!.files.length).toBeLessThan(5);
    expect(readdirSync(join(gateway.spool, 'arriving'))).toEqual([]);
  });

  test('what had arrived before a restart is found and sent once', async () => {
    const before = await runGateway({ closing: { quietMs: 60_000, endedMs: 60_000 } });
    await storescu(before.port, [onDisk(objects(1, 3))]);
    await before.stop();
    expect(before.delivered).toEqual([]);
    const after = await runGateway({ spool: before.spool, closing: { quietMs: 200, endedMs: 50 } });
    const [study] = await deliveries(after, 1);
    expect(study!.files).toHaveLength(3);
    await after.stop();
    const later = await runGateway({ spool: before.spool, closing: { quietMs: 50, endedMs: 50 } });
    await until(
      () => later.log.some((line) => line.includes('not sent again')),
      () => later.log,
    );
    expect(later.delivered).toEqual([]);
  });

  test.each([
    ['Implicit VR Little Endian', ['-xi'], []],
    ['JPEG Lossless', ['-xs'], ['dcmcjpeg', '+e1']],
    ['JPEG-LS', ['-xt'], ['dcmcjpls']],
    ['RLE', ['-xr'], ['dcmcrle']],
    ['Deflated', ['-xd'], []],
  ])('takes %s as it comes', async (_, options, encoder) => {
    const gateway = await runGateway();
    const folder = onDisk(objects(1, 2));
    const [command, ...args] = encoder;
    if (command !== undefined)
      for (const name of ['0.dcm', '1.dcm'])
        execFileSync(command, [...args, join(folder, name), join(folder, name)]);
    expect((await storescu(gateway.port, [folder], options)).code).toBe(0);
    const [study] = await deliveries(gateway, 1);
    expect(study!.files).toHaveLength(2);
    if (command === undefined) expect(pixels(study!.contents.values())).toEqual(pixels(objects(1, 2)));
  });
});
