/** `npm run archive`: the DICOM objects of an assessment to an image archive. */
import { readFile } from 'node:fs/promises';

import { CommandLineError, exitCodeOf, reasonOf } from '../command/errors.ts';
import { ArchiveUnusable } from '../dicomweb/service.ts';
import { tokenOf } from '../send/server.ts';

import { storeByDimse, type Tls } from './c-store.ts';
import { objectsIn } from './objects.ts';
import { HELP, parseArchive, type TlsFiles } from './options.ts';
import { storeByWeb } from './stow.ts';

const EXIT = { done: 0, failed: 1 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { help, folder, to, ae, tokenFile, overHttp, tls } = parseArchive(args);
    if (help) {
      console.log(HELP);
      return EXIT.done;
    }
    const token = tokenFile === null ? null : await tokenOf(tokenFile);
    const security = tls === null ? null : await tlsAt(tls);
    const objects = await objectsIn(folder);
    const outcomes =
      to.kind === 'stow'
        ? await storeByWeb(objects, to.url, { token, overHttp })
        : await storeByDimse(objects, to, ae, { tls: security });
    for (const { name, stored, remark } of outcomes)
      console.error(`  ${name}: ${stored ? 'stored' : 'not stored'}${remark === null ? '' : `, ${remark}`}`);
    const stored = outcomes.filter((one) => one.stored).length;
    console.log(`${stored} of ${objects.length} objects stored`);
    return stored === objects.length ? EXIT.done : EXIT.failed;
  } catch (error) {
    if (!(error instanceof ArchiveUnusable)) return exitCodeOf(error);
    console.error(`osteon: ${error.message}; sending again is harmless`);
    return EXIT.failed;
  }
}

async function tlsAt({ ca, own }: TlsFiles): Promise<Tls> {
  const read = (option: string, path: string): Promise<Buffer> =>
    readFile(path).catch((cause: unknown) => {
      throw new CommandLineError(`${option} ${path}: not readable: ${reasonOf(cause)}`, { cause });
    });
  return {
    ca: ca === null ? null : await read('--tls-ca', ca),
    own:
      own === null
        ? null
        : { certificate: await read('--tls-cert', own.certificate), key: await read('--tls-key', own.key) },
  };
}
