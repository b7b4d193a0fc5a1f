/** Many waits side by side, but not all at once: a store answers so many, and a process has so many sockets. */

/** Answers in the order of the items; the first error ends it, and nothing further is begun. */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const rest = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    // Each worker takes from the same list.
    for (const [n, item] of rest) {
      if (failed) return;
      try {
        answers[n] = await run(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return answers;
}
