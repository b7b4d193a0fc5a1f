/** The gateway as an image archive sends to it. */
import { afterEach, expect, test } from 'vitest';

import { lacksOrthanc, startOrthanc, type Orthanc } from '../../peers/orthanc.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { ctObject, pixelsOf } from './ct-objects.ts';
import { runGateway, until } from './running-gateway.ts';

let orthanc: Orthanc | null = null;
afterEach(() => orthanc?.stop());

test.skipIf(lacksOrthanc)(
  'Orthanc sends a study with a report among its images, and takes the sending for a success',
  async () => {
    const gateway = await runGateway();
    orthanc = await startOrthanc(scratchFolder(), gateway.port);
    const images = [0, 1, 2, 3].map((n) => ctObject(1, n));
    const report = ctObject(1, 9, { '00080016 UI': '1.2.840.10008.5.1.4.1.1.88.33', '00080060 CS': 'SR' });
    const ids: string[] = [];
    for (const file of [report, ...images]) ids.push(await orthanc.upload(file));
    expect(await orthanc.send(ids)).toBe(true);
    await until(
      () => gateway.delivered.length > 0,
      () => gateway.log,
    );
    const [study] = gateway.delivered;
    const pixels = (files: Iterable<Uint8Array>) =>
      [...files].map((file) => pixelsOf(file).toString('hex')).sort();
    expect(pixels(study!.contents.values())).toEqual(pixels(images));
    expect(gateway.log.join('\n')).toContain('1 not CT, not kept');
  },
);
