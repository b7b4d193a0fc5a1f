/** A report as PublishReport makes it of the fixture, and what another house's reader finds in it. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import type { Refusal } from '../../../contracts/primitives.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { publishReportInputSchema } from '../../../contracts/states.ts';
import { makeReport } from '../../../report/report.ts';
import { resultOf } from '../../../report/result.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { memoryStore, putAssessment, type FixtureOptions } from '../../report/fixture.ts';

export async function published(options: FixtureOptions, failure?: { Error: string; Cause: string }) {
  const store = memoryStore();
  const { input, ...found } = await putAssessment(store, options);
  // A refused study has no risk, and its levels were not solved.
  const parts = failure === undefined ? found : { ...found, levels: undefined, risk: undefined };
  const event = publishReportInputSchema.parse({
    ...input,
    ...parts,
    ...(failure === undefined ? {} : { failure }),
  });
  const data = await readReportData(store, event);
  return { pdf: await makeReport(data), result: resultSchema.parse(resultOf(data)) };
}

/** As Lambda and the state machine hand on what a step threw. */
export function failureOf(refusal: Refusal) {
  const error = new StudyRefused(refusal);
  return {
    Error: error.name,
    Cause: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] }),
  };
}

export function lacksPoppler(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

/** What a reader of the PDF finds, by another house's reader; spaces that hold a line together as plain ones. */
export function textOf(pdf: Uint8Array): string {
  return readBy('pdftotext', pdf, ['-layout']).replaceAll(/[\u00a0\u202f]/g, ' ');
}

function readBy(program: string, pdf: Uint8Array, options: readonly string[]): string {
  const path = join(scratchFolder(), 'report.pdf');
  writeFileSync(path, pdf);
  return execFileSync(program, [...options, path, '-'], { encoding: 'utf8' });
}

export interface Word {
  readonly page: number;
  readonly text: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Every word with its box, points from the upper left corner. */
export function wordsOf(pdf: Uint8Array): Word[] {
  const pages = readBy('pdftotext', pdf, ['-bbox']).split('<page ').slice(1);
  return pages.flatMap((page, n) =>
    [...page.matchAll(/xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</g)].map((match) => {
      const [x0, y0, x1, y1] = match.slice(1, 5).map(Number) as [number, number, number, number];
      return { page: n, text: match[5]!, x: [x0, x1] as const, y: [y0, y1] as const };
    }),
  );
}
