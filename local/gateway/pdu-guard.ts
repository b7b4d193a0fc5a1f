/**
 * Bounds what a peer may have buffered here before it is understood: the library waits for the whole of whatever length a PDU
 * claims, and joins commands of any length.
 *
 *     PDU      type 1 | reserved 1 | length 4 | body
 *     P-DATA   body = items: length 4 | context 1 | control 1 (bit 0: command, bit 1: last) | fragment
 */

/** Of a PDU of data, bytes: four times what senders use at most. */
export const LONGEST_DATA_PDU = 2 ** 22;
/** Of any other PDU: an association with 128 contexts of 40 transfer syntaxes takes 350 kB. */
const LONGEST_OTHER_PDU = 2 ** 20;
/** Of the command of one message, and of the heads of its fragments: commands have some hundred bytes. */
const LONGEST_COMMAND = 2 ** 16;

const DATA_PDU = 0x04;
const COMMAND = 1;
const LAST = 2;
const HEAD_BYTES = 6;
/** To the control byte of the first item. */
const DATA_HEAD_BYTES = 12;

export class PduGuard {
  #head = Buffer.alloc(0);
  /** Of the current PDU's body, still to come. */
  #left = 0;
  #commandBytes = 0;

  /** @returns what is wrong with what has come so far; null: nothing */
  check(chunk: Buffer): string | null {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#left > 0) {
        const passed = Math.min(this.#left, rest.length);
        this.#left -= passed;
        rest = rest.subarray(passed);
        continue;
      }
      const before = this.#head.length;
      this.#head = Buffer.concat([this.#head, rest.subarray(0, DATA_HEAD_BYTES - before)]);
      const wanted = wantedHead(this.#head);
      if (wanted === null || this.#head.length < wanted) {
        const length = this.#head.length >= HEAD_BYTES ? this.#head.readUInt32BE(2) : 0;
        if (length > LONGEST_DATA_PDU) return `a PDU of ${length} bytes`;
        return null;
      }
      const fault = this.#headFault(wanted);
      if (fault !== null) return fault;
      rest = rest.subarray(wanted - before);
    }
    return null;
  }

  #headFault(headBytes: number): string | null {
    const type = this.#head[0]!;
    const length = this.#head.readUInt32BE(2);
    const most = type === DATA_PDU ? LONGEST_DATA_PDU : LONGEST_OTHER_PDU;
    if (length > most) return `a PDU of ${length} bytes; required: up to ${most}`;
    if (type === DATA_PDU && length >= DATA_HEAD_BYTES - HEAD_BYTES) {
      const control = this.#head[DATA_HEAD_BYTES - 1]!;
      if ((control & COMMAND) !== 0) this.#commandBytes += length;
      if (this.#commandBytes > LONGEST_COMMAND)
        return `a command of ${this.#commandBytes} bytes; required: up to ${LONGEST_COMMAND}`;
      if ((control & COMMAND) === 0 || (control & LAST) !== 0) this.#commandBytes = 0;
    }
    this.#left = length - (headBytes - HEAD_BYTES);
    this.#head = Buffer.alloc(0);
    return null;
  }
}

/** How many bytes tell what is looked at; null: not known yet. */
function wantedHead(head: Buffer): number | null {
  if (head.length < HEAD_BYTES) return null;
  const isData = head[0] === DATA_PDU && head.readUInt32BE(2) >= DATA_HEAD_BYTES - HEAD_BYTES;
  return isData ? DATA_HEAD_BYTES : HEAD_BYTES;
}
