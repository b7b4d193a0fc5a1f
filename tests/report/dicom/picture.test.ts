/** The picture as a Secondary Capture, as another house's reader shows it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PNG } from 'pngjs';
import { expect, test } from 'vitest';

import { capture } from '../../../report/dicom/picture.ts';
import { lacks } from '../../peers/lacks.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { bodiesOf, objectsOf } from './cases.ts';
import { pictureOf, run } from './written.ts';

const OF = objectsOf(bodiesOf('axial'), 2);

function writtenCapture(png: Uint8Array): string {
  const folder = scratchFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'picture.dcm');
  writeFileSync(path, capture(OF, png));
  return path;
}

test.skipIf(lacks('dcm2pnm')).each([
  ['of colour', false, 'RGB'],
  ['of grey', true, 'MONOCHROME2'],
])('a picture %s is read by dcmtk pixel for pixel', (_, grey, photometric) => {
  const png = pictureOf(grey);
  const path = writtenCapture(png);
  expect(run('dcmdump', ['+P', 'PhotometricInterpretation', path])).toContain(`[${photometric}]`);
  const read = join(path, '..', 'read.png');
  run('dcm2pnm', ['+on', ...(grey ? ['+Wm'] : []), path, read]);
  const [theirs, ours] = [readFileSync(read), Buffer.from(png)].map((bytes) => PNG.sync.read(bytes));
  expect([theirs!.width, theirs!.height]).toEqual([ours!.width, ours!.height]);
  // Of a window over the range that occurs: 0 to 250 becomes 0 to 255.
  const shown = grey ? ours!.data.map((value, at) => (at % 4 === 3 ? value : theirs!.data[at]!)) : ours!.data;
  expect(Buffer.compare(theirs!.data, shown)).toBe(0);
});

test.skipIf(lacks('dciodvfy'))('a grey picture has no error by dciodvfy either', () => {
  const output = run('sh', ['-c', 'dciodvfy "$0" 2>&1 || true', writtenCapture(pictureOf(true))]);
  expect(output).toContain('SCImage');
  expect(output.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
});

test("a revision's picture is another object in another series, the same one twice", () => {
  const uids = (revision: number | null): string[] => {
    const reviewed = revision === null ? null : { revision, status: 'final' as const, history: [] };
    const bytes = Buffer.from(capture({ ...OF, reviewed }, pictureOf())).toString('latin1');
    return [...bytes.matchAll(/2\.25\.\d+/g)].map(([uid]) => uid);
  };
  const [first, again, revised] = [uids(null), uids(null), uids(1)];
  expect(first).toEqual(again);
  expect(first.filter((uid) => revised.includes(uid))).toHaveLength(1); // the implementation
});
