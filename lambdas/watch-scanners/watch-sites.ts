/** The control charts of every site, drawn anew; a scanner that has drifted is a line that an alarm counts. */
import { siteSchema } from '../../contracts/calibration/registry.ts';
import type { StepLog } from '../../contracts/step-log.ts';
import { putControlChart } from '../shared/calibrations/control.ts';
import { CALIBRATIONS } from '../shared/calibrations/registry.ts';
import type { ListedStore } from '../shared/object-store.ts';
import type { UploadStore } from '../shared/upload-store.ts';

export interface WatchPorts {
  readonly store: ListedStore;
  readonly uploads: Pick<UploadStore, 'folders'>;
  readonly log: StepLog;
  /** Name of an error as it may be logged. */
  readonly nameOf: (error: unknown) => string;
}

/** Counts: of sites, and of series, which are a scanner, a tube voltage and a quantity each. */
export interface Watched {
  readonly sites: number;
  readonly series: number;
  readonly drifting: number;
  /** Sites of which some document can't be read: they have the chart that they had. */
  readonly unwatched: number;
}

/** One site after the other: each reads its points side by side. */
export async function watchSites({ store, uploads, log, nameOf }: WatchPorts): Promise<Watched> {
  const sites = await uploads.folders(CALIBRATIONS);
  let [series, drifting, unwatched] = [0, 0, 0];
  for (const name of sites) {
    const site = siteSchema.safeParse(name).data;
    try {
      if (site === undefined) throw new Error('a folder that no site can be called');
      const chart = await putControlChart(store, site);
      series += chart.series.length;
      for (const { status, quantity } of chart.series) {
        if (status !== 'drift') continue;
        drifting++;
        // Which scanner the chart says: its name comes from a header that anybody wrote.
        log.warn('scanner drifts', { site, quantity });
      }
    } catch (cause) {
      unwatched++;
      log.warn('site not watched', { ...(site === undefined ? {} : { site }), error: nameOf(cause) });
    }
  }
  const watched = { sites: sites.length, series, drifting, unwatched };
  log.info('scanners watched', watched);
  return watched;
}
