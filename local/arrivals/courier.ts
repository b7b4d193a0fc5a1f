/** Hands on closed studies one at a time, the longest waiting first, until each is delivered or refused. */
import { reasonOf } from '../command/errors.ts';
import { DeliveryRefused, type ArrivedStudy, type Deliver } from './deliver.ts';
import type { Ledger } from './ledger.ts';
import type { Log } from './service.ts';
import type { ClosedStudy } from '../../lambdas/shared/arrivals/study-book.ts';

/** Between two tries of one study, ms: doubled each time up to the longest. */
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 600_000;

interface Parcel {
  readonly closed: ClosedStudy;
  tries: number;
  notBefore: number;
}

export interface CourierPorts {
  readonly deliver: Deliver;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly now: () => number;
  /** Left out: five seconds at first. */
  readonly firstWaitMs?: number;
}

export class Courier {
  readonly #ports: CourierPorts;
  readonly #stop = new AbortController();
  #parcels: Parcel[] = [];
  #busy: Promise<void> | null = null;

  constructor(ports: CourierPorts) {
    this.#ports = ports;
  }

  /** A later version takes the place of one that still waits: it holds all of it. */
  take(closed: ClosedStudy): void {
    this.#parcels = this.#parcels.filter((parcel) => parcel.closed.study !== closed.study);
    this.#parcels.push({ closed, tries: 0, notBefore: 0 });
  }

  /** Whether some of the study waits, or is on its way. */
  has(study: string): boolean {
    return this.#parcels.some(({ closed }) => closed.study === study);
  }

  get waiting(): number {
    return this.#parcels.length;
  }

  /** Begins the next delivery where none is under way. To be called again and again. */
  step(): void {
    if (this.#busy !== null || this.#stop.signal.aborted) return;
    const now = this.#ports.now();
    const parcel = this.#parcels.find(({ notBefore }) => notBefore <= now);
    if (parcel === undefined) return;
    this.#busy = this.#carry(parcel).finally(() => {
      this.#busy = null;
    });
  }

  /** Ends the delivery under way; what was not delivered is found again at the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#busy;
  }

  async #carry(parcel: Parcel): Promise<void> {
    const { deliver, ledger, log, now, firstWaitMs = FIRST_WAIT_MS } = this.#ports;
    const { study, files, brokenOff } = parcel.closed;
    const version = (ledger.versionsOf(study).at(-1)?.version ?? 0) + 1;
    const settle = async (outcome: 'delivered' | 'refused', told: string): Promise<void> => {
      await ledger.add(study, { version, files: files.map(({ name }) => name), outcome, sentAt: now() });
      this.#parcels = this.#parcels.filter((other) => other !== parcel);
      log(`study ${study} version ${version}, ${files.length} objects: ${outcome}: ${told}`);
    };
    try {
      const arrived: ArrivedStudy = { study, version, files, brokenOff };
      await settle('delivered', await deliver(arrived, this.#stop.signal));
    } catch (cause) {
      if (this.#stop.signal.aborted) return;
      if (cause instanceof DeliveryRefused) {
        await settle('refused', cause.message);
        return;
      }
      const wait = Math.min(firstWaitMs * 2 ** parcel.tries++, LONGEST_WAIT_MS);
      parcel.notBefore = now() + wait;
      log(
        `study ${study} version ${version}: not delivered (try ${parcel.tries}): ${reasonOf(cause)}; again in ${Math.ceil(wait / 1000)} s`,
      );
    }
  }
}
