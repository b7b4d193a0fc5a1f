/** What other steps say, for readers of the pages before the appendix: meanings in place of codes, and no name of an option, a file or a table. */
import {
  CODE_GROUPS,
  type CodeEntry,
  type FaultCode,
  type FlagCode,
  type RefusalCode,
} from '../../contracts/codes/codes.ts';

import { withPhrases } from './code-phrases.ts';

/** Names of files, options, tables and columns are the appendix'. */
const TECHNICAL = /--[a-z]|\b[\w-]+\.json\b/;
const MINUS_ZERO = /-0\.0\b/g;
const IN_BRACKETS = /\s*\((?:osteon|[a-z]+-anchor)[\w-]*\)/g;

/** Codes in words; without the clauses that name an option or a file, and without names of tables in brackets. */
export function plain(text: string): string {
  const named = withPhrases(text.replaceAll(IN_BRACKETS, '').replaceAll(MINUS_ZERO, '0.0'));
  if (!TECHNICAL.test(named)) return named;
  const kept = named.split(/(?<=[.;]) /).filter((clause) => !TECHNICAL.test(clause));
  return kept.join(' ').replace(/;$/, '.');
}

/** What a code means, as a sentence. */
export function meaningOf(code: FlagCode | RefusalCode | FaultCode): string {
  return plain(entryOf(code).meaning);
}

/** What a reader can do about it; empty where nothing but an option of the command would help. */
export function whatToDo(code: FlagCode | RefusalCode | FaultCode): string {
  return plain(entryOf(code).whatToDo);
}

function entryOf(code: string): CodeEntry {
  for (const { codes } of CODE_GROUPS) {
    const entry = codes[code];
    if (entry !== undefined) return entry;
  }
  throw new Error(`code without an entry: ${code}`);
}
