/** What a reader makes of an assessment by `npm run finalise`: corrected and signed, amended, and what is refused. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';

import { resultSchema, type Result } from '../../contracts/result.ts';
import { LABEL_VALUE } from '../../contracts/levels.ts';
import { readNifti } from '../../spine/grid/nifti.ts';

import { runCommand, scratchFolder, type Finished } from './command.ts';

const MAIN = fileURLToPath(new URL('../../local/finalise/main.ts', import.meta.url));

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const text = (path: string): string => readFileSync(path, 'latin1');
const resultAt = (folder: string): Result =>
  resultSchema.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')));

/** As a reader's clock there tells it. */
const anHourEastOfGreenwich = (time: Date): string =>
  `${new Date(time.getTime() + 3_600_000).toISOString().slice(0, 19)}+01:00`;

export function reviewTests(assessmentOf: () => string): void {
  const finalise = (review: object): Promise<Finished> => {
    const file = join(scratchFolder(), 'review.json');
    writeFileSync(file, JSON.stringify({ schema: 'osteon/review/1', reader: { name: 'Ada Reader', role: 'Radiologist' }, at: new Date().toISOString(), ...review })); // prettier-ignore
    return runCommand([assessmentOf(), '--review', file], { main: MAIN });
  };
  const filesOf = (folder: string): ReadonlyMap<string, string> =>
    new Map(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(
          (entry) =>
            entry.isFile() &&
            !entry.parentPath.includes('/revisions') &&
            !entry.parentPath.endsWith('/reviews'),
        )
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path, digest(path)]),
    );

  describe('a review of it', () => {
    test('of another result, of a level that is not there, or amending what nobody signed, is refused in one line', async () => {
      const of = digest(join(assessmentOf(), 'result.json'));
      const wrong = [
        [{ of: 'a'.repeat(64), status: 'final' }, 'of: found another result'],
        [{ of, status: 'final', excluded: [{ level: 'T4', reason: 'cut' }] }, 'excluded: found no T4'],
        [{ of, status: 'addendum', comments: 'late' }, 'required: a signed report before it'],
        [
          { of, status: 'final', at: '2020-01-01T00:00:00Z' },
          'at: found 2020-01-01T00:00:00Z, before the assessment (',
        ],
      ] as const;
      for (const [review, said] of wrong) {
        const { code, complaint } = await finalise(review);
        expect([code, complaint]).toEqual([2, expect.stringContaining(said)]);
      }
      expect(existsSync(join(assessmentOf(), 'revisions'))).toBe(false);
    });

    test('moves names in every artefact, row and document, is signed, and leaves what was measured as it was', async () => {
      const assessment = assessmentOf();
      const before = resultAt(assessment);
      const files = filesOf(assessment);
      const at = anHourEastOfGreenwich(new Date());
      const { code, stderr } = await finalise({
        of: digest(join(assessment, 'result.json')),
        status: 'final',
        at,
        names: { level: 'T11', is: 'T12' },
        excluded: [{ level: 'L5', reason: 'haemangioma' }],
        readings: [{ level: 'L2', fractured: true, grade: 3, shape: 'crush' }],
      });
      expect(code, stderr).toBe(0);
      expect(filesOf(assessment)).toEqual(files);

      const folder = join(assessment, 'revisions/1');
      const after = resultAt(folder);
      expect(after.levels.map(({ level }) => level)).toEqual(['T12', 'L1', 'L2', 'L3', 'L4', 'L5']);
      const measured = ({ levels }: Result, level: string) => {
        const { strength, vbmd, anteriorHeight } = levels.find((one) => one.level === level)!;
        return [strength?.value, vbmd?.value, anteriorHeight?.value];
      };
      // What was measured at T12 is now L1's, to the last digit.
      expect(measured(after, 'L1')).toEqual(measured(before, 'T12'));
      expect(after.levels.at(-1)!.refusal?.code).toBe('EXCLUDED_BY_READER');
      const l2 = after.levels.find(({ level }) => level === 'L2')!;
      expect([l2.knownFracture, l2.readGrade]).toEqual(['read-fractured', { grade: 3, shape: 'crush' }]);
      expect(after.fractures?.deformityIndex).toMatchObject({ value: 3, low: 3, high: 3 });
      expect(after.review).toMatchObject({ revision: 1, status: 'final' });
      expect(after.review!.names).toContainEqual({ from: 'T11', to: 'T12' });

      const [old, now] = [assessment, folder].map(
        (at) => readNifti(readFileSync(join(at, 'bodies.nii.gz'))).volume.data,
      );
      const count = (data: typeof now, level: 'T11' | 'T12' | 'L1'): number =>
        Uint8Array.from(data!).filter((value) => value === LABEL_VALUE[level]).length;
      expect(count(now, 'T11')).toBe(0);
      expect(count(now, 'L1')).toBe(count(old, 'T12'));
      const named = (at: string): boolean => readFileSync(join(at, 'spine.svg'), 'utf8').includes('>T11<');
      expect([named(assessment), named(folder)]).toEqual([true, false]);
      const segments = text(join(folder, 'dicom/segmentation.dcm'));
      expect([segments.includes('T11 vertebral body'), segments.includes('L5 vertebral body')]).toEqual([
        false,
        true,
      ]);
      const report = text(join(folder, 'dicom/measurements.dcm'));
      expect(report).toContain('VERIFIED');
      expect(report).toContain('Ada Reader');
      expect(report).toContain(at.replaceAll(/[-:T]/g, ''));
    });

    test('is a row of its own, signed, with the grade that the reader gave', async () => {
      const rowsIn = async (table: string) => {
        const folder = join(assessmentOf(), '../../../results', table);
        const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.endsWith('.parquet'),
        );
        const rows = files.sort().map(async (name) => {
          const bytes = new Uint8Array(readFileSync(join(folder, name)));
          return (await parquetReadObjects({ file: bytes.buffer })) as Readonly<Record<string, unknown>>[];
        });
        return (await Promise.all(rows)).flat();
      };
      expect((await rowsIn('assessments')).map((row) => [Number(row.revision), row.signed])).toEqual([
        [0, false],
        [1, true],
      ]);
      const graded = (await rowsIn('levels'))
        .filter((row) => Number(row.revision) === 1)
        .map((row) => [row.level, row.grade_in_force, row.grade_by, row.read_grade]);
      expect(graded).toContainEqual(['L2', 3, 'reader', 3]);
      expect(graded.filter(([, , by]) => by === 'reader')).toHaveLength(1);
    });

    test('after it an addendum stands beside it, and nothing but one is taken', async () => {
      const folder = join(assessmentOf(), 'revisions/1');
      const [of, files] = [digest(join(folder, 'result.json')), filesOf(assessmentOf())];
      const late = await finalise({ of, status: 'final' });
      expect([late.code, late.complaint]).toEqual([2, expect.stringContaining('required: "addendum"')]);
      const stale = await finalise({
        of: digest(join(assessmentOf(), 'result.json')),
        status: 'addendum',
        comments: 'of what was measured',
      });
      expect([stale.code, stale.complaint]).toEqual([
        2,
        expect.stringContaining('revision 0, which has been revised'),
      ]);

      const signed = digest(join(folder, 'report.pdf'));
      // It takes back what the first has moved and left out.
      const { code, stderr } = await finalise({
        of,
        status: 'addendum',
        names: { level: 'T12', is: 'T11' },
        included: ['L4'],
        comments: 'Compared with the CT of 2021.',
      });
      expect(code, stderr).toBe(0);
      const { review, levels } = resultAt(join(assessmentOf(), 'revisions/2'));
      expect(review!.history.map(({ status, revision }) => [revision, status])).toEqual([
        [1, 'final'],
        [2, 'addendum'],
      ]);
      expect(levels.map(({ level, status }) => [level, status])).toEqual(
        resultAt(assessmentOf()).levels.map(({ level }) => [level, 'assessed']),
      );
      expect([review!.names, review!.excluded]).toEqual([[], []]);
      // What was read before is still in force, of the same vertebra.
      expect(review!.readings).toEqual([{ level: 'L1', fractured: true, grade: 3, shape: 'crush' }]);
      expect(digest(join(folder, 'report.pdf'))).toBe(signed);
      expect(filesOf(assessmentOf())).toEqual(files);
    });
  });
}
