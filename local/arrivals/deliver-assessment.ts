/** `--to FOLDER --assess`: each version of a study is assessed on this machine, as `npm start -- STUDY --out FOLDER` does. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { assessStudy } from '../assess-study.ts';
import { CommandLineError } from '../command/errors.ts';
import { parseCommandLine } from '../command/options.ts';
import { openOutput } from '../output-folder.ts';
import { DeliveryRefused, type Deliver } from './deliver.ts';
import { copyFiles, folderNameOf } from './deliver-folder.ts';

/** @param staging a folder for the study's files meanwhile: they are stored anew in the output folder */
export function deliverToAssessment(out: string, staging: string): Deliver {
  return async (study, signal) => {
    const place = join(staging, folderNameOf(study));
    try {
      await copyFiles(study, place, signal);
      const store = await openOutput(out);
      const done = await assessStudy({ ...parseCommandLine([place, '--out', out]), store });
      if (done.outcome === 'refused')
        return `study refused: ${done.refusal.code}; refusal report: ${done.report}`;
      if (done.outcome === 'failed')
        return `not assessed: technical fault ${done.fault.code} in ${done.fault.state}; fault report: ${done.report}`;
      return `assessed; report: ${done.report}`;
    } catch (cause) {
      if (cause instanceof CommandLineError) throw new DeliveryRefused(cause.message, { cause });
      throw cause;
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  };
}
