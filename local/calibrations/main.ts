/** `npm run calibrations`: results on stdout, remarks on stderr. */
import { resolve } from 'node:path';

import { StudyRefused } from '../../contracts/refusals.ts';
import { putControlChart } from '../../lambdas/shared/calibrations/control.ts';
import {
  calibrationsPrefix,
  registerCalibration,
  registeredCalibrations,
  withdrawCalibration,
} from '../../lambdas/shared/calibrations/registry.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';

import { CommandLineError, exitCodeOf } from '../command/errors.ts';
import { openOutput } from '../output-folder.ts';
import { measurePhantomScan } from '../phantom-scan.ts';
import { calibrationFileAt } from '../study/calibration-files.ts';

import { calibrationTable, driftLines } from './listing.ts';
import { HELP, parseCalibrations, type CalibrationsRequest } from './options.ts';

const EXIT = { done: 0, refused: 3 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const request = parseCalibrations(args);
    if (request === null) {
      console.log(HELP);
      return EXIT.done;
    }
    return await carriedOut(request, await openOutput(request.out));
  } catch (error) {
    if (error instanceof StudyRefused) {
      const { code, saw, wanted } = error.refusal;
      console.error(`osteon: calibration refused: ${code}. Found: ${saw}. Required: ${wanted}`);
      return EXIT.refused;
    }
    return exitCodeOf(error);
  }
}

async function carriedOut(request: CalibrationsRequest, store: ListedStore): Promise<number> {
  const { verb, site, out } = request;
  switch (verb) {
    case 'register': {
      const { id } = await registerCalibration(store, site, await fileOf(request));
      // What was withdrawn stays withdrawn: said, not found out by the next density.
      if (!(await registeredCalibrations(store, site)).some((one) => one.id === id))
        throw new CommandLineError(`calibration ${id} was withdrawn; required: another phantom scan`);
      console.log(`registered: ${id}`);
      return EXIT.done;
    }
    case 'list':
      console.log(calibrationTable(await registeredCalibrations(store, site)));
      return EXIT.done;
    case 'withdraw': {
      if (!(await withdrawCalibration(store, site, request.what!)))
        throw new CommandLineError(
          `withdraw: no calibration ${request.what} is registered for site ${site} (see list)`,
        );
      console.log(`withdrawn: ${request.what}`);
      return EXIT.done;
    }
    case 'chart': {
      const drifts = driftLines(await putControlChart(store, site));
      for (const line of drifts) console.error(`osteon: ${line}`);
      console.log(`chart: ${resolve(out, `${calibrationsPrefix(site)}chart.svg`)}`);
      return drifts.length === 0 ? EXIT.done : EXIT.refused;
    }
  }
}

async function fileOf({ what, phantom }: CalibrationsRequest) {
  if (phantom === null) return calibrationFileAt(what!);
  const { file, told } = await measurePhantomScan(what!, phantom, null);
  console.error(`osteon: ${told}`);
  return file;
}
