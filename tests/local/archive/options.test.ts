import { expect, test } from 'vitest';

import { parseArchive } from '../../../local/archive/options.ts';

test('an archive is a DICOMweb service or an application entity', () => {
  expect(parseArchive(['folder', '--to', 'https://pacs.example/dicom-web/studies/']).to).toEqual({
    kind: 'stow',
    url: 'https://pacs.example/dicom-web/studies',
  });
  expect(parseArchive(['folder', '--to=ARCHIVE@pacs.example:104', '--ae', 'HERE'])).toMatchObject({
    folder: 'folder',
    to: { kind: 'c-store', called: 'ARCHIVE', host: 'pacs.example', port: 104 },
    ae: 'HERE',
  });
  expect(parseArchive(['folder', '--to', 'A@[::1]:11112'])).toMatchObject({
    to: { host: '::1' },
    ae: 'OSTEON',
  });
  const web = ['folder', '--to', 'http://pacs.example/studies', '--token-file', 'f'];
  expect(parseArchive(web).overHttp).toBe(false);
  expect(parseArchive([...web, '--allow-token-over-http']).overHttp).toBe(true);
  expect(parseArchive(['--help']).help).toBe(true);
});

test.each([
  [['--to', 'A@b:1'], 'found 0 assessments'],
  [['one', 'two', '--to', 'A@b:1'], 'found 2 assessments'],
  [['folder'], 'required: --to ADDRESS'],
  [['folder', '--to', 'pacs'], '--to: found pacs; required: an address'],
  [['folder', '--to', 'A@pacs'], '--to: found A@pacs'],
  [['folder', '--to', 'A@pacs:0'], '--to: found A@pacs:0'],
  [['folder', '--to', 'A@pacs:65536'], '--to: found A@pacs:65536'],
  [['folder', '--to', 'SEVENTEEN_LETTERS@pacs:104'], '1 to 16 characters'],
  [['folder', '--to', 'A@pacs:104', '--ae', 'back\\slash'], '--ae: found "back\\slash"'],
  [['folder', '--to', 'ftp://pacs/studies'], 'required: an http or https address'],
  [['folder', '--to', 'https://pacs/dicom-web'], "required: the address of the service's studies"],
  [['folder', '--to', 'https://pacs/studies?x=1'], 'required: an address without ? and #'],
  [['folder', '--to', 'https://me:secret@pacs/studies'], 'found a user or a password'],
  [['folder', '--to', 'https://pacs/studies', '--ae', 'A'], '--ae: of C-STORE'],
  [['folder', '--to', 'A@pacs:104', '--token-file', 'f'], '--token-file: of a DICOMweb service'],
  [['folder', '--to', 'http://pacs/studies', '--allow-token-over-http'], 'requires --token-file'],
  [['folder', '--to', 'A@pacs:104', '--allow-token-over-http'], 'requires --token-file'],
  [['folder', '--to', 'https://pacs/studies', '--tls'], '--tls: of C-STORE'],
  [['folder', '--to', 'A@pacs:104', '--tls-ca', 'f'], 'require --tls'],
  [['folder', '--to', 'A@pacs:104', '--tls', '--tls-key', 'f'], 'both, or neither'],
  [['folder', '--to', 'A@pacs:104', '--colour', 'red'], '--colour'],
])('%j is told what is wrong: %s', (args, message) => {
  expect(() => parseArchive(args)).toThrow(message);
  // A password that was typed is not repeated.
  expect(() => parseArchive(args)).not.toThrow(/secret/);
});
