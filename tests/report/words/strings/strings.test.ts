/** English and German: the same keys, the same numbers, and a German word for each of the closed lists of what steps say. */
import { describe, expect, test } from 'vitest';

import { RISK_FACTORS } from '../../../../contracts/order/risk-factors.ts';
import { REPORT_LANGUAGES } from '../../../../contracts/order/report-options.ts';
import { makeReport } from '../../../../report/report.ts';
import { inLanguage, isKnown } from '../../../../report/words/strings/phrases.ts';
import { localised } from '../../../../report/words/strings/localised.ts';
import { listed, stringsOf } from '../../../../report/words/strings/strings.ts';
import { RULES } from '../../../../spine/judge/verdict/rules/rules.ts';
import { TABLE_FACTORS } from '../../../../spine/judge/risk/clinical-facts.ts';
import { dataOf, VARIANTS } from '../../page-variants.ts';
import { runsOf } from '../../pdf/pdf-runs.ts';

/** Every key with what stands there: functions are asked with words that tell which argument went where. */
function flat(table: object, path = ''): Map<string, unknown> {
  return new Map(
    Object.entries(table).flatMap(([key, value]): [string, unknown][] =>
      typeof value === 'object' && value !== null
        ? [...flat(value as object, `${path}${key}.`)]
        : [[`${path}${key}`, value]],
    ),
  );
}

describe.each(REPORT_LANGUAGES)('%s', (language) => {
  const english = flat(stringsOf('en'));
  const own = flat(stringsOf(language));

  test('has every key of the English table, with words where that has words', () => {
    expect([...own.keys()]).toEqual([...english.keys()]);
    for (const [key, value] of own) {
      expect(typeof value, key).toBe(typeof english.get(key));
      if (typeof value === 'string' && key !== 'otherPages') expect(value.trim(), key).not.toBe('');
    }
  });

  test('puts what it is given into each sentence', () => {
    for (const [key, value] of own) {
      if (typeof value !== 'function' || key === 'impression.fracture') continue;
      const words = Array.from({ length: value.length }, (_, n) => `word${n}`);
      const told = (value as (...args: string[]) => string)(...words);
      for (const word of words) expect(told, key).toContain(word);
    }
  });
});

test('German has its own words', () => {
  const [english, german] = [flat(stringsOf('en')), flat(stringsOf('de'))];
  const same = [...english].filter(([key, value]) => typeof value === 'string' && german.get(key) === value);
  // "Patient", "or" and the like: names and words that both languages share.
  expect(same.map(([key]) => key)).toEqual(['header.patient', 'patient.densityWords.normal']);
});

test('every criterion, factor and answer that page 1 may name has German words', () => {
  const named = [
    ...RULES.map(({ text }) => text),
    ...TABLE_FACTORS.map(
      (factor) => RISK_FACTORS[factor === 'priorFracture' ? 'priorFractures' : factor].name,
    ),
    ...[
      'reading of L1',
      '60 to 69 years',
      '80 years or more',
      'levels not graded',
      'age',
      'sex',
      'yes',
      'no',
    ],
    ...['density of the lumbar spine', 'density of L1 and L2', 'density without contrast agent'],
    ...['a fracture', 'no fracture', 'fractured', 'not fractured', 'lower', 'higher', 'none'],
  ];
  expect(named.filter((text) => !isKnown(text))).toEqual([]);
  expect(inLanguage(stringsOf('de'), 'reading of T12')).toBe('Befundung von T12');
  expect(inLanguage(stringsOf('en'), 'reading of T12')).toBe('reading of T12');
});

test('words in a row have their last one joined', () => {
  expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => listed(words, 'and'))).toEqual([
    'a',
    'a and b',
    'a, b and c',
  ]);
});

test('German has a decimal comma and its own days, and nothing else is changed', () => {
  const german = (text: string) => localised(stringsOf('de'), text);
  expect(german('0.78 (−1.1 bis 1.2), 4.5 %.')).toBe('0,78 (−1,1 bis 1,2), 4,5 %.');
  expect(german('Seit 2019-02-11: 3\u202f420 N')).toBe('Seit 11.02.2019: 3\u202f420 N');
  expect(localised(stringsOf('en'), '0.78 since 2019-02-11')).toBe('0.78 since 2019-02-11');
});

test('page 1 and the patient’s page have the same numbers in both languages', async () => {
  const data = await dataOf(VARIANTS['for-the-patient']!);
  const told = async (language: 'en' | 'de'): Promise<string[][]> => {
    const runs = runsOf(await makeReport({ ...data, options: { language, patientPage: true } }));
    const last = runs.at(-1)!.page;
    return [0, last].map((page) => runs.filter((run) => run.page === page).map(({ text }) => text));
  };
  // By value: whichever point and order of a day the language has.
  const values = (texts: readonly string[], language: 'en' | 'de'): number[] =>
    texts
      .map((text) =>
        language === 'en'
          ? text
          : text.replaceAll(/(\d\d)\.(\d\d)\.(\d{4})/g, '$3-$2-$1').replaceAll(/(?<=\d),(?=\d)/g, '.'),
      )
      .flatMap((text) => text.match(/\d+(?:\.\d+)?/g) ?? [])
      .map(Number)
      .toSorted((a, b) => a - b);
  const numbers = async (language: 'en' | 'de') =>
    (await told(language)).map((texts) => values(texts, language));
  const [english, german] = [await numbers('en'), await numbers('de')];
  expect(english[0]!.length).toBeGreaterThan(40);
  expect(german[0]).toEqual(english[0]);
  expect(english[1]!.length).toBeGreaterThan(3);
  expect(german[1]).toEqual(english[1]);
  // No English number is left in the German words of page 1.
  const [page = []] = await told('de');
  const withoutDays = page.map((text) => text.replaceAll(/\d\d\.\d\d\.\d{4}/g, ''));
  expect(withoutDays.filter((text) => /\d\.\d|\d{4}-\d\d-\d\d/.test(text))).toEqual([]);
  expect(page.join(' ')).toMatch(/\d,\d/);
});
