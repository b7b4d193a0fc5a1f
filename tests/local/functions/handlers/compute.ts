/** Computes without end, and listens to nobody meanwhile. */
export function handler(): never {
  console.log(JSON.stringify({ pid: process.pid }));
  for (;;);
}
