import { beforeAll, expect, test } from 'vitest';

import { archiveOf } from '../../../bench/query/archive.ts';
import { writePacked } from '../../../bench/query/tables.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { chosenStudies } from '../../../local/reprocess/chosen-studies.ts';
import { parseReprocess } from '../../../local/reprocess/options.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const ARCHIVE = archiveOf(7, 60);
let from: string;

beforeAll(() => {
  from = scratchFolder();
  writePacked(from, ARCHIVE);
});

function chosen(where: string, ...args: string[]) {
  return chosenStudies(parseReprocess(['--from', from, '--where', where, ...args])!, folderObjectStore(from));
}

const BY_STUDY =
  "SELECT DISTINCT study_id FROM assessments WHERE outcome = 'assessed' ORDER BY study_id LIMIT 3";

test('a SELECT of studies takes the latest assessment of each, as conditions do', async () => {
  const all = await chosen('all');
  const three = await chosen(BY_STUDY);
  expect(three).toHaveLength(3);
  for (const one of three) expect(all).toContainEqual(one);
});

test('a SELECT that names assessments takes these; two of one study are refused', async () => {
  const one = ARCHIVE.find(
    ({ parameterSet, outcome }) => parameterSet === 'osteon-default-3' && outcome === 'assessed',
  )!;
  const { studyId, assessmentId } = one;
  const sql = `SELECT study_id, assessment_id FROM assessments WHERE study_id = '${studyId}'`;
  expect(await chosen(`${sql} AND assessment_id = '${assessmentId}'`)).toEqual([{ studyId, assessmentId }]);
  const two = "SELECT '0' AS study_id, assessment_id FROM assessments";
  await expect(chosen(two)).rejects.toThrow('found two assessments of the study 0; required: one');
});

test('a named query chooses by its columns, with its parameters', async () => {
  await expect(chosen('near-a-cut-off', '--param', 'within=5')).resolves.not.toHaveLength(0);
  await expect(chosen('near-a-cut-off', '--param', 'nonsense=1')).rejects.toThrow(
    '--param: parameter nonsense',
  );
  await expect(chosen('studies-by-month')).rejects.toThrow('found the columns month, ');
});

test.each([
  ['nonsense', 'required: COLUMN=VALUE'],
  ["SELECT * FROM read_csv('/etc/passwd')", 'reads something other than results'],
  ['SELECT study_id FROM assessments WHERE false', 'found no study'],
  ['site=none-such', 'found no study'],
])('%s is refused', async (where, said) => {
  await expect(chosen(where)).rejects.toThrow(said);
});

test.each<[readonly string[], string]>([
  [['--inventory', 'x', '--where', 'all'], '--inventory and --where'],
  [['--inventory', 'folder', '--dates', '2020-01-01..'], '--dates: of a DICOMweb service'],
  [['--token-file', 'f'], '--token-file: of a DICOMweb service'],
  [['--inventory', 'folder', '--allow-token-over-http'], '--allow-token-over-http: of a DICOMweb service'],
  [['--inventory', 'https://me:secret@pacs/web'], 'found a user or a password'],
  [['--inventory', 'ftp://pacs/web'], 'required: an http or https address'],
  [['--inventory', 'https://pacs/web?a=1'], 'an address without ? and #'],
  ...['2020', '2020-01-01', '..', '2020-02-30..', '2021-01-01..2020-01-01', 'a..b..c'].map(
    (dates): [readonly string[], string] => [
      ['--inventory', 'https://pacs/web', '--dates', dates],
      `--dates: found ${dates}; required`,
    ],
  ),
  [['--schedule', '0 2 * * *', '--go-on'], '--schedule and --go-on'],
  [['--schedule', 'nightly'], '--schedule: found nightly'],
  [['--nonsense'], "Unknown option '--nonsense'"],
])('%j is refused', (args, said) => {
  expect(() => parseReprocess(args)).toThrow(said);
  // A password that was typed is not repeated.
  expect(() => parseReprocess(args)).not.toThrow(/secret/);
});

test('a token goes over http where the site says so', () => {
  const web = ['--inventory', 'http://pacs/web'];
  expect(parseReprocess(web)!.overHttp).toBe(false);
  expect(parseReprocess([...web, '--allow-token-over-http'])!.overHttp).toBe(true);
});

test('an address is that of a DICOMweb service, its studies or not, with days', () => {
  const of = (...args: readonly string[]) => {
    const { inventory, dates } = parseReprocess(['--inventory', ...args])!;
    return [inventory, dates.from, dates.to];
  };
  expect(of('https://pacs/web/studies/')).toEqual(['https://pacs/web', null, null]);
  expect(of('http://pacs:8042/web', '--dates', '2020-01-01..2020-12-31')).toEqual([
    ...['http://pacs:8042/web', '2020-01-01', '2020-12-31'],
  ]);
  expect(of('https://pacs', '--dates', '..2019-05-06')).toEqual(['https://pacs', null, '2019-05-06']);
  expect(of('C:\\old ct')).toEqual(['C:\\old ct', null, null]);
});
