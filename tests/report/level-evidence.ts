/** Findings of one level that the page variants give to their first one: evidence, endplates, and parts of the strength's error. */
import type { Endplate, Endplates } from '../../contracts/level/endplates.ts';
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { FractureGrade, Prompt } from '../../contracts/risk/fracture.ts';

import { quantity } from './fixture-risk.ts';

export const PROMPT: Prompt = {
  code: 'SCHMORL_NODE',
  endplate: 'superior',
  depth: quantity(3.4, 'mm'),
  message: 'a pit of 3.4 mm',
};

export const EVIDENCE: NonNullable<FractureGrade['evidence']> = {
  lossInterval: { wedge: [17, 27], biconcave: [6, 16], crush: null },
  reference: { neighbours: ['L2'], table: 'made-up', tableShare: { anterior: 0.3, middle: 0.4 } },
  morphometry: [
    { ratio: 'Ha/Hp', value: 0.78, mean: 0.97, sd: 0.055, z: -3.45, interval: [0.74, 0.82] },
    { ratio: 'Hm/Hp', value: 0.83, mean: 0.94, sd: 0.05, z: -2.2 },
    { ratio: 'Hp/Hp above', value: 0.96, mean: 0.98, sd: 0.04, z: -0.5 },
  ],
  prompts: [PROMPT],
};

const ENDPLATE: Endplate = {
  concavity: quantity(2.3, 'mm'),
  deepestAt: 0.5,
  depression: null,
  areaMm2: 900,
  seen: 1,
} as unknown as Endplate; // The plane and the points are not printed.
export const ENDPLATES: Endplates = {
  superior: ENDPLATE,
  inferior: { ...ENDPLATE, concavity: quantity(1.2, 'mm') },
  sagittalTilt: quantity(6.4, 'deg'),
  coronalTilt: quantity(1.1, 'deg'),
  method: 'made up',
};

export const PARTS: NonNullable<LevelResult['strength']>['errors']['parts'] = [
  {
    cause: 'calibration',
    varied: 'line',
    stiffnessPercent: 7.1,
    linearPercent: 7.2,
    plasticPercent: 7.3,
    offsetPercent: 7.4,
  },
  {
    cause: 'outline',
    varied: 'surface',
    stiffnessPercent: 2.1,
    linearPercent: 2.2,
    plasticPercent: null,
    offsetPercent: null,
  },
  {
    cause: 'sagittal-tilt',
    varied: 'axis',
    stiffnessPercent: 1.1,
    linearPercent: 1.2,
    plasticPercent: 1.3,
    offsetPercent: 1.4,
  },
];
