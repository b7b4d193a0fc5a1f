/** Headers of the kernels' records: 32-bit words at the offsets that solver/kernels/layout.ts gives them. */

/**
 * @param header byte offset of the record
 * @param words byte offset within the record, and what goes there: a pointer or a number
 */
export function putWords(
  buffer: ArrayBufferLike,
  header: number,
  words: readonly (readonly [offset: number, value: number])[],
): void {
  const view = new DataView(buffer, header);
  for (const [offset, value] of words) view.setUint32(offset, value, true);
}
