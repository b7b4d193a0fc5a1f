/** The command line of `npm run finalise`. */
import { basename, dirname, join, resolve } from 'node:path';

import type { AssessmentKey } from '../../lambdas/shared/artifacts.ts';

import { CommandLineError } from '../command/errors.ts';
import { DEFAULT_OUT } from '../command/options.ts';
import { parsedArguments } from '../command/parsed.ts';

export const HELP = `Usage: npm run finalise -- ASSESSMENT --review FILE [--out DIR]
       npm run finalise -- ASSESSMENT --new FILE [--out DIR]

Makes a new revision of an assessment from a reader's review: levels renamed or excluded,
fractures confirmed, graded or excluded, comments, and a signature. Risk, report, DICOM
objects and rows are made again in seconds; nothing is measured again, and nothing that is
there is changed: the revision lies in revisions/1, 2, ... of the assessment.

ASSESSMENT is its folder (OUT/assessments/STUDY/ASSESSMENT), or STUDY/ASSESSMENT in --out.

  --review FILE  the review (schemas/review.schema.json). Its "status":
                   preliminary  corrections without a signature
                   final        signed by the reader it names
                   addendum     signed, after a final report, which stays
  --new FILE     writes a review to fill in, of the latest revision
  --out DIR      output folder of npm start (default: ${DEFAULT_OUT})
  --help         show this text`;

export interface FinaliseOptions {
  readonly help: boolean;
  readonly out: string;
  readonly assessment: AssessmentKey;
  readonly review: string | null;
  readonly fresh: string | null;
}

/** @throws CommandLineError */
export function parseFinalise(args: string[]): FinaliseOptions {
  const { values, positionals } = parsedArguments({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      out: { type: 'string' },
      review: { type: 'string' },
      new: { type: 'string' },
    },
  });
  const { review = null, new: fresh = null } = values;
  if (values.help === true)
    return { help: true, out: '', assessment: { studyId: '', assessmentId: '' }, review, fresh };
  const [named, ...more] = positionals;
  if (named === undefined || more.length > 0)
    throw new CommandLineError(`found ${positionals.length} assessments; required: one (see --help)`);
  if ((review === null) === (fresh === null))
    throw new CommandLineError('required: one of --review FILE and --new FILE (see --help)');
  return { help: false, ...placeOf(named, values.out), review, fresh };
}

/** A folder says its output folder itself. */
function placeOf(named: string, out: string | undefined): Pick<FinaliseOptions, 'out' | 'assessment'> {
  const folder = resolve(named);
  const [assessmentId, studyId] = [basename(folder), basename(dirname(folder))];
  const root = dirname(dirname(folder));
  if (basename(root) === 'assessments' && out === undefined)
    return { out: dirname(root), assessment: { studyId, assessmentId } };
  if (named.split('/').length !== 2)
    throw new CommandLineError(
      `${named}: found no assessment; required: its folder, ${join('OUT', 'assessments', 'STUDY', 'ASSESSMENT')}, or STUDY/ASSESSMENT`,
    );
  return { out: out ?? DEFAULT_OUT, assessment: { studyId, assessmentId } };
}
