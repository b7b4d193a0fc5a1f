/** What is said of voxels that were not read as their header says. */
import type { Flag } from '../../contracts/primitives.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { HIGHEST_CT_HU, MOST_BEYOND_CT } from '../definitions/hounsfield.ts';

interface Values {
  readonly paddingDoubtful: boolean;
  /** Voxels brighter than any CT. */
  readonly beyond: number;
  /** Voxels with more bits than the header says. */
  readonly wide: number;
  readonly voxels: number;
}

/** @throws StudyRefused where most of the image is brighter than any CT */
export function valueFlags({ paddingDoubtful, beyond, wide, voxels }: Values): readonly Flag[] {
  if (beyond > MOST_BEYOND_CT * voxels) {
    throw new StudyRefused({
      code: 'NOT_HU',
      saw: `${percent(beyond, voxels)} of the voxels above ${HIGHEST_CT_HU} HU`,
      wanted: 'Hounsfield units',
    });
  }
  const flags: Flag[] = [];
  if (paddingDoubtful)
    flags.push({
      code: 'PADDING_IGNORED',
      message:
        'the padding value of the header lies in the range of tissue; ignored inside the field of view',
    });
  if (beyond > 0)
    flags.push({
      code: 'VALUES_BEYOND_CT',
      message: `${percent(beyond, voxels)} of the voxels above ${HIGHEST_CT_HU} HU, read as padding`,
    });
  if (wide > 0)
    flags.push({
      code: 'BITS_STORED_DOUBTED',
      message: `${percent(wide, voxels)} of the values need more bits than the header says; read with all their bits`,
    });
  return flags;
}

function percent(part: number, whole: number): string {
  const value = (100 * part) / whole;
  return value < 0.1 ? 'less than 0.1 %' : `${value.toFixed(1)} %`;
}
