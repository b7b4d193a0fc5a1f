/** Two runs of one study held against each other: numbers and choices exactly, volumes and pictures byte by byte. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Difference {
  /** Numbers, choices and files: what must not differ. */
  readonly results: readonly string[];
  /** Texts that read differently, once each: [before, after]. */
  readonly wording: readonly (readonly [string, string])[];
  /** Files of the assessment that are the same to the byte. */
  readonly sameFiles: number;
}

/** What names the software, its parameters or the bytes of other artefacts. */
const NAMES = new Set([
  'sha256',
  'key',
  'inputs',
  'version',
  'software',
  'parameterDigest',
  'assessmentId',
  'artifacts',
  'provenance',
  'schema',
]);
/** Made of words as much as of results: compared as data elsewhere. */
const DOCUMENTS = /\.(pdf|json)$/;
/** A picture with words on it that has no drawing beside it: it is looked at. */
const WORDED = 'calibration.png';
/** The words of a drawing, its title included. */
const WORDS = />[^<]*<\/(?:text|title)>/g;
/** A text that is a choice and no sentence: one word, or a code. */
const CHOICE = /^[\w.+/-]*$/;

/** @param before, after output folders of the command */
export function compareRuns(before: string, after: string): Difference {
  const [old, now] = [assessmentIn(before), assessmentIn(after)];
  if (old === null || now === null) {
    const same = old === now;
    return {
      results: same ? [] : ['one run has an assessment, the other has none'],
      wording: [],
      sameFiles: 0,
    };
  }
  const results: string[] = [];
  const wording = new Map<string, readonly [string, string]>();
  let sameFiles = 0;
  const names = new Set([...filesIn(old), ...filesIn(now)]);
  for (const name of [...names].sort()) {
    const [a, b] = [join(old, name), join(now, name)];
    if (!existsSync(a) || !existsSync(b)) results.push(`${name}: only ${existsSync(a) ? 'before' : 'after'}`);
    else if (readFileSync(a).equals(readFileSync(b))) sameFiles++;
    else if (name.endsWith('.json'))
      compareValues(
        JSON.parse(readFileSync(a, 'utf8')),
        JSON.parse(readFileSync(b, 'utf8')),
        name,
        results,
        wording,
      );
    else if (name.endsWith('.svg')) compareDrawings(a, b, name, results, wording);
    else if (existsSync(a.replace(/png$/, 'svg'))) continue;
    else if (!DOCUMENTS.test(name))
      results.push(
        `${name}: other bytes${name.endsWith(WORDED) ? ' (a picture with words on it: look)' : ''}`,
      );
  }
  return { results, wording: [...wording.values()], sameFiles };
}

/** Lines, areas and places must be the same; words may differ. A PNG beside it is drawn from the same list. */
function compareDrawings(
  a: string,
  b: string,
  name: string,
  results: string[],
  wording: Map<string, readonly [string, string]>,
): void {
  const [old, now] = [readFileSync(a, 'utf8'), readFileSync(b, 'utf8')];
  if (old.replace(WORDS, '') !== now.replace(WORDS, '')) results.push(`${name}: drawn differently`);
  const [before, after] = [old.match(WORDS) ?? [], now.match(WORDS) ?? []];
  before.forEach((text, n) => {
    if (text !== after[n]) wording.set(`${text}\n${after[n]}`, [text, after[n] ?? '']);
  });
}

function compareValues(
  a: unknown,
  b: unknown,
  path: string,
  results: string[],
  wording: Map<string, readonly [string, string]>,
): void {
  if (Object.is(a, b)) return;
  if (typeof a === 'string' && typeof b === 'string' && !(CHOICE.test(a) && CHOICE.test(b))) {
    wording.set(`${a}\n${b}`, [a, b]);
    return;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    results.push(`${path}: ${JSON.stringify(a)} -> ${JSON.stringify(b)}`);
    return;
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)]))
    if (!NAMES.has(name)) compareValues(left[name], right[name], `${path} ${name}`, results, wording);
}

/** The only assessment of an output folder. */
function assessmentIn(out: string): string | null {
  const root = join(out, 'assessments');
  if (!existsSync(root)) return null;
  const [study] = readdirSync(root);
  const [assessment] = study === undefined ? [] : readdirSync(join(root, study));
  return assessment === undefined ? null : join(root, study!, assessment);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
