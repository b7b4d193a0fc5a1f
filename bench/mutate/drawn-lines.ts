/** Which mutants are tried where a share of the lines is asked for: those that begin on a line that was drawn. */

const SHARE = Number(process.env.OSTEON_MUTATION_SHARE ?? 1);
/** The multiplier spreads lines that stand together (Knuth 1973, multiplicative hashing). */
const SPREAD = 2_654_435_761;
const RANGE = 2 ** 32;

interface Mutant {
  readonly id: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** Stryker finds its plugins under this name. A mutant that a checker turns down is not counted. */
export const strykerPlugins = [
  { kind: 'Checker', name: 'drawn-lines', value: { init: () => Promise.resolve(), check } },
];

function check(mutants: readonly Mutant[]): Promise<Readonly<Record<string, object>>> {
  return Promise.resolve(
    Object.fromEntries(
      mutants.map(({ id, location }) => [
        id,
        isDrawn(location.start.line)
          ? { status: 'passed' }
          : { status: 'compileError', reason: 'not of the lines that were drawn' },
      ]),
    ),
  );
}

function isDrawn(line: number): boolean {
  return ((line * SPREAD) % RANGE) / RANGE < SHARE;
}
