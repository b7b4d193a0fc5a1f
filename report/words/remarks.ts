/** The remarks on quality, put together so that a reader meets each of them once. */
import type { FlagCode } from '../../contracts/codes/codes.ts';
import type { Flag } from '../../contracts/primitives.ts';
import type { Level } from '../../contracts/levels.ts';

import type { ReportData } from '../report-data.ts';

/** One kind of remark and where it was made; `levels` is empty for a remark on the study. */
export interface RemarkGroup {
  readonly code: FlagCode;
  readonly levels: readonly Level[];
  /** Of the first level where messages differ from level to level. */
  readonly message: string;
  readonly messagesDiffer: boolean;
}

/** What was remarked on one level by the segmentation, the solve and the grading: each once. */
export function remarksOf(level: Level, { segmentation, levels, risk }: ReportData): readonly Flag[] {
  const outcome = risk?.levels.find((candidate) => candidate.level === level);
  return unique([
    ...(segmentation?.levels.find((candidate) => candidate.level === level)?.qc.flags ?? []),
    ...(levels.get(level)?.flags ?? []),
    ...(outcome?.status === 'assessed' ? outcome.flags : []),
  ]);
}

/** What was remarked on the study as a whole. */
export function studyRemarks({ about, segmentation, calibration, risk }: ReportData): readonly Flag[] {
  return unique([
    ...(about?.flags ?? []),
    ...(segmentation?.qc.flags ?? []),
    ...(calibration?.flags ?? []),
    ...(risk?.flags ?? []),
  ]);
}

/** Assessed levels, cranial to caudal. */
export function assessedLevels({ risk }: ReportData): readonly Level[] {
  return (risk?.levels ?? []).filter(({ status }) => status === 'assessed').map(({ level }) => level);
}

/**
 * Study first, then the levels' remarks in the order in which their codes first turn up. What is said of the study and
 * of its levels in the same words is said of the levels.
 */
export function remarkGroups(data: ReportData): readonly RemarkGroup[] {
  const ofLevels = levelGroups(data);
  const again = ({ code, message }: Flag): boolean =>
    ofLevels.some((group) => group.code === code && group.message === message && !group.messagesDiffer);
  const study = studyRemarks(data)
    .filter((flag) => !again(flag))
    .map(({ code, message }) => ({ code, levels: [], message, messagesDiffer: false }));
  return [...study, ...ofLevels];
}

function levelGroups(data: ReportData): readonly RemarkGroup[] {
  const found = new Map<FlagCode, { levels: Level[]; messages: string[] }>();
  for (const level of assessedLevels(data)) {
    for (const { code, message } of remarksOf(level, data)) {
      const group = found.get(code) ?? { levels: [], messages: [] };
      if (!group.levels.includes(level)) group.levels.push(level);
      group.messages.push(message);
      found.set(code, group);
    }
  }
  return [...found].map(([code, { levels, messages }]) => ({
    code,
    levels,
    message: messages[0]!,
    messagesDiffer: messages.some((message) => message !== messages[0]),
  }));
}

/** Codes that every assessed level carries: said once under the table and not in each of its rows. */
export function codesOfAllLevels(data: ReportData): readonly FlagCode[] {
  const levels = assessedLevels(data);
  return levels.length < 2
    ? []
    : levelGroups(data)
        .filter((group) => group.levels.length === levels.length)
        .map(({ code }) => code);
}

function unique(flags: readonly Flag[]): Flag[] {
  return flags.filter(
    ({ code, message }, n) =>
      flags.findIndex((other) => other.code === code && other.message === message) === n,
  );
}
