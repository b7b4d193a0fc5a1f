/** How a grade stands out: amber waits for a reader, red is a fracture. */
import type { GradeWords } from '../../words/wording.ts';

import { INK, LIGHT_COLOUR } from '../kit/page.ts';

interface GradeStyle {
  readonly bold: boolean;
  readonly colour: string;
}

export const GRADE_STYLE: Readonly<Record<GradeWords['weight'], GradeStyle>> = {
  none: { bold: false, colour: INK },
  possible: { bold: true, colour: LIGHT_COLOUR.amber },
  fracture: { bold: true, colour: LIGHT_COLOUR.red },
};
