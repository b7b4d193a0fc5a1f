/** One version of a study that was handed on. */
import { z } from 'zod';

export const sentVersionSchema = z
  .object({
    version: z.int().positive(),
    /** Names of its files, which are made of their content. */
    files: z.array(z.string()).min(1).readonly(),
    outcome: z.enum(['delivered', 'refused']),
    /** ms since 1970. */
    sentAt: z.int().nonnegative(),
  })
  .readonly();
export type SentVersion = z.infer<typeof sentVersionSchema>;

/** The version that held all of these files; null: none did, and another follows. */
export function versionWith(versions: readonly SentVersion[], names: readonly string[]): SentVersion | null {
  const has = ({ files }: SentVersion): boolean => {
    const sent = new Set(files);
    return names.every((name) => sent.has(name));
  };
  return versions.find(has) ?? null;
}
