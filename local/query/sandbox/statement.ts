/** What an analyst's statement may be: one SELECT over the tables of results, by DuckDB's own parse of it. */

/** They make rows from their arguments alone. */
const TABLE_FUNCTIONS = new Set(['unnest', 'range', 'generate_series']);
/** They tell of, or write to, something other than the tables. */
const REFUSED_FUNCTIONS = new Set([
  'current_setting',
  'getenv',
  'getvariable',
  'nextval',
  'currval',
  'write_log',
]);

type Node = Readonly<Record<string, unknown>>;

/**
 * @param serialized what `json_serialize_sql` says of the statement
 * @param tables that it may read
 * @returns why it is refused, or null
 */
export function refusalOf(serialized: string, tables: ReadonlySet<string>): string | null {
  const tree = JSON.parse(serialized) as Node & { statements?: readonly unknown[] };
  if (tree.error === true) return notSelect(text(tree.error_message));
  if (tree.statements?.length !== 1)
    return `${tree.statements?.length ?? 0} statements; required: one SELECT`;
  const own = new Set<string>();
  const nodes = nodesOf(tree.statements[0]);
  for (const node of nodes) {
    if (node.type === 'RECURSIVE_CTE_NODE' || node.type === 'CTE_NODE') own.add(text(node.cte_name));
    const { cte_map: map } = node as { cte_map?: { map?: readonly { key: string }[] } };
    for (const { key } of map?.map ?? []) own.add(key);
  }
  for (const node of nodes) {
    const refusal = ofNode(node, (name) => tables.has(name.toLowerCase()) || own.has(name));
    if (refusal !== null) return `${refusal}; tables are ${[...tables].join(', ')}`;
  }
  return null;
}

function ofNode(node: Node, known: (table: string) => boolean): string | null {
  switch (node.type) {
    case 'BASE_TABLE': {
      const name = text(node.table_name);
      const within = text(node.schema_name) + text(node.catalog_name);
      return within === '' && known(name) ? null : `${name} is not a table of results`;
    }
    case 'TABLE_FUNCTION': {
      const name = text((node.function as Node | undefined)?.function_name);
      return TABLE_FUNCTIONS.has(name.toLowerCase()) ? null : `${name}() reads something other than results`;
    }
    case 'SHOW_REF':
      return 'not a SELECT (columns are described in docs/data-dictionary.md)';
    case 'FUNCTION': {
      const name = text(node.function_name);
      return REFUSED_FUNCTIONS.has(name.toLowerCase()) ? `${name}() is not about results` : null;
    }
    default:
      return null;
  }
}

function notSelect(message: string): string {
  return message.startsWith('Only SELECT') ? 'not a SELECT; required: one SELECT' : message;
}

/** Every object of the tree. */
function nodesOf(tree: unknown): Node[] {
  const nodes: Node[] = [];
  const left: unknown[] = [tree];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) nodes.push(next as Node);
    for (const value of Object.values(next)) left.push(value);
  }
  return nodes;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
