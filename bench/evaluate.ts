/** `npm run evaluate [-- --help]`: how far the segmentation is from references on real CT, and from truth on digital spines. */
import { readFileSync, writeFileSync } from 'node:fs';

import { lacksSharedData } from '../tests/shared-data.ts';

import { CASES } from './evaluate/cases.ts';
import { caseReport } from './evaluate/reports/case-report.ts';
import { JOB_VARIABLE, runJobs, type Crash, type Job } from './evaluate/children.ts';
import type { DigitalJob } from './evaluate/digital/digital.ts';
import { digitalReport } from './evaluate/digital/digital-report.ts';
import { HELP, parseOptions, UsageError, type EvaluateOptions } from './evaluate/options.ts';
import type { ProviderName } from './evaluate/providers.ts';
import { writeAccuracy } from './evaluate/reports/accuracy-table.ts';
import type { CaseResult, DigitalResult, Evaluation } from './evaluate/results.ts';
import { jobsOf, runCase } from './evaluate/run-case.ts';
import { refitReport, summaryReport } from './evaluate/reports/summary-report.ts';

const job = process.env[JOB_VARIABLE];
if (job === undefined) await main(process.argv.slice(2));
else await beChild(JSON.parse(job) as Job);

async function beChild(job: Job): Promise<void> {
  process.send!('digital' in job ? await runSpine(job) : await runCase(job));
  process.disconnect();
}

/** Loaded where they are wanted only. */
async function runSpine(job: DigitalJob): Promise<DigitalResult> {
  const { runDigital } = await import('./evaluate/digital/digital.ts');
  return runDigital(job);
}

async function main(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  if (options === null) return;
  const crashes: Crash[] = [];
  const evaluation = options.from.length > 0 ? readAll(options.from) : await measure(options, crashes);
  if (crashes.length + evaluation.cases.length + evaluation.digital.length === 0)
    console.error(
      `nothing was measured: no case begins with ${options.cases.join(' or ')}, or its data are missing`,
    );
  report(evaluation);
  if (options.json !== null) write(options.json, evaluation);
  // An empty run would leave an empty section.
  if (options.write && evaluation.cases.length + evaluation.digital.length > 0) writeAccuracy(evaluation);
  for (const { job, saw } of crashes) console.error(`crashed: ${JSON.stringify(job)}: ${saw}`);
  if (crashes.length > 0) process.exitCode = 1;
}

function optionsOf(args: readonly string[]): EvaluateOptions | null {
  try {
    const options = parseOptions(args);
    if (!options.help) return options;
    console.log(HELP);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`osteon: ${error.message} (see --help)`);
    process.exitCode = 2;
  }
  return null;
}

async function measure(options: EvaluateOptions, crashes: Crash[]): Promise<Evaluation> {
  const chosen = (name: string): boolean =>
    options.cases.length === 0 || options.cases.some((start) => name.startsWith(start));
  const study = CASES.filter(({ name }) => chosen(name));
  const missing = study.filter(({ ct }) => lacksSharedData(ct));
  const there = study.filter((known) => !missing.includes(known));
  const jobs = realProviders(options).flatMap((provider) =>
    there.flatMap((known) => jobsOf(known, provider, options.pictures)),
  );
  const sofar = { cases: [] as CaseResult[], digital: [] as DigitalResult[] };
  // A run takes minutes: what is measured is kept, whatever becomes of the rest.
  const keep = (result: CaseResult): void => {
    console.log(caseReport(result));
    if (options.json !== null) write(options.json, { schema: 'osteon/evaluation/1', ...sofar });
  };
  const real = await runJobs<CaseResult>(jobs, options.jobs, (result) => {
    sofar.cases.push(result);
    keep(result);
  });
  if (jobs.length > 0 || missing.length > 0) {
    console.log(`${jobs.length} runs, ${missing.length} cases skipped for lack of data\n`);
  }
  const spines = options.digital || options.write ? (await spineNames()).filter(chosen) : [];
  const digital = await runJobs<DigitalResult>(
    spines.map((name) => ({ digital: name, pictures: options.pictures })),
    options.jobs,
    (result) => {
      sofar.digital.push(result);
      keep(result);
    },
  );
  for (const crash of [...real.crashes, ...digital.crashes]) crashes.push(crash);
  return { schema: 'osteon/evaluation/1', cases: real.results, digital: digital.results };
}

async function spineNames(): Promise<readonly string[]> {
  const { digitalCases } = await import('./evaluate/digital/digital-cases.ts');
  return digitalCases().map(({ name }) => name);
}

function realProviders({ digital, write, provider }: EvaluateOptions): readonly ProviderName[] {
  if (write) return ['automatic', 'import-raw', 'import'];
  if (digital) return [];
  return provider === 'import' ? ['import-raw', 'import'] : [provider];
}

function report({ cases, digital }: Evaluation): void {
  const automatic = cases.filter(({ provider }) => provider === 'automatic');
  const imported = cases.filter(({ provider }) => provider !== 'automatic');
  if (automatic.length > 0) console.log(`${summaryReport(automatic)}\n`);
  if (imported.length > 0) console.log(`${refitReport(imported)}\n`);
  if (digital.length > 0) console.log(`${digitalReport(digital)}\n`);
}

function write(file: string, evaluation: Evaluation): void {
  writeFileSync(file, `${JSON.stringify(evaluation, null, 1)}\n`);
}

/** Of what was measured twice, the later file counts. */
function readAll(files: readonly string[]): Evaluation {
  const all = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Evaluation);
  const latest = <R extends CaseResult>(results: readonly R[]): readonly R[] => [
    ...new Map(
      results.map((result) => [[result.name, result.provider, result.map].join(' '), result]),
    ).values(),
  ];
  return {
    schema: 'osteon/evaluation/1',
    cases: latest(all.flatMap(({ cases }) => cases)),
    digital: latest(all.flatMap(({ digital }) => digital)),
  };
}
