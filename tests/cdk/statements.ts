/** Statements of policies as lines of text. */

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}
/** Logical ids end in eight digits of a hash that name nothing. */
export function plain(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

/** A reference as text: `Key.Arn`, `Bucket.Arn/studies/*`. */
export function named(value: unknown): string {
  if (typeof value === 'string') return value;
  const record = value as Readonly<Record<string, unknown>>;
  if ('Ref' in record) return plain(String(record.Ref));
  if ('Fn::GetAtt' in record) {
    const [id, attribute] = record['Fn::GetAtt'] as [string, string];
    return `${plain(id)}.${attribute}`;
  }
  const [separator, parts] = record['Fn::Join'] as [string, unknown[]];
  return parts.map(named).join(separator);
}

export function listed(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(named);
}

/** One line a statement: "Allow ACTIONS on RESOURCES". */
export function statementText({
  Effect,
  Action,
  Resource: resource,
  Condition: condition,
}: Statement): string {
  const where = condition === undefined ? '' : ` if ${JSON.stringify(condition)}`;
  return `${Effect} ${listed(Action).join(', ')} on ${listed(resource).join(', ')}${where}`;
}
