/** Dies without a word, as a process that runs out of memory does. */
export function handler(): Promise<never> {
  process.exit(9);
}
