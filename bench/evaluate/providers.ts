/** Where bodies come from in an evaluation. */
import { automaticProvider } from '../../spine/outline/automatic/provider.ts';
import { partMixed } from '../../spine/outline/automatic/part-mixed.ts';
import { withRefittedBodies } from '../../spine/outline/refit/refit-result.ts';
import { importProvider } from '../../spine/outline/import/provider.ts';
import type { SegmentationProvider } from '../../spine/outline/provider.ts';
import { findSpine } from '../../spine/find/find-spine.ts';

/** A label map as it comes, without refit: what references are read with. */
export const rawImport: SegmentationProvider = importProvider;

/** What the step does with an imported map, unless asked to keep its outlines. */
const refittedImport: SegmentationProvider = {
  id: 'import',
  segment: async (input) => {
    const drawn = await rawImport.segment(input);
    const segments = findSpine(input.ct, () => undefined)?.segments ?? [];
    return withRefittedBodies(input.ct, partMixed(drawn, segments));
  },
};

export const PROVIDERS = {
  automatic: automaticProvider,
  import: refittedImport,
  'import-raw': rawImport,
} as const satisfies Readonly<Record<string, SegmentationProvider>>;
export type ProviderName = keyof typeof PROVIDERS;
