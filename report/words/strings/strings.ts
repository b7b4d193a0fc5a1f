/** The table of words of a language. */
import type { ReportLanguage } from '../../../contracts/order/report-options.ts';

import { ENGLISH, type Strings } from './english.ts';
import { GERMAN } from './german.ts';

export type { Strings } from './english.ts';

const TABLES: Readonly<Record<ReportLanguage, Strings>> = { en: ENGLISH, de: GERMAN };

export function stringsOf(language: ReportLanguage): Strings {
  return TABLES[language];
}

/** "L1, L2 and L3" */
export function listed(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)!}`;
}
