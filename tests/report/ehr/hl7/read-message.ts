/** A reader of HL7 v2 of the tests' own: by the separators that the header names, each escape undone where it stands. */
export interface Segment {
  readonly name: string;
  /** Field, component: both from 1; empty where there is none. */
  readonly at: (field: number, component?: number) => string;
}

export function readMessage(bytes: Uint8Array): readonly Segment[] {
  const whole = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (!whole.startsWith('MSH') || !whole.endsWith('\r'))
    throw new Error('no message: MSH first, carriage return last');
  const separator = whole[3]!;
  const [component, repetition, escape, sub] = [4, 5, 6, 7].map((at) => whole[at]!);
  const letters: Record<string, string> = {
    F: separator,
    S: component!,
    T: sub!,
    R: repetition!,
    E: escape!,
  };
  const plain = (text: string): string => {
    const parts = text.split(escape!);
    if (parts.length % 2 === 0) throw new Error(`an escape that does not end: ${text}`);
    return parts
      .map((part, n) => {
        if (n % 2 === 0) return part;
        const hex = /^X([0-9A-F]{2})$/.exec(part)?.[1];
        const letter = hex === undefined ? letters[part] : String.fromCharCode(Number.parseInt(hex, 16));
        if (letter === undefined) throw new Error(`no such escape: ${part}`);
        return letter;
      })
      .join('');
  };
  return whole
    .slice(0, -1)
    .split('\r')
    .map((line) => {
      const fields = line.split(separator);
      // The separator itself is the first field of the header.
      if (fields[0] === 'MSH') fields.splice(1, 0, separator);
      const isMarks = (field: number): boolean => fields[0] === 'MSH' && field < 3;
      return {
        name: fields[0]!,
        at: (field, n) => {
          const found = fields[field] ?? '';
          if (isMarks(field)) return found;
          if (n === undefined && found.includes(component!)) throw new Error(`field ${field} has components`);
          return plain(n === undefined ? found : (found.split(component!)[n - 1] ?? ''));
        },
      };
    });
}
