/** Numbers and days as a language writes them. Words of ours are given, never what a header or an order says: a dot there is no decimal point. */
import type { Strings } from './english.ts';

const DECIMAL_POINT = /(?<=\d)\.(?=\d)/g;
const ISO_DAY = /\b(\d{4})-(\d\d)-(\d\d)\b/g;

/** In German "0,78" and "02.01.2025"; elsewhere as it is. Thousands stand apart by a narrow space in both. */
export function localised({ language }: Pick<Strings, 'language'>, text: string): string {
  return language === 'de' ? text.replaceAll(DECIMAL_POINT, ',').replaceAll(ISO_DAY, '$3.$2.$1') : text;
}
