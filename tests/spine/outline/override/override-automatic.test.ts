/** An operator's word on what the built-in provider could not name. */
import { expect, test } from 'vitest';

import { automaticProvider } from '../../../../spine/outline/automatic/provider.ts';
import { overrideLevels } from '../../../../spine/outline/override/override-levels.ts';
import { demoSpine, digitalSpine } from '../../../../phantoms/index.ts';
import { providerInput } from '../provider-input.ts';

test('a named level settles what was uncertain', async () => {
  const spine = digitalSpine({
    ...demoSpine,
    levels: demoSpine.levels.slice(3, 5),
    scanner: { ...demoSpine.scanner, pixelMm: 1, fieldOfViewMm: [160, 170] },
  });
  const found = await automaticProvider.segment({ ...providerInput(spine.ct, []), labels: null });
  expect(found.numbering!.probability).toBeLessThan(0.7);
  const told = overrideLevels(found, { kind: 'first-level', level: 'L2' });
  expect([...told.outlineQuality!.keys()].sort()).toEqual(['L2', 'L3']);
  expect(told.numbering).toMatchObject({ probability: 1, anchors: ['operator'], runnerUp: null });
  const codes = [...told.studyFlags, ...[...told.levelFlags.values()].flat()].map(({ code }) => code);
  expect(codes).toContain('LEVELS_SET_BY_OPERATOR');
  expect(codes).not.toContain('LEVELS_UNCERTAIN');
});
