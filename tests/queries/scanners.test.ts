import { expect, test } from 'vitest';

import { sourceOf } from '../../bench/query/documents.ts';

import { answer, ASSESSED, CURRENT, grouped, LEVELS, mean, rounded, sd, sortedBy } from './archive-tables.ts';

test('refusals by scanner, by plain code over the results themselves', async () => {
  const sources = CURRENT.map(sourceOf).map(({ result, ct }) => ({
    code: result.refusal?.code ?? null,
    ct: ct!,
  }));
  const expected = grouped(sources, ({ ct }) => [ct.manufacturer, ct.scannerModel, ct.deviceSerial!]).flatMap(
    ({ key, of }) =>
      grouped(
        of.filter(({ code }) => code !== null),
        ({ code }) => [code],
      ).map((refused) => [
        ...key,
        ...refused.key,
        refused.of.length,
        of.length,
        refused.of.length / of.length,
      ]),
  );
  expect(expected.length).toBeGreaterThan(10);
  expect(rounded(await answer('refusals'))).toEqual(
    rounded(
      sortedBy(expected, ([, model, serial, code, studies]) => [-Number(studies), code!, model!, serial!]),
    ),
  );
});

test('levels refused: by level and code', async () => {
  const expected = grouped(LEVELS, ({ level }) => [level]).flatMap(({ key, of }) =>
    grouped(
      of.filter(({ refusal }) => refusal !== null),
      ({ refusal }) => [refusal],
    ).map((refused) => [...key, ...refused.key, refused.of.length, of.length, refused.of.length / of.length]),
  );
  expect(rounded(await answer('level-refusals'))).toEqual(
    rounded(sortedBy(expected, ([level, code, levels]) => [-Number(levels), level!, code!])),
  );
});

test('calibration drift: the scanner whose fat drifts is told by its months', async () => {
  const plain = ASSESSED.filter(({ contrast }) => contrast === 'none');
  const expected = grouped(plain, ({ scanner }) => [scanner.site, scanner.serial, scanner.kvp]).flatMap(
    ({ of }) => {
      const all = {
        air: mean(of.map(({ air }) => air))!,
        fat: mean(of.map(({ fat }) => fat))!,
        blood: mean(of.map(({ blood }) => blood))!,
      };
      const spread = sd(of.map(({ fat }) => fat))!;
      return grouped(of, ({ date }) => [date.slice(0, 7)]).flatMap(({ key: [month], of: studies }) => {
        if (studies.length < 2) return [];
        const [air, fat, blood] = (['air', 'fat', 'blood'] as const).map((tissue) =>
          mean(studies.map((one) => one[tissue]))!,
        ) as [number, number, number];
        const { site, model, serial, kvp } = studies[0]!.scanner;
        const z = (fat - all.fat) / (spread / Math.sqrt(studies.length));
        return [
          [
            site,
            model,
            serial,
            kvp,
            month!,
            studies.length,
            air,
            air - all.air,
            fat,
            fat - all.fat,
            blood,
            blood - all.blood,
            z,
          ],
        ];
      });
    },
  );
  const rows = await answer('calibration-drift', { least_studies: '2' });
  const near = (all: readonly (readonly unknown[])[]) =>
    all.map((row) => row.map((cell) => (typeof cell === 'number' ? Math.round(1e6 * cell) : cell)));
  expect(near(rows)).toEqual(near(expected));
  const shifts = rows.filter((row) => row[2] === 'S1001').map((row) => Number(row[9]));
  expect(shifts.at(-1)! - shifts[0]!).toBeGreaterThan(5);
});

test('calibration methods: how wide each makes the interval', async () => {
  const expected = grouped(ASSESSED, ({ scanner, method }) => [scanner.model, scanner.serial, method]).map(
    ({ key, of }) => [...key, of.length, 0.7, 8],
  );
  expect(rounded(await answer('calibration-methods'))).toEqual(rounded(expected));
});

test('acquisition: what each scanner scans with', async () => {
  const all = grouped(CURRENT, ({ scanner }) => [
    scanner.model,
    scanner.serial,
    scanner.kvp,
    scanner.kernel,
    scanner.spacingMm,
  ]);
  const expected = all.map(({ key, of }) => [
    ...key,
    of.length,
    mean(of.filter(({ outcome }) => outcome === 'assessed').map(({ noise }) => noise)),
    of.filter(({ outcome }) => outcome === 'refused').length,
  ]);
  expect(rounded(await answer('acquisition'))).toEqual(
    rounded(sortedBy(expected, ([model, serial, , , , studies]) => [-Number(studies), model!, serial!])),
  );
});

test('remarks: each code of a study counts once for its scanner', async () => {
  const flags = CURRENT.flatMap(({ scanner, flags }) =>
    flags.map((flag) => ({ model: scanner.model, flag })),
  );
  const expected = grouped(flags, ({ model, flag }) => [model, flag]).map(({ key, of }) => [
    ...key,
    of.length,
  ]);
  expect(await answer('remarks')).toEqual(
    sortedBy(expected, ([model, flag, studies]) => [-Number(studies), model!, flag!]),
  );
});
