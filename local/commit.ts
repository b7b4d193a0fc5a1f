/** Which commit of the software runs here, as git has it. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

const DIGITS = 7;

/**
 * `7f0a406`, or `7f0a406.dirty` where a tracked file differs from it. Files that git does not track do not count: output folders
 * lie there, and none of them is run unless a tracked file has been changed to ask for it.
 *
 * @param root of the project
 * @returns `unknown` without git, or where `root` is not a repository's own root (a copy within another one)
 */
export function commitOf(root: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', ['--no-optional-locks', '-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(root)) return 'unknown';
    const commit = git('rev-parse', 'HEAD').slice(0, DIGITS);
    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}.dirty`;
  } catch {
    return 'unknown';
  }
}
