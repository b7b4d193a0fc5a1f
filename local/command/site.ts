/** `--site NAME`: whose studies and calibrations these are. */
import { siteSchema } from '../../contracts/calibration/registry.ts';

import { CommandLineError } from './errors.ts';

/** Of whoever has one site alone. */
export const DEFAULT_SITE = 'local';

/** @throws CommandLineError */
export function siteOf(text: string | undefined): string {
  const parsed = siteSchema.safeParse(text ?? DEFAULT_SITE);
  if (parsed.success) return parsed.data;
  throw new CommandLineError(`--site: found ${text}; required: 1 to 32 of a to z, 0 to 9 and hyphens`);
}
