/** The command itself: what it says, and its exit codes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { objectsIn } from '../../../local/archive/objects.ts';
import { runGateway } from '../gateway/running-gateway.ts';
import { freePort } from '../../peers/orthanc.ts';
import { runCommand, scratchFolder } from '../../pipeline/command.ts';

import { archivedAssessment } from './archived.ts';

const MAIN = fileURLToPath(new URL('../../../local/archive/main.ts', import.meta.url));

test('stored is 0, an archive that is not there 1, a wrong command 2', async () => {
  const { folder } = await archivedAssessment();
  const { port } = await runGateway();
  const [stored, nobody, wrong] = await Promise.all(
    [
      [folder, '--to', `OSTEON@127.0.0.1:${port}`],
      [folder, '--to', `http://127.0.0.1:${await freePort()}/studies`],
      [folder],
    ].map((args) => runCommand(args, { main: MAIN })),
  );
  expect(stored).toMatchObject({ code: 0, stdout: '4 of 4 objects stored\n' });
  expect(stored!.stderr).toContain('  picture: stored, warning B006');
  expect(nobody!.code).toBe(1);
  expect(nobody!.complaint).toContain('no answer from http://127.0.0.1');
  expect(wrong).toMatchObject({ code: 2, complaint: 'osteon: required: --to ADDRESS (see --help)' });
});

test('nothing is sent of a folder without objects, or with one that is cut', async () => {
  await expect(objectsIn(scratchFolder())).rejects.toThrow('required: the folder of an assessment');
  const { folder, objects } = await archivedAssessment();
  writeFileSync(join(folder, 'dicom', 'picture.dcm'), objects[1]!.bytes.subarray(0, 1000));
  await expect(objectsIn(folder)).rejects.toThrow('picture.dcm: found no whole DICOM object');
});
