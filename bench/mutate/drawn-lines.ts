/**
 * Which mutants are made where a share of the lines is asked for: those that begin on a line that was drawn. The others are not
 * even written into the code, which would be many times slower in the loops of draws and voxels.
 *
 * Stryker leaves a line alone whose first node has a comment that says so: such comments are put before lines that were
 * not drawn, as soon as the program is entered.
 */

const SHARE = Number(process.env.OSTEON_MUTATION_SHARE ?? 1);
/** The multiplier spreads lines that stand together (Knuth 1973, multiplicative hashing). */
const SPREAD = 2_654_435_761;
const RANGE = 2 ** 32;
const NOT_DRAWN = {
  type: 'CommentBlock',
  value: ' Stryker disable next-line all: not of the lines that were drawn ',
} as const;

/** The part of Babel's nodes that is used; other properties are nodes, lists of them, or values. */
interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } };
  leadingComments?: readonly object[];
}

/** Stryker finds its plugins under this name. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'drawn-lines', value: { shouldIgnore } }];

function shouldIgnore({ node }: { readonly node: Node }): undefined {
  if (node.type === 'Program' && SHARE < 1) leaveAlone(node, new Set());
}

function leaveAlone(node: Node, seen: Set<number>): void {
  const line = node.loc?.start.line;
  // A program begins where its first statement does, and has been entered already.
  if (line !== undefined && node.type !== 'Program' && !seen.has(line)) {
    seen.add(line);
    if (!isDrawn(line)) node.leadingComments = [...(node.leadingComments ?? []), NOT_DRAWN];
  }
  // Nobody enters a type.
  if (node.type.startsWith('TS') && !('expression' in node)) return;
  for (const child of Object.values(node).flat()) if (isNode(child)) leaveAlone(child, seen);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;
}

function isDrawn(line: number): boolean {
  return ((line * SPREAD) % RANGE) / RANGE < SHARE;
}
