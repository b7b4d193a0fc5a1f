import { expect, test } from 'vitest';

import { uploadLinks } from '../../../local/serve/upload-links.ts';

const WANTED = { key: 'incoming/north/1/files/abc', bytes: 10, sha256: 'f'.repeat(64) };
const START = Date.parse('2026-01-01T00:00:00Z');
const urlOf = (path: string): URL => new URL(path, 'http://server.example');

test('a link is read as it was made', () => {
  const links = uploadLinks(() => START);
  const { path, expiresAt } = links.make(WANTED);
  expect(links.read(urlOf(path))).toEqual(WANTED);
  expect(expiresAt.toISOString()).toBe('2026-01-01T01:00:00.000Z');
});

test.each([
  ["another site's prefix", '/north/', '/south/'],
  ['another object', 'abc?', 'abd?'],
  ['a path that leads out', '/files/abc', '/files/../../../../etc/abc'],
  ['more bytes', 'bytes=10', 'bytes=11'],
  ['another digest', 'sha256=f', 'sha256=e'],
  ['a later end', 'expires=1', 'expires=2'],
  ['no signature', 'signature=', 'nothing='],
])('a link altered to %s is refused', (_, part, by) => {
  const links = uploadLinks(() => START);
  const { path } = links.make(WANTED);
  expect(path).toContain(part);
  expect(() => links.read(urlOf(path.replace(part, by)))).toThrow(
    expect.objectContaining({ code: 'LINK_INVALID' }),
  );
});

test('a link ends with its hour, and with the process that made it', () => {
  let now = START;
  const links = uploadLinks(() => now);
  const url = urlOf(links.make(WANTED).path);
  now += 3_599_000;
  expect(links.read(url)).toEqual(WANTED);
  now += 1000;
  expect(() => links.read(url)).toThrow(expect.objectContaining({ code: 'LINK_EXPIRED' }));
  expect(() => uploadLinks(() => START).read(url)).toThrow(expect.objectContaining({ code: 'LINK_INVALID' }));
});
