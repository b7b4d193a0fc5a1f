/** Memory of the functions and the price of a GB-second, as the deployment tells them. */
import type { StepPrice } from '../../../contracts/steps/step-run.ts';

const ENTRY = /^([A-Za-z]+)=(\d+)$/;

/**
 * @param memory `STATE=MB,STATE=MB`
 * @param gbSecondUsd a number
 * @throws Error where they are of another form
 */
export function stepPrices(memory: string, gbSecondUsd: string): (state: string) => StepPrice | null {
  const price = Number(gbSecondUsd);
  if (!(price > 0)) throw new Error('the price of a GB-second; required: a number above 0');
  const prices = new Map(
    memory.split(',').map((entry): [string, StepPrice] => {
      const [, state, mb] = ENTRY.exec(entry) ?? [];
      if (state === undefined) throw new Error('memory of functions; required: STATE=MB,STATE=MB');
      return [state, { memoryMb: Number(mb), gbSecondUsd: price }];
    }),
  );
  return (state) => prices.get(state) ?? null;
}
