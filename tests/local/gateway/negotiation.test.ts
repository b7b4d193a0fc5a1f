import { expect, test } from 'vitest';

import { callerFault, offerFor, VERIFICATION } from '../../../local/gateway/negotiation.ts';
import { CT_CLASSES } from '../../../spine/ct/index.ts';
import { SYNTAX } from '../../spine/ct/writers/dicom-writer.ts';

const REPORT = '1.2.840.10008.5.1.4.1.1.88.33';
const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';

test.each(CT_CLASSES)('of what is proposed for %s the first that is read is taken', (sopClass) => {
  expect(offerFor(sopClass, [SYNTAX.jpegBaseline, SYNTAX.rle, SYNTAX.explicit])).toEqual({
    accept: SYNTAX.rle,
  });
  expect(offerFor(sopClass, [SYNTAX.bigEndian])).toEqual({ accept: SYNTAX.bigEndian });
});

test('lossy JPEG, which is no CT to measure on, is not taken', () => {
  expect(offerFor(CT_CLASSES[0]!, [SYNTAX.jpegBaseline])).toEqual({ refuse: 'transfer-syntaxes' });
  expect(offerFor(CT_CLASSES[0]!, [])).toEqual({ refuse: 'transfer-syntaxes' });
});

test('other objects of a study are let in, in any encoding; other services are not', () => {
  expect(offerFor(REPORT, [SYNTAX.jpegBaseline])).toEqual({ accept: SYNTAX.jpegBaseline });
  expect(offerFor(VERIFICATION, [SYNTAX.implicit])).toEqual({ accept: SYNTAX.implicit });
  expect(offerFor(STUDY_ROOT_FIND, [SYNTAX.implicit])).toEqual({ refuse: 'abstract-syntax' });
});

test('who is called is looked at before who calls', () => {
  const rules = { ae: 'OSTEON', accept: ['CT1'] };
  expect(callerFault(rules, { calling: 'CT1', called: 'OSTEON' })).toBeNull();
  expect(callerFault(rules, { calling: 'CT2', called: 'OSTEON' })).toBe('calling');
  expect(callerFault(rules, { calling: 'CT2', called: 'osteon' })).toBe('called');
  expect(callerFault({ ...rules, accept: [] }, { calling: 'CT2', called: 'OSTEON' })).toBeNull();
});
