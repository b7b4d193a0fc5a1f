/** An assessment with its objects on disk, and what two files hold, as dcmtk reads them. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { objectsIn, type ArchivedObject } from '../../../local/archive/objects.ts';
import { dataOf, run, written } from '../../report/dicom/written.ts';

export interface Archived {
  readonly folder: string;
  readonly objects: readonly ArchivedObject[];
}

export async function archivedAssessment(): Promise<Archived> {
  const files = written(await dataOf({ levels: ['L1', 'L2'], refused: ['L3'] }));
  const folder = dirname(dirname(files.get('report.dcm')!));
  mkdirSync(`${folder}/revisions`);
  return { folder, objects: await objectsIn(folder) };
}

/**
 * Every attribute and value, whatever the lengths are written as; without the file's head, which is the receiver's own. Bytes are
 * words (OW) to a receiver that was not told their VR.
 */
export function attributes(path: string): unknown {
  return JSON.parse(run('dcm2json', ['-fc', path]).replaceAll('"vr":"OB"', '"vr":"OW"'));
}
