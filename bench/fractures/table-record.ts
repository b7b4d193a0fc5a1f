/** The table with all that says where it is from. */
import type { IntactTable } from '../../spine/judge/fractures/reference/intact-table.ts';
import { positionsText } from '../../spine/definitions/heights.ts';
import { HEIGHT_THEMES, definitionsDigest } from '../../spine/definitions/digest.ts';

import { MESH_PEOPLE } from './mean-mesh.ts';
import type { MeasuredBody } from './measured-body.ts';

const MESH = 'lumbar-mean-mesh';
const LICENCE: Readonly<Record<string, string>> = {
  [MESH]: 'MIT (Clouthier 2022, mean shape of 87 people)',
  verse014: 'CC BY-SA 4.0 (VerSe 2019)',
  'lidc-idri-0001': 'CC BY 3.0 (LIDC-IDRI, TCIA)',
  'lidc-idri-0314': 'CC BY 3.0 (LIDC-IDRI, TCIA)',
  'aorta-crop': 'Apache-2.0 (TotalSegmentator)',
  'totalsegmentator-example': 'Apache-2.0 (TotalSegmentator)',
  'tptbox-l3': 'Apache-2.0 (TPTBox)',
  'tcga-de-a4ma': 'TCIA, TCGA-THCA',
};

export function tableRecord(
  made: Pick<IntactTable, 'levels' | 'spread' | 'counts'>,
  bodies: readonly MeasuredBody[],
): IntactTable {
  const names = [...new Set(bodies.map(({ person }) => person))];
  const scans = names.filter((name) => name !== MESH).length;
  return {
    schema: 'osteon/intact-table/1',
    id: 'osteon-intact-1',
    tag: 'computed here; a design value, no published table',
    method:
      `ratios of heights at ${positionsText()} of the mid-sagittal depth as this engine measures them; local straight line ` +
      'along the spine, trimmed at 3 SD until nothing is beyond',
    definitionsSha256: definitionsDigest(HEIGHT_THEMES),
    sources: names.map((name) => ({
      name,
      people: name === MESH ? MESH_PEOPLE : 1,
      licence: LICENCE[name] ?? 'unknown',
    })),
    statement:
      `Reference table of vertebral heights: L2 to L5 from the mean shape of ${MESH_PEOPLE} people; T4 to L1, and all ` +
      `standard deviations, from CT of ${scans} people.`,
    counts: made.counts,
    menAgainstWomen: {
      anterior: -0.018,
      middle: -0.007,
      source: 'men’s Ha/Hp and Hm/Hp against women’s, level-dependent there, one value here (PubMed 9730329)',
    },
    spread: made.spread,
    levels: made.levels,
  };
}
