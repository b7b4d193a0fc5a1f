/** Options that are whole numbers. */
import { CommandLineError } from './errors.ts';

/**
 * @returns null where the option is not given
 * @throws CommandLineError where it is no whole number, or out of range
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new CommandLineError(`${option}: found ${text}; required: a whole number from ${from} to ${to}`);
  return value;
}
