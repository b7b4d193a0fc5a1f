/** Where bodies come from in an evaluation. */
import { importProvider } from '../../lambdas/segment-vertebrae/import/provider.ts';
import type { SegmentationProvider } from '../../lambdas/segment-vertebrae/provider.ts';
import { thresholdProvider } from '../../lambdas/segment-vertebrae/threshold/provider.ts';

/** A label map as it comes, without refit: what references are read with. */
export const rawImport: SegmentationProvider = importProvider;

export const PROVIDERS = {
  automatic: thresholdProvider,
  import: importProvider,
  'import-raw': rawImport,
} as const satisfies Readonly<Record<string, SegmentationProvider>>;
export type ProviderName = keyof typeof PROVIDERS;
