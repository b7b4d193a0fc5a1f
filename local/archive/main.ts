/** `npm run archive`: the DICOM objects of an assessment to an image archive. */
import { exitCodeOf } from '../command/errors.ts';
import { ArchiveUnusable } from '../dicomweb/service.ts';
import { tokenOf } from '../send/server.ts';

import { storeByDimse } from './c-store.ts';
import { objectsIn } from './objects.ts';
import { HELP, parseArchive } from './options.ts';
import { storeByWeb } from './stow.ts';

const EXIT = { done: 0, failed: 1 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { help, folder, to, ae, tokenFile } = parseArchive(args);
    if (help) {
      console.log(HELP);
      return EXIT.done;
    }
    const token = tokenFile === null ? null : await tokenOf(tokenFile);
    const objects = await objectsIn(folder);
    const outcomes =
      to.kind === 'stow' ? await storeByWeb(objects, to.url, token) : await storeByDimse(objects, to, ae);
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
