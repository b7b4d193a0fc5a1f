import { expect, test } from 'vitest';

import { CommandLineError } from '../../../local/command/errors.ts';
import { queryOptions } from '../../../local/query/options.ts';

test('a named query with its parameters, how it is told and where from', () => {
  expect(
    queryOptions(['visits', '--param', 'site=a', '--param', 'patient=x=y', '--json', '--from', 'out']),
  ).toMatchObject({
    name: 'visits',
    parameters: { site: 'a', patient: 'x=y' },
    format: 'json',
    from: 'out',
    chart: null,
  });
});

test.each([
  [[], '--sql or --cohort'],
  [['refusals', 'remarks'], '2 names; required: one query'],
  [['refusals', '--sql', 'SELECT 1'], 'required: the NAME of a query, --sql or --cohort'],
  [['refusals', '--param', 'site'], '--param site; required: --param NAME=VALUE'],
  [['refusals', '--csv', '--json'], '--csv and --json; required: one of them'],
  [['refusals', '--csv', '--parquet', 'a.parquet'], '--csv and --parquet; required: one of them'],
  [['studies-by-month', '--json', '--chart', 'a.svg'], '--json and --chart; required: one of them'],
  [['refusals', '--least-cell', '5'], '--least-cell belongs to --cohort'],
  [['refusals', '--seconds', '0'], '--seconds: found 0; required: a whole number from 1'],
  [['--sql', 'SELECT 1', '--param', 'a=b'], '--param belongs to a named query'],
  [['--sql', 'SELECT 1', '--chart', 'a.svg'], '--chart belongs to a named query'],
  [['--cohort', '--chart', 'a.svg'], '--cohort has neither parameters nor a chart'],
  [['refusals', '--form', 'csv'], "Unknown option '--form' (see --help)"],
])('%j is refused: %s', (args, why) => {
  expect(() => queryOptions(args)).toThrow(CommandLineError);
  expect(() => queryOptions(args)).toThrow(why);
});
