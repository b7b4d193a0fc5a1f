/** The shapes of a PDF of PDFKit, read back from its bytes: what was stroked and filled, in which colour, and where. */
import { contentsOf } from './pdf-runs.ts';

interface State {
  readonly stroke: string;
  readonly fill: string;
}

/** Of each page one line a shape: how it is painted, its colours, how many points it has, and the box about it in whole points. */
export function marksOf(pdf: Uint8Array): string[][] {
  return contentsOf(pdf).map((content) => shapesOf(content));
}

function shapesOf(content: string): string[] {
  const shapes: string[] = [];
  const kept: State[] = [];
  let state: State = { stroke: 'black', fill: 'black' };
  let points: number[] = [];
  let placed = '';
  const painted = (how: string, colours: string): void => {
    if (points.length > 0) shapes.push(`${how} ${colours}: ${points.length / 2} points in ${boxOf(points)}`);
    points = [];
  };
  for (const line of content.replaceAll(/BT\n[\s\S]*?ET\n/g, '').split('\n')) {
    const words = line.split(' ');
    const operator = words.at(-1)!;
    const numbers = words.slice(0, -1).map(Number);
    switch (operator) {
      case 'q':
        kept.push(state);
        break;
      case 'Q':
        state = kept.pop() ?? state;
        break;
      case 'SCN':
        state = { ...state, stroke: colourOf(numbers) };
        break;
      case 'scn':
        state = { ...state, fill: colourOf(numbers) };
        break;
      case 'm':
      case 'l':
        points = [...points, ...numbers];
        break;
      case 'c':
        points = [...points, ...numbers.slice(4)];
        break;
      case 're': {
        const [x, y, width, height] = numbers as [number, number, number, number];
        points.push(x, y, x + width, y + height);
        break;
      }
      case 'd':
        shapes.push(`dash ${words.slice(0, -1).join(' ')}`);
        break;
      case 'S':
        painted('stroke', state.stroke);
        break;
      case 'f':
        painted('fill', state.fill);
        break;
      case 'B':
        painted('fill and stroke', `${state.fill} ${state.stroke}`);
        break;
      case 'n':
        points = [];
        break;
      case 'cm':
        placed = numbers.map((value) => Math.round(value)).join(' ');
        break;
      case 'Do':
        shapes.push(`image at ${placed}`);
        break;
    }
  }
  return shapes;
}

function boxOf(points: readonly number[]): string {
  const of = (axis: 0 | 1): string => {
    const values = points.filter((_, n) => n % 2 === axis);
    return [Math.min, Math.max].map((end) => Math.round(values.reduce((a, b) => end(a, b)))).join(' to ');
  };
  return `x ${of(0)}, y ${of(1)}`;
}

function colourOf(parts: readonly number[]): string {
  return `#${parts.map((part) => Math.round(255 * part).toString(16).padStart(2, '0')).join('')}`; // prettier-ignore
}
