/** The command can't be carried out as given: one line for the person who typed it, who may see their own paths. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
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
