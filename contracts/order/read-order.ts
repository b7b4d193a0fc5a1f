/** An order read from JSON, or an error that names each field: what was found there, and what is required. */
import { z } from 'zod';

import { orderSchema, type Order } from './order.ts';

/** As much of a text is repeated to whoever wrote it. */
const SHOWN_CHARACTERS = 40;

/** What zod makes of the contract: the part of JSON Schema that says what a field may hold. */
interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

type Path = readonly PropertyKey[];

interface Problem {
  readonly field: string;
  readonly saw: string;
  readonly wanted: string;
}

/** `message` repeats what was written and is for its author alone; `safeMessage` may be logged. */
export class OrderInvalid extends Error {
  override readonly name = 'OrderInvalid';
  /** Dotted paths: `patient.ageYears`, `riskFactors.priorFractures.0.date`. Unknown names are not among them. */
  readonly fields: readonly string[];
  readonly safeMessage: string;
  /** What is required of each field; may be logged and reported, as it repeats nothing. */
  readonly wanted: readonly string[];

  constructor(name: string, problems: readonly Problem[]) {
    super(
      `${name}: ${problems.map(({ field, saw, wanted }) => `${field}: found ${saw}; required: ${wanted}`).join('. ')}`,
    );
    this.fields = problems.map(({ field }) => field);
    this.wanted = problems.map(({ field, wanted }) => `${field}: ${wanted}`);
    this.safeMessage = `the order: ${problems.map(({ field, wanted }) => `${field} requires ${wanted}`).join('; ')}`;
  }
}

/**
 * @param name what its author calls it: a file
 * @throws OrderInvalid where the value is no order
 */
export function parseOrder(json: unknown, name = 'the order'): Order {
  const parsed = orderSchema.safeParse(json);
  if (!parsed.success)
    throw new OrderInvalid(
      name,
      parsed.error.issues.map((issue) => problemOf(issue, json)),
    );
  return parsed.data;
}

function problemOf(issue: z.core.$ZodIssue, json: unknown): Problem {
  const field = issue.path.join('.') || '(the whole file)';
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schemaAt(issue.path).properties ?? {});
    const saw = `unknown ${issue.keys.length === 1 ? 'name' : 'names'} ${issue.keys.map((key) => shown(key)).join(', ')}`;
    return { field, saw, wanted: `only ${known.join(', ')}` };
  }
  const wanted = issue.code === 'custom' ? issue.message : wantedBy(schemaAt(issue.path));
  return { field, saw: shown(valueAt(json, issue.path)), wanted };
}

function schemaAt(path: Path): JsonSchema {
  let node = z.toJSONSchema(orderSchema, { io: 'input' }) as JsonSchema;
  for (const step of path) node = (typeof step === 'number' ? node.items : node.properties?.[String(step)])!;
  return node;
}

function valueAt(json: unknown, path: Path): unknown {
  let value = json;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}

function wantedBy(node: JsonSchema): string {
  if (node.const !== undefined) return shown(node.const);
  if (node.enum !== undefined) return `one of ${node.enum.map(shown).join(', ')}`;
  if (node.format === 'date') return 'a valid date, YYYY-MM-DD';
  switch (node.type) {
    case 'number':
      return `a number from ${node.minimum ?? '-infinity'} to ${node.maximum ?? 'infinity'}`;
    case 'string':
      return `a text of ${node.minLength ?? 0} to ${node.maxLength ?? 'any number of'} characters`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    default:
      return 'an object';
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text;
}
