/** The sections of docs/accuracy.md and docs/performance.md that benches write, each between two markers of its own. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export type Document = 'accuracy' | 'performance';

export function markersOf(section: string): readonly [begin: string, end: string] {
  return [`<!-- ${section}:begin -->`, `<!-- ${section}:end -->`];
}

/**
 * @returns the text with what lies between the section's markers replaced
 * @throws Error where the markers are missing, stand twice, or in the wrong order
 */
export function withSection(text: string, section: string, content: string): string {
  const parts = markersOf(section).map((marker) => ({ marker, at: text.indexOf(marker) }));
  const [begin, end] = parts as [{ marker: string; at: number }, { marker: string; at: number }];
  const twice = parts.some(({ marker, at }) => text.includes(marker, at + 1));
  if (begin.at < 0 || end.at < begin.at || twice)
    throw new Error(`wanted ${begin.marker} and then ${end.marker}, once each`);
  return `${text.slice(0, begin.at + begin.marker.length)}\n\n${content}\n\n${text.slice(end.at)}`;
}

/** Replaces a section of a document by what was measured now, with the day and the commit. */
export function writeSection(document: Document, section: string, content: string): void {
  const file = `${ROOT}docs/${document}.md`;
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: ROOT }).toString().trim();
  const day = new Date().toISOString().slice(0, 10);
  const measured = `${content}\n\n*Measured ${day} at commit ${commit}.*`;
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), section, measured));
  console.error(`wrote section ${section} of docs/${document}.md`);
}

/** A Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Text with its columns as they were printed. */
export function printed(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
