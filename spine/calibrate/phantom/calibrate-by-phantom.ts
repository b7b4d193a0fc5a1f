/** A phantom in the image: named, found and fitted; or seen though none was named. */
import type { Flag, Vec3 } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { Volume } from '../../grid/volume.ts';

import { bandsBehind } from './bands.ts';
import { rodSectionsIn } from './rod-sections.ts';
import { findRods, type Rod } from './find-rods.ts';
import { fitPhantom, type FitRod, type PhantomFit } from './fit-phantom.ts';
import type { Phantom } from './phantom.ts';
import { rodAxes } from './rod-axes.ts';
import { rowOf } from './rows.ts';

export interface PhantomInput {
  /** HU; index axes along left, posterior, superior. */
  readonly ct: Volume<Int16Array>;
  readonly phantom: Phantom;
  /** Centres of the vertebral bodies, patient LPS, mm; none where the phantom was scanned by itself. */
  readonly spine: readonly Vec3[];
  readonly kvp: number | null;
}

export interface PhantomCalibration extends PhantomFit {
  readonly rods: readonly Rod[];
}

/** Rows of so many equal, even sections along the table are taken for a phantom's. */
const UNNAMED_RODS = [3, 4, 5, 6] as const;

/** @throws StudyRefused PHANTOM_NOT_FOUND, PHANTOM_FIT_POOR */
export function calibrateByPhantom({ ct, phantom, spine, kvp }: PhantomInput): PhantomCalibration {
  const rods = findRods(ct, phantom, spine);
  if (rods === null) {
    const alone = spine.length === 0;
    throw new StudyRefused({
      code: 'PHANTOM_NOT_FOUND',
      saw: `no set of ${phantom.rods.length} homogeneous rods ${alone ? '' : 'posterior to the spine '}in an image of ${ct.dims.join(' x ')}`,
      wanted: `the ${phantom.rods.length} rods of the specified ${phantom.label}, ${alone ? '' : 'under the patient and '}within the field of view`,
    });
  }
  return { ...fitPhantom(rods.map(fitRodOf), phantom, kvp), rods };
}

/** PHANTOM_IN_VIEW_UNNAMED where rods lie behind the spine; for studies whose operator named no phantom. */
export function unnamedPhantomFlags(ct: Volume<Int16Array>, spine: readonly Vec3[]): readonly Flag[] {
  const bands = bandsBehind(ct, spine).map((band) => ({ band, sections: rodSectionsIn(band) }));
  const seen = UNNAMED_RODS.some((count) => {
    const rows = bands.map(({ band, sections }) => {
      const row = rowOf(band, sections, count, false);
      return row === null ? null : { band, row };
    });
    return rodAxes(rows) !== null;
  });
  if (!seen) return [];
  return [
    {
      code: 'PHANTOM_IN_VIEW_UNNAMED',
      message:
        'a row of round, homogeneous rods posterior to the spine: if this is a calibration phantom, specify its type (--phantom) to use it',
    },
  ];
}

function fitRodOf({ name, densityMgCc, waterMgCc, region, seHu }: Rod): FitRod {
  return { name, densityMgCc, waterMgCc, meanHu: region.meanHu, seHu, accepted: region.accepted };
}
