/** When a study is taken for whole, by a clock that the test sets. */
import { expect, test } from 'vitest';

import { StudyBook } from '../../../../lambdas/shared/arrivals/study-book.ts';

const RULES = { quietMs: 100, endedMs: 10 };
const file = (name: string) => ({ name, path: `/${name}` });
const closed = (book: StudyBook, now: number): string[] =>
  book.due(now).map(({ study, files }) => `${study}:${files.map(({ name }) => name).join('')}`);

test('a study closes a while after its only association was released', () => {
  const book = new StudyBook(RULES);
  book.add('s', file('b'), 0, 1);
  book.add('s', file('a'), 5, 1);
  book.ended(1, 20, true);
  expect(closed(book, 29)).toEqual([]);
  expect(closed(book, 30)).toEqual(['s:ab']);
  expect(closed(book, 1000)).toEqual([]);
});

test('it waits for every association that brought some of it', () => {
  const book = new StudyBook(RULES);
  book.add('s', file('a'), 0, 1);
  book.add('s', file('b'), 2, 2);
  book.ended(1, 5, true);
  expect(closed(book, 60)).toEqual([]);
  book.ended(2, 60, true);
  expect(closed(book, 70)).toEqual(['s:ab']);
});

test('an association that stays open is not waited for longer than the quiet period', () => {
  const book = new StudyBook(RULES);
  book.add('s', file('a'), 0, 1);
  expect(closed(book, 99)).toEqual([]);
  expect(closed(book, 100)).toEqual(['s:a']);
  book.add('s', file('b'), 150, 1);
  expect(closed(book, 249)).toEqual([]);
  expect(closed(book, 250)).toEqual(['s:ab']);
});

test('one association broken off is enough for the long period, and is told until the study is closed', () => {
  const book = new StudyBook(RULES);
  book.add('s', file('a'), 0, 1);
  book.ended(1, 1, false);
  book.add('s', file('b'), 2, 2);
  book.ended(2, 3, true);
  expect(closed(book, 50)).toEqual([]);
  expect(book.due(103)[0]!.brokenOff).toBe(true);
  book.add('s', file('c'), 200, 3);
  book.ended(3, 200, true);
  expect(book.due(210)[0]!.brokenOff).toBe(false);
});

test('files that were found wait for the long period; each that changes starts it anew', () => {
  const book = new StudyBook(RULES);
  book.add('s', file('a'), 0, null);
  book.add('s', file('b'), 60, null);
  book.hold('s', 90);
  expect(closed(book, 189)).toEqual([]);
  book.remove('s', 'b', 189);
  expect(closed(book, 288)).toEqual([]);
  expect(closed(book, 289)).toEqual(['s:a']);
});

test('the same files closed before, or fewer of them, are no other version; others are', () => {
  const book = new StudyBook(RULES);
  book.add('s', file('a'), 0, null);
  book.add('s', file('b'), 0, null);
  expect(closed(book, 100)).toEqual(['s:ab']);
  book.add('s', file('a'), 200, null);
  expect(closed(book, 300)).toEqual([]);
  book.remove('s', 'a', 300);
  expect(closed(book, 400)).toEqual([]);
  book.add('s', file('c'), 400, null);
  expect(closed(book, 500)).toEqual(['s:bc']);
});

test('studies are closed each by its own clock, and a forgotten one is not', () => {
  const book = new StudyBook(RULES);
  book.add('s', file('a'), 0, null);
  book.add('t', file('a'), 50, null);
  book.add('u', file('a'), 0, null);
  book.forget('u');
  expect(closed(book, 100)).toEqual(['s:a']);
  expect(closed(book, 150)).toEqual(['t:a']);
});
