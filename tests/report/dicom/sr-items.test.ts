/** Codes as a structured report holds them. */
import { expect, test } from 'vitest';

import { dcm, OWN_CODES, own, type OwnCode } from '../../../report/dicom/codes.ts';
import { code } from '../../../report/dicom/sr-items.ts';

test('a code of more than 16 letters, which the VR of a code value forbids, is a long one', () => {
  const { ConceptNameCodeSequence: names, ConceptCodeSequence: values } = code(
    'CONTAINS',
    own('study-density-adjusted'),
    dcm('121071', 'Finding'),
  ) as Record<string, Record<string, string>[]>;
  expect(names![0]).toEqual({
    LongCodeValue: 'study-density-adjusted',
    CodingSchemeDesignator: '99OSTEON',
    CodeMeaning: OWN_CODES['study-density-adjusted'],
  });
  expect(values![0]!.CodeValue).toBe('121071');
});

test('no meaning of a code is longer than its VR allows', () => {
  const meanings = (Object.keys(OWN_CODES) as OwnCode[]).map((name) => OWN_CODES[name]);
  expect(meanings.filter((meaning) => meaning.length > 64)).toEqual([]);
});
