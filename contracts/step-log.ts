/** What a step says while it works. */
export interface StepLog {
  /**
   * Says how far a long piece of work is; shown to whoever watches.
   * `text` and `fields` never hold patient data.
   */
  progress(text: string, fraction?: number): void;
  info(text: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(text: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}
