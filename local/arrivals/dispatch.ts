/** From what has arrived to what is handed on: closes studies in the book, and lets the courier carry them. */
import { Courier } from './courier.ts';
import type { Deliver } from './deliver.ts';
import type { Ledger } from './ledger.ts';
import type { Log } from './service.ts';
import { StudyBook, type ArrivedFile, type ClosingRules } from '../../lambdas/shared/arrivals/study-book.ts';

export interface DispatchSettings {
  readonly closing: ClosingRules;
  readonly deliver: Deliver;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly now: () => number;
  /** Before the second try of a delivery, ms. Left out: five seconds. */
  readonly firstWaitMs?: number;
}

export class Dispatch {
  readonly book: StudyBook;
  readonly courier: Courier;
  readonly #settings: DispatchSettings;
  /** Studies of which a late object was told. */
  readonly #late = new Set<string>();

  constructor(settings: DispatchSettings) {
    this.#settings = settings;
    this.book = new StudyBook(settings.closing);
    this.courier = new Courier(settings);
  }

  /** What lay there when this process started: sent where it was not, after the quiet period. */
  found(study: string, files: readonly ArrivedFile[]): void {
    const { log, now } = this.#settings;
    for (const file of files) this.book.add(study, file, now(), null);
    log(`study ${study}: found ${files.length} objects from before`);
  }

  /** @param association null: it was found, and not brought */
  arrived(study: string, file: ArrivedFile, association: number | null): void {
    const { ledger, log, now } = this.#settings;
    const sent = ledger.versionsOf(study).at(-1);
    if (sent !== undefined && !this.#late.has(study) && ledger.versionWith(study, [file.name]) === null) {
      this.#late.add(study);
      const alone = this.book.has(study)
        ? ''
        : ', of late objects alone: those sent before are no longer kept';
      log(
        `study ${study}: a late object, after version ${sent.version} was sent; another version follows${alone}`,
      );
    }
    this.book.add(study, file, now(), association);
  }

  /** To be called again and again. */
  look(): void {
    const { ledger, log, now } = this.#settings;
    for (const closed of this.book.due(now())) {
      const { study, files, brokenOff } = closed;
      this.#late.delete(study);
      const same = ledger.versionWith(
        study,
        files.map(({ name }) => name),
      );
      if (same !== null) {
        log(`study ${study}: ${files.length} objects, as in version ${same.version}: not sent again`);
        continue;
      }
      const doubt = brokenOff ? '; an association was broken off, some may be missing' : '';
      log(`study ${study}: closed with ${files.length} objects${doubt}`);
      this.courier.take(closed);
    }
    this.courier.step();
  }

  /** Whether all that there is of a study was sent: when, ms; null: it was not. */
  sentAt(study: string): number | null {
    if (this.courier.has(study)) return null;
    const names = this.book.namesOf(study);
    return names.length === 0 ? null : (this.#settings.ledger.versionWith(study, names)?.sentAt ?? null);
  }
}
