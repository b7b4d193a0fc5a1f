import { expect, test } from 'vitest';

import { CommandLineError } from '../../../local/command/errors.ts';
import { HELP, parseCommandLine } from '../../../local/command/options.ts';

test('without arguments the digital spine is assessed into the default folder', () => {
  expect(parseCommandLine([])).toMatchObject({
    study: null,
    labels: [],
    order: null,
    out: 'osteon-out',
    help: false,
  });
});

test('labels may be given twice', () => {
  expect(parseCommandLine(['s', '--labels', 'a.nii.gz', '--labels', 'b.nii.gz']).labels).toEqual([
    'a.nii.gz',
    'b.nii.gz',
  ]);
});

test.each([
  [['a', 'b'], /2 studies/],
  [['a', '--lables', 'x'], /--lables/],
  [['a', '--labels'], /--labels/],
  [['a', '--label-convention', 'verse'], /requires --labels/],
  [['a', '--labels', 'x', '--label-convention', 'klingon'], /klingon.*required: one of/],
  [['a', '--keep-outlines'], /requires --labels or --model/],
  [['a', '--language', 'fr'], /--language: found fr; required: en or de/],
  [['--labels', 'x'], /requires a STUDY/],
  [['--model', 'x'], /requires a STUDY/],
  [['a', '--model', 'x', '--labels', 'y'], /cannot be combined/],
  [['a', '--workers', '0'], /--workers: found 0/],
  [['a', '--phantom', 'jelly'], /--phantom: found jelly; required: one of/],
  [['a', '--phantom', 'mindways'], /requires mindways:CERTIFICATE.json/],
  [['a', '--phantom', 'qrm-bdc3:x.json'], /no certificate allowed/],
  [['--phantom', 'qrm-bdc3'], /require a STUDY/],
  [['--calibration', 'x.json'], /require a STUDY/],
  [['a', '--write-calibration', 'x.json'], /--write-calibration requires the scan of a phantom/],
  [['a', '--phantom', 'none', '--write-calibration', 'x.json'], /and --phantom TYPE/],
  [['a', '--series', 'thin'], /--series: required: a number or a UID/],
  [['a', '--series', ''], /--series: required: a number or a UID/],
  [['a', '--study', '2026-03-01'], /--study: required: a number or a UID/],
  [['--series', '1'], /require a STUDY/],
])('%j is refused with one line that names the option', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(CommandLineError);
  expect(() => parseCommandLine(args)).toThrow(message);
});

test('the help names every option', () => {
  for (const option of [
    '--series',
    '--study',
    '--labels',
    '--label-convention',
    '--model',
    '--keep-outlines',
    '--language',
    '--patient-page',
    '--first-level',
    '--level-at',
    '--phantom',
    '--calibration',
    '--write-calibration',
    '--order',
    '--out',
    '--workers',
    '--help',
  ]) {
    expect(HELP).toContain(option);
  }
});

test('a phantom is named by its type, a Mindways one with its certificate; none is the word that there is none', () => {
  const phantom = (text: string) => parseCommandLine(['s', '--phantom', text]).phantom;
  expect(phantom('qrm-bdc6')).toEqual({ type: 'qrm-bdc6', certificate: null });
  expect(phantom('mindways:c:/a.json')).toEqual({ type: 'mindways', certificate: 'c:/a.json' });
  expect(phantom('none')).toBe('none');
  expect(parseCommandLine(['s']).phantom).toBeNull();
});
