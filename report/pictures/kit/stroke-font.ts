/**
 * Letters as strokes, for a picture without a font file: capitals, digits and the marks that messages hold. Small letters
 * are drawn as capitals, and what is not known as a box.
 */

/** Strokes of each letter, apart by spaces; a point is two digits, x 0 to 4 and y 0 (top of a capital) to 6 (its feet). */
const STROKES: Readonly<Record<string, string>> = {
  A: '062046 1434', B: '06003041423303 3344453606', C: '4130100105163645', D: '00063645413000',
  E: '40000646 0333', F: '400006 0333', G: '41301001051636454323', H: '0006 4046 0343', I: '1030 2026 1636',
  J: '4045361605', K: '0006 400346', L: '000646', M: '0600234046', N: '06004640', O: '100105163645413010',
  P: '06003041423303', Q: '100105163645413010 2446', R: '06003041423303 2346', S: '413010010213334445361605',
  T: '0040 2026', U: '000516364540', V: '002640', W: '0016233640', X: '0046 4006', Y: '002340 2326', Z: '00400646',
  '0': '100105163645413010 1432', '1': '112026 1636', '2': '01103041420646', '3': '01103041423313 334445361605',
  '4': '36300444', '5': '400003334445361605', '6': '30100105163645443303', '7': '004016',
  '8': '13020110304142331304051636454433', '9': '16364541301001021343',
  '.': '2526', ',': '2517', ':': '2223 2526', ';': '2223 2517', '-': '1333', '–': '0343', '_': '0747', '+': '0343 2125',
  '±': '0242 2024 0646', '/': '4006', '%': '4006 0011 3546', '(': '30212536', ')': '10212516', '=': '0242 0444',
  '<': '410345', '>': '014305', "'": '2021', '"': '1011 3031', '?': '011030414223 2526', '×': '0145 4105',
}; // prettier-ignore
const UNKNOWN = '0040460600';
/** Over the height of the type (design values): a capital's height, a letter's width, and to the next letter. */
const CAPITAL = 0.72;
const WIDTH = 0.42;
const ADVANCE = 0.58;
const GRID = { width: 4, height: 6 } as const;

/**
 * @param x left end of the text; `y` of the letters' feet
 * @returns polylines x1, y1, x2, y2, ...
 */
export function strokesOf(text: string, x: number, y: number, size: number): readonly number[][] {
  return Array.from(text.toUpperCase()).flatMap((letter, n) =>
    letter === ' ' ? [] : glyph(letter, x + n * size * ADVANCE, y, size),
  );
}

export function strokeTextWidth(text: string, size: number): number {
  return text.length === 0 ? 0 : (text.length - 1) * size * ADVANCE + size * WIDTH;
}

function glyph(letter: string, x: number, y: number, size: number): number[][] {
  const [dx, dy] = [(size * WIDTH) / GRID.width, (size * CAPITAL) / GRID.height];
  return (STROKES[letter] ?? UNKNOWN)
    .split(' ')
    .map((stroke) =>
      Array.from(stroke, (digit, n) =>
        n % 2 === 0 ? x + Number(digit) * dx : y + (Number(digit) - GRID.height) * dy,
      ),
    );
}
