/** A sender made byte by byte (PS3.8), so that it can do what dcmtk's would not. */
import { connect, type Socket } from 'node:net';

import { CT_CLASSES } from '../../../spine/ct/index.ts';

const [CT] = CT_CLASSES;
const EXPLICIT = '1.2.840.10008.1.2.1';
const CONTEXT = 1;

export interface RawScu {
  readonly socket: Socket;
  readonly send: (bytes: Uint8Array) => void;
  /** The next whole PDU that comes; null: the connection has ended. */
  readonly next: () => Promise<Buffer | null>;
}

export async function rawScu(port: number): Promise<RawScu> {
  const socket = connect(port, '127.0.0.1');
  let come = Buffer.alloc(0);
  let ended = false;
  let wake = (): void => undefined;
  socket.on('data', (chunk) => {
    come = Buffer.concat([come, chunk]);
    wake();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    ended = true;
    wake();
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    socket,
    send: (bytes) => socket.write(bytes),
    async next() {
      for (;;) {
        const length = come.length < 6 ? Infinity : 6 + come.readUInt32BE(2);
        if (come.length >= length) {
          const pdu = come.subarray(0, length);
          come = come.subarray(length);
          return pdu;
        }
        if (ended) return null;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

export function pdu(type: number, body: Uint8Array, claimed = body.length): Buffer {
  const head = Buffer.from([type, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(claimed, 2);
  return Buffer.concat([head, body]);
}

/** Proposes CT in Explicit VR Little Endian; @param parallel asks for so many requests at a time */
export function associateRq(transferSyntax = EXPLICIT, parallel = 1): Buffer {
  const ae = (title: string): Buffer => Buffer.from(title.padEnd(16));
  const window = Buffer.alloc(4);
  window.writeUInt16BE(parallel, 0);
  window.writeUInt16BE(parallel, 2);
  return pdu(
    0x01,
    Buffer.concat([
      Buffer.from([0, 1, 0, 0]),
      ae('OSTEON'),
      ae('RAW'),
      Buffer.alloc(32),
      item(0x10, Buffer.from('1.2.840.10008.3.1.1.1')),
      item(
        0x20,
        Buffer.concat([
          Buffer.from([CONTEXT, 0, 0, 0]),
          item(0x30, Buffer.from(CT!)),
          item(0x40, Buffer.from(transferSyntax)),
        ]),
      ),
      item(
        0x50,
        Buffer.concat([
          item(0x51, Buffer.alloc(4)),
          item(0x52, Buffer.from('1.2.3')),
          ...(parallel === 1 ? [] : [item(0x53, window)]),
        ]),
      ),
    ]),
  );
}

/** Fragments of one message as items, all in one PDU. */
export function pData(...items: readonly Buffer[]): Buffer {
  return pdu(0x04, Buffer.concat(items));
}

export function fragment(kind: 'command' | 'data', bytes: Uint8Array, last: boolean): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32BE(bytes.length + 2, 0);
  head[4] = CONTEXT;
  head[5] = (kind === 'command' ? 1 : 0) | (last ? 2 : 0);
  return Buffer.concat([head, bytes]);
}

/** The command of a C-STORE request, which a data set follows. */
export function storeRq(sopInstance: string, messageId: number): Buffer {
  const uid = (text: string): Buffer => Buffer.from(text.length % 2 === 0 ? text : `${text}\0`);
  const short = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
  const body = Buffer.concat([
    element(0x0002, uid(CT!)),
    element(0x0100, short(0x0001)),
    element(0x0110, short(messageId)),
    element(0x0700, short(0)),
    element(0x0800, short(0x0102)),
    element(0x1000, uid(sopInstance)),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return fragment('command', Buffer.concat([element(0x0000, length), body]), true);
}

export const releaseRq = pdu(0x05, Buffer.alloc(4));

/** The status in the command of an answer. */
export function statusOf(answer: Buffer): number {
  const at = answer.indexOf(Buffer.from([0, 0, 0, 9, 2, 0, 0, 0]));
  return answer.readUInt16LE(at + 8);
}

function item(type: number, body: Buffer): Buffer {
  const head = Buffer.from([type, 0, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** Of group 0, implicit. */
function element(number: number, value: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(number, 2);
  head.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, value]);
}
