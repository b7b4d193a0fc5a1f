/** Where bodies come from in an evaluation. */
import { automaticProvider } from '../../lambdas/segment-vertebrae/automatic/provider.ts';
import { refitBodies } from '../../lambdas/segment-vertebrae/body/refit.ts';
import { importProvider } from '../../lambdas/segment-vertebrae/import/provider.ts';
import type { SegmentationProvider } from '../../lambdas/segment-vertebrae/provider.ts';

/** A label map as it comes, without refit: what references are read with. */
export const rawImport: SegmentationProvider = importProvider;

const refittedImport: SegmentationProvider = {
  id: 'import',
  segment: async (input) => {
    const result = await rawImport.segment(input);
    const { bodies, flags } = refitBodies(input.ct, result.bodies);
    return { ...result, bodies, levelFlags: new Map([...result.levelFlags, ...flags]) };
  },
};

export const PROVIDERS = {
  automatic: automaticProvider,
  import: refittedImport,
  'import-raw': rawImport,
} as const satisfies Readonly<Record<string, SegmentationProvider>>;
export type ProviderName = keyof typeof PROVIDERS;
