import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { campaignDefinition, mapped, valueAt } from '../../../local/reprocess/campaign-definition.ts';

const TEXT = readFileSync(new URL('../../../stepfunctions/reprocessing.asl.json', import.meta.url), 'utf8');

interface Machine {
  States: Record<string, Record<string, unknown>>;
}

/** The file with one Map changed. */
function withMap(change: (map: Record<string, unknown>) => void): string {
  const machine = JSON.parse(TEXT) as Machine;
  change(machine.States.AssessRest!);
  return JSON.stringify(machine);
}

test('each distributed Map becomes a task in its place; all other states stay as they are', async () => {
  const { definition, maps, tasks } = await campaignDefinition();
  expect(maps).toEqual([
    { state: 'AssessCanary', itemsKeyPath: '$.plan.canary', toleratedPath: '$.plan.canaryToleratedPercent' },
    { state: 'AssessRest', itemsKeyPath: '$.plan.rest', toleratedPath: '$.plan.restToleratedPercent' },
  ]);
  expect(Object.fromEntries(tasks)).toEqual({
    PlanCampaign: 'PlanCampaign',
    CompareCanary: 'CompareCampaign',
    CompareAll: 'CompareCampaign',
  });
  const before = (JSON.parse(TEXT) as Machine).States;
  const { States: after } = definition as unknown as Machine;
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(after.AssessRest).toMatchObject({ Type: 'Task', ResultPath: null, Next: 'CompareAll' });
  expect(after.MayGoOn).toEqual(before.MayGoOn);
  expect(after.Held).toEqual(before.Held);
});

test.each([
  [
    'a field that nobody maps',
    (map: Record<string, unknown>) => (map.ToleratedFailureCount = 3),
    'ToleratedFailureCount',
  ],
  ['batches', (map: Record<string, unknown>) => (map.ItemBatcher = {}), 'ItemBatcher'],
  ['a retry', (map: Record<string, unknown>) => (map.Retry = []), 'Retry'],
  ['no list in the store', (map: Record<string, unknown>) => delete map.ItemReader, 'a Map of another form'],
  [
    'an inline Map',
    (map: Record<string, unknown>) =>
      ((map.ItemProcessor as { ProcessorConfig: object }).ProcessorConfig = { Mode: 'INLINE' }),
    'a Map of another form',
  ],
])('%s is an error, and not passed over', (_, change, found) => {
  expect(() => mapped(withMap(change))).toThrow(`AssessRest: found ${found}`);
});

test('a path that leads nowhere is an error', () => {
  expect(valueAt({ plan: { rest: 'k' } }, '$.plan.rest')).toBe('k');
  expect(() => valueAt({ plan: {} }, '$.plan.rest')).toThrow('$.plan.rest: found no rest');
});
