/** `npm run send`: progress on stderr, the paths of what came back on stdout. */
import { completedSchema, type Assessment, type Upload } from '../../contracts/api/answers.ts';
import { TECHNICAL_FAULTS } from '../../contracts/codes/technical-faults.ts';
import { StudyRefused } from '../../contracts/refusals.ts';

import { CommandLineError } from '../command/errors.ts';
import { ApiRefused, apiClient, ServerUnusable, type ApiClient } from './api-client.ts';
import { ended, keepDocuments } from './follow.ts';
import { HELP, parseSendOptions } from './options.ts';
import { prepareStudy, type PreparedStudy } from './prepare-study.ts';
import { sendFiles } from './send-files.ts';
import { sendView } from './send-view.ts';
import { tokenOf } from './server.ts';

/** As of `npm start`. */
const EXIT = { assessed: 0, failed: 1, unusable: 2, refused: 3 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseSendOptions(args);
    if (options.help) {
      console.log(HELP);
      return EXIT.assessed;
    }
    const api = apiClient(options.to, await tokenOf(options.tokenFile));
    const study = await prepareStudy(options);
    console.error(`  checked: ${study.files.size} ${study.files.size === 1 ? 'file' : 'files'} to send`);
    const assessment = await sent(api, study);
    console.error(`  study ${assessment.studyId}: complete`);
    if (options.out === null) {
      console.log(`assessment: ${assessment.studyId}/${assessment.assessmentId}`);
      return EXIT.assessed;
    }
    const done = await ended(api, assessment, (state) => console.error(`  assessment: ${state}`));
    return await told(api, done, options.out);
  } catch (error) {
    return exitOf(error);
  }
}

/** Sends, and completes; what the server then misses, a file that was lost there for one, is sent once more. */
async function sent(api: ApiClient, study: PreparedStudy): Promise<NonNullable<Upload['assessment']>> {
  const view = sendView(process.stderr, () => performance.now());
  for (let again = true; ; again = false) {
    const { uploadId } = await sendFiles(api, study, view);
    try {
      return (await api.call('POST', `/v1/uploads/${uploadId}/complete`, completedSchema)).assessment;
    } catch (cause) {
      if (!again || !(cause instanceof ApiRefused) || cause.answer.code !== 'FILES_MISSING') throw cause;
    }
  }
}

async function told(api: ApiClient, assessment: Assessment, out: string): Promise<number> {
  const { state, code } = assessment;
  const paths = await keepDocuments(api, assessment, out);
  if (paths === null)
    console.error('osteon: the token has no role to read the report; required: reader or operator');
  if (state === 'refused') console.error(`osteon: study refused: ${code ?? 'no code'}`);
  if (state === 'cancelled') console.error('osteon: the assessment was cancelled');
  if (state === 'failed') {
    const fault = Object.entries(TECHNICAL_FAULTS).find(([name]) => name === code)?.[1];
    console.error(`osteon: not assessed: technical fault ${code ?? 'without a report'}`);
    if (fault !== undefined) console.error(`osteon: ${fault.meaning} ${fault.whatToDo}`);
  }
  for (const [what, names] of [
    ['result', ['result.json', 'fault.json']],
    ['report', ['report.pdf', 'fault.pdf']],
  ] as const) {
    const path = names.map((name) => paths?.get(name)).find((found) => found !== undefined);
    if (path !== undefined) console.log(`${what}: ${path}`);
  }
  return state === 'assessed' ? EXIT.assessed : state === 'refused' ? EXIT.refused : EXIT.failed;
}

function exitOf(error: unknown): number {
  if (error instanceof StudyRefused) {
    const { code, saw, wanted } = error.refusal;
    console.error(`osteon: study refused: ${code}. Found: ${saw}. Required: ${wanted}`);
    console.error('osteon: nothing was sent');
    return EXIT.refused;
  }
  if (error instanceof CommandLineError) {
    console.error(`osteon: ${error.message}`);
    return EXIT.unusable;
  }
  if (error instanceof ApiRefused) {
    console.error(`osteon: the server refused: ${error.message}`);
    for (const { path, required } of error.answer.fields ?? []) console.error(`  ${path}: ${required}`);
    for (const { name, problem } of error.answer.files ?? []) console.error(`  ${name}: ${problem}`);
    return EXIT.failed;
  }
  if (error instanceof ServerUnusable) {
    console.error(`osteon: ${error.message}; the same command continues where this one stopped`);
    return EXIT.failed;
  }
  console.error(`osteon: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  return EXIT.failed;
}
