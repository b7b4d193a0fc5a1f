/** The command can't be carried out as given: one line for the person who typed it, who may see their own paths. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

/** Says on stderr what ended a command. @returns its exit code: 2 where it can't be carried out as given, 1 where anything else failed */
export function exitCodeOf(error: unknown): 1 | 2 {
  const unusable = error instanceof CommandLineError;
  const named = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  console.error(`osteon: ${unusable ? error.message : named}`);
  return unusable ? 2 : 1;
}

/** What `cause` says in a few words, for the end of a message. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOENT: 'no such file or folder',
    ENOTDIR: 'part of the path is a file',
    EEXIST: 'a file of this name exists',
    ENOSPC: 'no space left on the device',
  };
  const code = 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? cause.message;
}
