/**
 * A queue as Amazon SQS describes its fair queues (SQS Developer Guide, "How Amazon SQS fair queues work", 2026): a group is noisy
 * while more than a tenth of what is in flight is its own and that is at least 30 messages, or while more than a tenth of the
 * time in flight of late was its own; messages of quiet groups are given first, and among noisy groups the one with least in flight.
 *
 * Where it is wrong: "of late" is five minutes here (assumption), the service's thresholds are approximate, and it is distributed.
 */

export interface Sent<T> {
  readonly id: string;
  readonly group: string;
  readonly sentAt: number;
  readonly body: T;
  deliveries: number;
  /** Until when it is in flight, ms. */
  hiddenUntil: number;
  /** When it was last given out, ms. */
  givenAt: number;
}

export interface Rules {
  /** False: oldest first, whoever sent it. */
  readonly fair: boolean;
  readonly visibilityMs: number;
}

const NOISY_SHARE = 0.1;
const NOISY_MESSAGES = 30;
const OF_LATE_MS = 300_000;

export class FairQueue<T> {
  readonly #rules: Rules;
  readonly #messages = new Map<string, Sent<T>>();
  /** Time that ended deliveries spent in flight: of whom, until when, how long, ms. */
  #spent: { readonly group: string; readonly until: number; readonly ms: number }[] = [];
  #next = 1;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  get size(): number {
    return this.#messages.size;
  }

  send(group: string, body: T, now: number): void {
    const id = `m${this.#next++}`;
    this.#messages.set(id, { id, group, sentAt: now, body, deliveries: 0, hiddenUntil: now, givenAt: now });
  }

  receive(most: number, now: number): Sent<T>[] {
    const given: Sent<T>[] = [];
    const visible = [...this.#messages.values()].filter(({ hiddenUntil }) => hiddenUntil <= now);
    const inFlight = this.#inFlight(now);
    const noisy = this.#noisyGroups(inFlight, now);
    // Stable: within a rank the oldest first.
    const rank = ({ group }: Sent<T>): number =>
      this.#rules.fair && noisy.has(group) ? 1 + (inFlight.get(group) ?? 0) : 0;
    for (const message of visible.sort((a, b) => rank(a) - rank(b) || a.sentAt - b.sentAt).slice(0, most)) {
      message.deliveries += 1;
      message.givenAt = now;
      message.hiddenUntil = now + this.#rules.visibilityMs;
      given.push(message);
    }
    return given;
  }

  hold(id: string, ms: number, now: number): void {
    this.#messages.get(id)!.hiddenUntil = now + ms;
  }

  remove(id: string, now: number): void {
    const { group, givenAt } = this.#messages.get(id)!;
    this.#spent.push({ group, until: now, ms: now - givenAt });
    this.#messages.delete(id);
  }

  #inFlight(now: number): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { group, hiddenUntil } of this.#messages.values())
      if (hiddenUntil > now) counts.set(group, (counts.get(group) ?? 0) + 1);
    return counts;
  }

  #noisyGroups(inFlight: ReadonlyMap<string, number>, now: number): Set<string> {
    const all = sum(inFlight);
    const noisy = new Set<string>();
    for (const [group, count] of inFlight)
      if (count >= NOISY_MESSAGES && count > NOISY_SHARE * all) noisy.add(group);
    const time = new Map<string, number>();
    const add = (group: string, ms: number) => time.set(group, (time.get(group) ?? 0) + ms);
    this.#spent = this.#spent.filter(({ until }) => now - until < OF_LATE_MS);
    for (const { group, ms } of this.#spent) add(group, Math.min(ms, OF_LATE_MS));
    for (const { group, hiddenUntil, givenAt } of this.#messages.values())
      if (hiddenUntil > now) add(group, Math.min(now - givenAt, OF_LATE_MS));
    const whole = sum(time);
    // A group that alone has used the queue is as noisy as one among many: only a waiting quiet one is put before it.
    for (const [group, ms] of time) if (ms > NOISY_SHARE * whole) noisy.add(group);
    return noisy;
  }
}

function sum(counts: ReadonlyMap<string, number>): number {
  let all = 0;
  for (const count of counts.values()) all += count;
  return all;
}
