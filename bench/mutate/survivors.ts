/** Tells a mutant that no test saw as soon as that is known: a run that is ended early has told what it found. */
import { relative } from 'node:path';

interface Tested {
  readonly fileName: string;
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** Stryker finds its plugins under this name. */
export const strykerPlugins = [{ kind: 'Reporter', name: 'survivors', value: { onMutantTested } }];

function onMutantTested({ fileName, status, mutatorName, replacement, location: { start } }: Tested): void {
  if (status !== 'Survived' && status !== 'NoCoverage' && status !== 'Timeout') return;
  const place = `${relative('', fileName)}:${start.line}:${start.column}`;
  console.log(`${status} ${place} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 100)}`);
}
