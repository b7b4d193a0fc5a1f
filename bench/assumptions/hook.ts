/**
 * Loaded before a measurement (`node --import`): one constant has another value, wherever it is imported. What is varied comes in
 * OSTEON_VARIED; a text that is not found once is an error, as then nothing would be varied.
 */
import { registerHooks } from 'node:module';

import type { Varied } from './list.ts';

const VARIED = 'OSTEON_VARIED';
const { file, from, to } = JSON.parse(process.env[VARIED] ?? 'null') as Varied;
/** Files of coefficients are held to their digests: not where one of them is varied. */
const CHECK = { file: 'spine/definitions/pinned-parameters.ts', from: 'if (found !== sha256)', to: 'if (false)' }; // prettier-ignore

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const changes = [{ file, from, to }, ...(file.endsWith('.json') ? [CHECK] : [])];
    const change = changes.find((one) => url.split('?')[0]!.endsWith(`/${one.file}`));
    if (change === undefined) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    if (source.split(change.from).length !== 2)
      throw new Error(`${change.file} holds "${change.from}" ${source.split(change.from).length - 1} times`);
    return { ...loaded, source: source.replace(change.from, change.to) };
  },
});
