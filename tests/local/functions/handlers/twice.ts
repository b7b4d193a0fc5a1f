/** Gives back twice the number that it gets, and says so. */
export function handler(event: { readonly n: number }): Promise<number> {
  console.log(JSON.stringify({ message: `doubling ${event.n}`, progress: 0.5 }));
  return Promise.resolve(2 * event.n);
}
