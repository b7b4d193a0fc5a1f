/**
 * What a mutation run leaves alone because no test should know it: where things stand on a page, how large they are,
 * and their colours; documentation inside schemas. A test of those would be a copy of the code.
 */
/** Of options that say where and how, and not what. */
const LOOK = new Set([
  'align',
  'color',
  'colour',
  'ellipsis',
  'font',
  'height',
  'lineBreak',
  'lineGap',
  'size',
  'space',
  'width',
  'x',
  'y',
]);
/** Methods of the drawing that take places, colours and sizes alone. */
const DRAWING = new Set([
  'circle',
  'clip',
  'dash',
  'fill',
  'fillAndStroke',
  'fillColor',
  'fillOpacity',
  'font',
  'fontSize',
  'image',
  'lineTo',
  'lineWidth',
  'moveTo',
  'polygon',
  'rect',
  'restore',
  'room',
  'roundedRect',
  'save',
  'stroke',
  'strokeColor',
  'undash',
]);

interface Node {
  readonly type?: string;
  readonly name?: string;
  readonly key?: Node;
  readonly callee?: Node;
  /** Of a statement that is one. */
  readonly expression?: Node;
  readonly property?: Node;
  readonly left?: Node;
  readonly properties?: readonly Node[];
}

/** The part of Babel's path that is used. */
interface Path {
  readonly node: Node;
  isObjectProperty(): boolean;
  isAssignmentExpression(): boolean;
}

/** Stryker finds its plugins under this name. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'layout', value: { shouldIgnore } }];

/** @returns why a part of the code is left alone, undefined where it is not */
function shouldIgnore(at: Path): string | undefined {
  const { node } = at;
  const { properties = [] } = node;
  const looks = (property: Node): boolean => LOOK.has(property.key?.name ?? '');
  if (at.isObjectProperty() && looks(node)) return 'how it looks';
  if (node.type === 'ObjectExpression' && properties.length > 0 && properties.every(looks))
    return 'how it looks';
  const { callee } = node.expression ?? node;
  if (DRAWING.has(callee?.property?.name ?? callee?.name ?? '')) return 'where it is drawn';
  const moved = node.left?.property?.name ?? '';
  if (at.isAssignmentExpression() && (moved === 'x' || moved === 'y')) return 'where the cursor is';
  return undefined;
}
