/** On Lambda the step is one bundled file: its decoders must be found there too. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { expect, test } from 'vitest';

import { scratchFolder } from '../../pipeline/command.ts';

import { zipOf } from './writers/zip-writer.ts';
import { ctSlice, SYNTAX } from './writers/dicom-writer.ts';
import { encodeElsewhere } from './writers/other-encoders.ts';

const WASM = join(createRequire(import.meta.url).resolve('dcmjs-codecs'), '..', 'dcmjs-native-codecs.wasm');
/** A quarter of a Lambda package's 250 MB. */
const LARGEST_BUNDLE_BYTES = 60e6;
const PROBE = `
import { readFileSync } from 'node:fs';
import { findCt } from '${fileURLToPath(new URL('../../../spine/ct/find-ct.ts', import.meta.url))}';
const log = { progress() {}, info() {}, warn() {} };
const { volume } = await findCt([{ id: 'zip', bytes: readFileSync(process.argv[2]) }], log);
console.log(JSON.stringify([volume.dims, volume.data[1]]));
`;

test('bundled for Lambda, JPEG 2000 in a zip is decoded where OSTEON_CODECS_WASM says the decoders are', async () => {
  const folder = scratchFolder();
  const [probe, bundle, zip] = [
    join(folder, 'probe.mjs'),
    join(folder, 'bundle.mjs'),
    join(folder, 'ct.zip'),
  ];
  writeFileSync(probe, PROBE);
  await build({
    entryPoints: [probe],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'silent',
    banner: { js: "import{createRequire}from'module';const require=createRequire(import.meta.url);" },
  });
  expect(statSync(bundle).size + statSync(WASM).size).toBeLessThan(LARGEST_BUNDLE_BYTES);

  const values = Int16Array.from({ length: 64 * 64 }, (_, n) => (n % 64) * 20);
  const stream = await encodeElsewhere('jpeg2000', values, {
    width: 64,
    height: 64,
    bitsPerSample: 16,
    isSigned: true,
    componentCount: 1,
    isUsingColorTransform: false,
  });
  const images = Array.from({ length: 10 }, (_, index) =>
    ctSlice({
      index,
      rows: 64,
      columns: 64,
      stored: values,
      fragments: [stream],
      transferSyntax: SYNTAX.jpeg2000,
    }),
  );
  writeFileSync(zip, zipOf(images.map((bytes, n) => ({ name: `${n}`, bytes }))));
  const out = execFileSync(process.execPath, [bundle, zip], {
    encoding: 'utf8',
    env: { ...process.env, OSTEON_CODECS_WASM: WASM },
  });
  expect(JSON.parse(out)).toEqual([[64, 64, 10], 20 - 1024]);
});
