/** Names that stand twice in one object of a JSON text: `JSON.parse` keeps the last in silence. */

/** Strings and the marks of JSON; numbers, true, false and null are of no interest. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * @param text JSON that parses
 * @returns dotted paths, as `patient.sex`, each once
 */
export function duplicateNames(text: string): readonly string[] {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
  const open: { readonly names: Set<string>; at: string }[] = [];
  const found = new Set<string>();
  tokens.forEach((token, n) => {
    if (token === '{' || token === '[') open.push({ names: new Set(), at: '' });
    else if (token === '}' || token === ']') open.pop();
    const top = open.at(-1);
    // A string before a colon is a name, and nothing else is.
    if (top === undefined || !token.startsWith('"') || tokens[n + 1] !== ':') return;
    top.at = JSON.parse(token) as string;
    if (top.names.has(top.at))
      found.add(
        open
          .map(({ at }) => at)
          .filter((at) => at !== '')
          .join('.'),
      );
    top.names.add(top.at);
  });
  return [...found];
}
