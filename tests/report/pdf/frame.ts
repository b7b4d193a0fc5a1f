/**
 * A header and footer for documents that tests make of the kit's marks alone: undated, so that nothing of them hangs on a
 * study.
 */
import type { PageFrame } from '../../../report/pdf/kit/page.ts';

export const FRAME: PageFrame = {
  patient: { names: ['Made^Up'], unprintable: 'no letters' },
  study: 'CT',
  date: null,
  footer: 'osteon',
  missingLetter: '□: no such letter',
  status: 'not signed',
  title: 'A made-up document',
  language: 'en',
  numbered: (page, pages) => `Page ${page} of ${pages}`,
};
