/** Documents and sections that code, tests and documents cite are in the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = [
  'bench', 'cdk', 'contracts', 'docs', 'lambdas', 'local', 'phantoms', 'report', 'schemas', 'solver', 'spine', 'stepfunctions', 'tests',
]; // prettier-ignore
const files = [
  'README.md',
  'CONTRIBUTING.md',
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ),
].filter((file) => /\.(ts|md)$/.test(file));
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** As GitHub makes them of headings. */
function anchorsOf(file: string): readonly string[] {
  return [...text(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links of a document are relative to it; paths in code are relative to the root. */
function citationsOf(file: string): readonly (readonly [path: string, anchor: string | undefined])[] {
  const links = file.endsWith('.md')
    ? text(file).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)
    : [];
  const named = text(file).matchAll(/\b(docs\/[\w/-]+\.md)(?:#([\w-]+))?/g);
  return [
    ...[...links].map(
      ([, path, anchor]) => [path === '' ? file : join(dirname(file), path!), anchor] as const,
    ),
    ...[...named].map(([, path, anchor]) => [path!, anchor] as const),
  ];
}

describe('what is cited', () => {
  const cited = files.flatMap((file) =>
    citationsOf(file)
      .filter(([path]) => !path.includes('NNNN'))
      .map(([path, anchor]) => ({ file, path, anchor })),
  );

  test('is found at all', () => {
    expect(cited.length).toBeGreaterThan(40);
  });

  test('exists', () => {
    expect(cited.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('has the section that is named', () => {
    const broken = cited.filter(
      ({ path, anchor }) => anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor),
    );
    expect(broken).toEqual([]);
  });
});
