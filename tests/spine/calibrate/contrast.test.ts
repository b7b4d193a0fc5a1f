import { expect, test } from 'vitest';

import { contrastOf, type ContrastEvidence } from '../../../spine/calibrate/contrast.ts';
import { namesContrast } from '../../../spine/definitions/contrast.ts';

function seen(evidence: Partial<ContrastEvidence>) {
  const { contrast, flags } = contrastOf({
    source: 'dicom',
    named: false,
    aortaHu: 40,
    cavaHu: null,
    ...evidence,
  });
  return { ...contrast, codes: flags.map(({ code }) => code) };
}

test('an aorta of plain blood and a header without an agent mean no contrast', () => {
  expect(seen({})).toMatchObject({ phase: 'none', aortaHu: 40, correctionMgCc: 0, codes: [] });
});

test('the image answers for a NIfTI, which has no header to ask', () => {
  expect(seen({ source: 'nifti' })).toMatchObject({ phase: 'none', codes: [] });
  expect(seen({ source: 'nifti', aortaHu: null })).toMatchObject({
    phase: 'unknown',
    codes: ['CONTRAST_UNKNOWN'],
  });
});

test('a bright aorta is an arterial phase, whatever the header says', () => {
  expect(seen({ aortaHu: 350 })).toMatchObject({ phase: 'arterial', codes: ['CONTRAST_ARTERIAL'] });
  expect(seen({ aortaHu: 350, named: true }).codes).toEqual(['CONTRAST_ARTERIAL', 'CONTRAST_HEADER']);
});

test('aorta and vena cava alike are the portal phase, with a correction of 13 mg/cm3 (docs/method.md#contrast-agent)', () => {
  expect(seen({ aortaHu: 140, cavaHu: 130 })).toMatchObject({
    phase: 'portal',
    correctionMgCc: 13,
    codes: ['CONTRAST_PORTAL'],
  });
  expect(seen({ aortaHu: 140, cavaHu: 60 })).toMatchObject({ phase: 'arterial', correctionMgCc: 0 });
});

test('an enhanced aorta whose phase can not be told counts as arterial, and says so', () => {
  const { phase, basis } = seen({ aortaHu: 180 });
  expect(phase).toBe('arterial');
  expect(basis).toContain('unclear');
});

test('an agent in the header that the aorta does not show leaves the phase unknown and flagged', () => {
  expect(seen({ named: true })).toMatchObject({ phase: 'unknown', codes: ['CONTRAST_HEADER'] });
});

test('blood between plain and enhanced is unclear', () => {
  expect(seen({ aortaHu: 75 })).toMatchObject({ phase: 'unknown', codes: ['CONTRAST_UNCLEAR'] });
});

test.each([
  'Iohexol 350',
  'APPLIED',
  'CONTRAST',
  'I.V.',
  'yes',
  'Non-ionic contrast',
  'nonionic',
  'no oral, Omnipaque 350 IV',
  'Novo 300',
])('%s is taken for a contrast agent', (agent) => {
  expect(namesContrast(agent)).toBe(true);
});

test.each([
  '',
  '  ',
  'NONE',
  'No',
  'without',
  'W/O',
  'NO CONTRAST',
  'without contrast',
  'W/O CONTRAST',
  'No IV contrast',
  'Non-contrast',
  'none given',
  'No oral or i.v. contrast media',
  'ohne KM',
  'sans contraste',
])('%j is taken for no contrast agent', (agent) => {
  expect(namesContrast(agent)).toBe(false);
});
