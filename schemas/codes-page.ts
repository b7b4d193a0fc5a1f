/** `docs/codes.md`: every code with its meaning and what to do, from the table that the program checks codes by. */
import { CODE_GROUPS, type CodeEntry } from '../contracts/codes/codes.ts';

const HEAD = `# Codes

What a study, a level or a result may carry, and what to do about it. Each comes with a text of its own that says what
was seen in the study at hand. Written by \`npm run schemas\` from \`contracts/codes/\`: change it there.
`;

export function codesPage(): string {
  return [HEAD, ...CODE_GROUPS.map(({ title, codes }) => section(title, codes))].join('\n');
}

function section(title: string, codes: Readonly<Record<string, CodeEntry>>): string {
  const rows = Object.entries(codes).map(
    ([code, { meaning, whatToDo }]) => `| \`${code}\` | ${meaning} | ${whatToDo} |`,
  );
  return [`## ${title}`, '', '| code | meaning | what to do |', '| --- | --- | --- |', ...rows, ''].join('\n');
}
