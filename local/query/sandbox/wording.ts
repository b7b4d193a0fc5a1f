/** What DuckDB says of a statement, told to the analyst who wrote it: what was found, what is required, names that are near. */

interface Wording {
  readonly pattern: RegExp;
  readonly told: (found: readonly string[], near: string) => string;
}

const FAMILY = /^(?:Failed to extract statements: )?(\w+(?: \w+)?) Error: /;
/** Names that it suggests, in quotes, on a line of their own. */
const NEAR = /^(?:Candidate (?:bindings|tables)|Did you mean)\s*:?\s*(.+?)\??$/m;
const DICTIONARY = 'columns are described in docs/data-dictionary.md';

const WORDINGS: readonly Wording[] = [
  {
    pattern: /Referenced column "([^"]+)" not found/,
    told: ([column], near) => `no column ${column!}; required: a column of the tables${near}; ${DICTIONARY}`,
  },
  {
    pattern: /(?:Values list|Table) "([^"]+)" does not have a column named "([^"]+)"/,
    told: ([table, column], near) => `no column ${column!} in ${table!}${near}; ${DICTIONARY}`,
  },
  {
    pattern: /Referenced table "([^"]+)" not found/,
    told: ([table], near) => `no table ${table!} in FROM; required: one that stands there${near}`,
  },
  {
    pattern: /(?:Scalar |Aggregate |Table )?Function with name (\S+) does not exist/,
    told: ([name], near) => `no function ${name!}()${near}`,
  },
  {
    pattern: /column "([^"]+)" must appear in the GROUP BY clause/,
    told: ([column]) =>
      `${column!} is neither grouped nor aggregated; required: GROUP BY ${column!}, or an aggregate of it`,
  },
  {
    pattern: /Ambiguous reference to column name "([^"]+)"/,
    told: ([column]) => `${column!} is a column of several tables; required: TABLE.${column!}`,
  },
  {
    pattern: /No function matches the given name and argument types '(.+?)'\./,
    told: ([call]) => `${call!}: not for values of these types; required: a CAST, or other columns`,
  },
  {
    pattern: /syntax error at or near (".*")$/,
    told: ([at]) => `not SQL at ${at!}; required: one SELECT`,
  },
  {
    pattern: /syntax error at end of input/,
    told: () => 'the statement is not complete; required: one SELECT',
  },
];

/** What is none of these is told as DuckDB does, without its name for the kind of error. */
export function inOurWords(message: string): string {
  // It repeats the statement below its message.
  const [about = ''] = message.split('\n\n');
  const first = about.split('\n')[0]!.trim();
  for (const { pattern, told } of WORDINGS) {
    const found = pattern.exec(first);
    if (found !== null) return told(found.slice(1), near(about));
  }
  return FAMILY.test(first) ? first.replace(FAMILY, '') : about.trim();
}

function near(about: string): string {
  const names = NEAR.exec(about)?.[1]?.replaceAll('"', '');
  return names === undefined || names === '' ? '' : `; near to it: ${names}`;
}
