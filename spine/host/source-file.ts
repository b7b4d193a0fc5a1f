export interface SourceFile {
  /** For messages: the key in the store, and the entry's number inside a zip. Never a file name. */
  readonly id: string;
  readonly bytes: Uint8Array;
}
