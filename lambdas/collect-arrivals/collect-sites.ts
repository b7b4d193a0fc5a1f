/** One look at all sites; one that fails does not keep the others waiting. */
import { siteSchema } from '../../contracts/calibration/registry.ts';
import type { StepLog } from '../../contracts/step-log.ts';
import type { ListedStore } from '../shared/object-store.ts';
import type { UploadStore } from '../shared/upload-store.ts';

import { ARRIVALS, collectSite } from './collect-site.ts';

export interface CollectPorts {
  readonly store: ListedStore;
  readonly uploads: Pick<UploadStore, 'has' | 'folders'>;
  readonly log: StepLog;
  /** Name of an error as it may be logged. */
  readonly nameOf: (error: unknown) => string;
  readonly now: () => number;
  readonly quietMs: number;
  /** For reading files, of all sites together, ms. */
  readonly readingMs: number;
}

export interface Collected {
  readonly sites: number;
  readonly files: number;
  readonly completed: number;
  readonly incomplete: number;
  /** Sites and studies that are tried again at the next look. */
  readonly failed: number;
}

export async function collectSites(ports: CollectPorts): Promise<Collected> {
  const { uploads, log, nameOf, now, readingMs } = ports;
  const sites = await uploads.folders(ARRIVALS);
  const end = now() + readingMs;
  const all = { files: 0, completed: 0, incomplete: 0, failed: 0 };
  for (const [n, name] of sites.entries()) {
    const site = siteSchema.safeParse(name).data;
    const failed = (cause: unknown): void => {
      all.failed++;
      log.warn('arrivals not collected', { ...(site === undefined ? {} : { site }), error: nameOf(cause) });
    };
    try {
      if (site === undefined) throw new Error('a folder that no site can be called');
      // Each has a share of what time is left, so that one with thousands of files leaves some.
      const until = now() + (end - now()) / (sites.length - n);
      const { files, completed, incomplete } = await collectSite({ ...ports, site, until, failed });
      all.files += files;
      all.completed += completed;
      all.incomplete += incomplete;
    } catch (cause) {
      failed(cause);
    }
  }
  const collected = { sites: sites.length, ...all };
  log.info('arrivals collected', collected);
  return collected;
}
