/**
 * Which studies are arriving, and when each is closed. Nobody says that a study is whole: it is taken for whole when nothing
 * more has come for a while, a short one after every association that brought some of it has ended in good order, a long one
 * otherwise. What comes later makes another version of the study.
 */
export interface ArrivedFile {
  /** Unique in its study, and another one where the content is another. */
  readonly name: string;
  readonly path: string;
}

/** All files of a study that was taken for whole. */
export interface ClosedStudy {
  /** Digest of the study's UID. */
  readonly study: string;
  readonly files: readonly ArrivedFile[];
  /** An association that brought some of it did not end in good order: some may be missing. */
  readonly brokenOff: boolean;
}

export interface ClosingRules {
  /** After the last object, whatever the associations do, ms. */
  readonly quietMs: number;
  /** After the last object and the end of the last association that brought some of it, ms. */
  readonly endedMs: number;
}

interface Arriving {
  readonly files: Map<string, ArrivedFile>;
  /** When something last came, or the last association ended. */
  changed: number;
  lastObject: number;
  readonly open: Set<number>;
  /** Every association that brought some of it and has ended was released, and nothing lay there before. */
  released: boolean;
  brokenOff: boolean;
  /** Names of all that was closed before. */
  readonly closed: Set<string>;
}

export class StudyBook {
  readonly #rules: ClosingRules;
  readonly #studies = new Map<string, Arriving>();

  constructor(rules: ClosingRules) {
    this.#rules = rules;
  }

  /** @param association that brought it; null: a file that lay there, of which only the quiet period decides */
  add(study: string, file: ArrivedFile, at: number, association: number | null): void {
    const arriving = this.#studies.get(study) ?? nothingYet();
    this.#studies.set(study, arriving);
    arriving.files.set(file.name, file);
    arriving.lastObject = arriving.changed = at;
    if (association === null) arriving.released = false;
    else arriving.open.add(association);
  }

  /** A file that has gone, or become another one. */
  remove(study: string, name: string, at: number): void {
    const arriving = this.#studies.get(study);
    if (!arriving?.files.delete(name)) return;
    arriving.lastObject = arriving.changed = at;
  }

  /** @param released in good order; otherwise what it brought may be cut off, and is given the long period */
  ended(association: number, at: number, released: boolean): void {
    for (const arriving of this.#studies.values()) {
      if (!arriving.open.delete(association)) continue;
      arriving.changed = at;
      arriving.released &&= released;
      arriving.brokenOff ||= !released;
    }
  }

  /** Something still comes that may be of this study: its period starts anew. */
  hold(study: string, at: number): void {
    const arriving = this.#studies.get(study);
    if (arriving !== undefined) arriving.lastObject = arriving.changed = at;
  }

  has(study: string): boolean {
    return this.#studies.has(study);
  }

  namesOf(study: string): readonly string[] {
    return [...(this.#studies.get(study)?.files.keys() ?? [])];
  }

  /** Studies that are closed now, each version once: what has only lost files since is no other version. */
  due(now: number): readonly ClosedStudy[] {
    const due: ClosedStudy[] = [];
    for (const [study, arriving] of this.#studies) {
      if (now < closesAt(arriving, this.#rules)) continue;
      const files = [...arriving.files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      if (files.every(({ name }) => arriving.closed.has(name))) continue;
      due.push({ study, files, brokenOff: arriving.brokenOff });
      for (const { name } of files) arriving.closed.add(name);
      arriving.released = true;
      arriving.brokenOff = false;
    }
    return due;
  }

  /** Its files are kept no longer. */
  forget(study: string): void {
    this.#studies.delete(study);
  }
}

function nothingYet(): Arriving {
  return {
    files: new Map(),
    changed: 0,
    lastObject: 0,
    open: new Set(),
    released: true,
    brokenOff: false,
    closed: new Set(),
  };
}

function closesAt(
  { changed, lastObject, open, released }: Arriving,
  { quietMs, endedMs }: ClosingRules,
): number {
  if (open.size > 0) return lastObject + quietMs;
  return changed + (released ? endedMs : quietMs);
}
