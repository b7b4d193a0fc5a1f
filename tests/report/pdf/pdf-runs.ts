/** What a PDF of PDFKit says, read back from its bytes: every piece of text in the order in which it was drawn. */
import { inflateSync } from 'node:zlib';

export interface Run {
  /** From 0. */
  readonly page: number;
  readonly text: string;
  /** Left end of the baseline, points from the lower left corner. */
  readonly x: number;
  readonly y: number;
  /** Points. */
  readonly size: number;
}

/** What a PDF of PDFKit draws, page by page: the operators of its content. */
export function contentsOf(pdf: Uint8Array): string[] {
  const objects = objectsOf(Buffer.from(pdf));
  return pageIds(objects).map((id) =>
    streamOf(objects, reference(objects.get(id)!.head, 'Contents')!).toString('latin1'),
  );
}

/** Spaces that hold a line together as plain ones; a run of nothing but spaces is left out. */
export function runsOf(pdf: Uint8Array): Run[] {
  const objects = objectsOf(Buffer.from(pdf));
  const pages = pageIds(objects);
  return pages.flatMap((id, page) => {
    const dictionary = objects.get(id)!.head;
    const content = streamOf(objects, reference(dictionary, 'Contents')!);
    const resources = objects.get(reference(dictionary, 'Resources')!)!.head;
    const fonts = new Map<string, ReadonlyMap<string, string>>();
    for (const [, name, font] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = reference(objects.get(font!)!.head, 'ToUnicode');
      if (unicode !== undefined) fonts.set(name!, lettersOf(streamOf(objects, unicode).toString('latin1')));
    }
    return textsOf(content.toString('latin1'), fonts).map((run) => ({ page, ...run }));
  });
}

interface PdfObject {
  readonly head: string;
  readonly body: Buffer | null;
}
type Objects = ReadonlyMap<string, PdfObject>;

function objectsOf(bytes: Buffer): Objects {
  const text = bytes.toString('latin1');
  const found = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(?<=^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length;
    const end = text.indexOf('\nendobj', from);
    const stream = text.indexOf('stream\n', from);
    if (stream < 0 || stream > end) {
      found.set(match[1]!, { head: text.slice(from, end), body: null });
      continue;
    }
    const head = text.slice(from, stream);
    const length = Number(/\/Length (\d+)/.exec(head)![1]);
    const start = stream + 'stream\n'.length;
    found.set(match[1]!, { head, body: bytes.subarray(start, start + length) });
  }
  return found;
}

function pageIds(objects: Objects): string[] {
  const tree = [...objects.values()].find(({ head }) => head.includes('/Type /Pages'))!;
  const kids = /\/Kids \[([^\]]*)\]/.exec(tree.head)![1]!;
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => id!);
}

function reference(dictionary: string, key: string): string | undefined {
  return new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1];
}

function streamOf(objects: Objects, id: string): Buffer {
  const { head, body } = objects.get(id)!;
  return head.includes('/FlateDecode') ? inflateSync(body!) : body!;
}

/** Glyph codes in four hexadecimal digits, and their letters. */
function lettersOf(map: string): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  for (const [, from, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    const first = Number.parseInt(from!, 16);
    [...list!.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, units], n) => {
      const code = (first + n).toString(16).padStart(4, '0');
      letters.set(code, Buffer.from(units!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
    });
  }
  return letters;
}

function textsOf(
  content: string,
  fonts: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Omit<Run, 'page'>[] {
  return [...content.matchAll(/BT\n([\s\S]*?)ET\n/g)].flatMap(([, block]) => {
    const [x, y] = /1 0 0 1 (\S+) (\S+) Tm/.exec(block!)!.slice(1).map(Number) as [number, number];
    const [, name, size] = /\/(F\d+) (\S+) Tf/.exec(block!)!;
    const letters = fonts.get(name!)!;
    const codes = [...block!.matchAll(/<([0-9a-f]+)>/gi)].map(([, hex]) => hex!.toLowerCase()).join('');
    const text = (codes.match(/.{4}/g) ?? []).map((code) => letters.get(code) ?? '\ufffd').join('');
    const plain = text.replaceAll(/[\u00a0\u202f]/g, ' ').trim();
    return plain === '' ? [] : [{ text: plain, x, y, size: Number(size) }];
  });
}
