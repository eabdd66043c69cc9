import type { Services } from '#functions/services.ts';
import type { Failure } from '#shared/core/errors.ts';
import type { Intent } from '#shared/core/events/event.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Place } from '#shared/core/table/keys.ts';
import type { Job } from '#shared/insight/jobs/job.ts';
import type { ReportLine } from '#shared/insight/jobs/report.ts';

/** What a kind works with: the job as it stands, and what it was asked to do. */
export interface JobContext<Input> {
  services: Services;
  job: Job;
  input: Input;
}

/** One of the things that a job goes over, by a name that is its own within the job. */
export interface JobRow {
  key: string;
}

/** What comes of a row: committed together with its line of the report, so there is one of both. */
export interface RowDone {
  line: ReportLine;
  /** It was refused. */
  isFailed?: boolean;
  /** What undoing it takes; left out where it changed nothing. */
  undo?: unknown;
  decisions?: Decision[];
  writes?: Write[];
  /** Armed behind the commit. */
  places?: Place[];
  /** Who does it and when, where that is not the caller of the job and now. */
  intent?: Intent;
}

export type PartContent = string | Uint8Array;

/** What a kind found behind a place. */
export interface Chunk<Row extends JobRow> {
  /** Each is done once, however often the chunk is begun. */
  rows?: readonly Row[];
  /** The next parts of the file of a kind that writes one; the same whenever the chunk is begun. */
  content?: PartContent | readonly PartContent[];
  /** How many rows that content stands for. */
  done?: number;
  /** How many rows there are in all, as soon as that is known. */
  total?: number;
  /** What it keeps for its own later chunks. */
  writes?: Write[];
  /** Where the next chunk begins; left out behind the last. */
  next?: string | undefined;
}

/** The file that a job leaves. What is in front of its parts and behind them is not in them. */
export interface JobFile {
  name: string;
  contentType: string;
  head?: string;
  tail?: string;
}

/**
 * A kind of job, declared beside its noun and named in functions/jobs/kinds.ts. The engine does the
 * rest: chunks, progress, report, cancelling, undoing, and that all of it happens once.
 */
export interface JobKind<Input = unknown, Row extends JobRow = JobRow> {
  /** How many rows are done in one run: what takes a few of its thirty seconds. */
  rowsAChunk: number;
  /** The columns of its report. A kind that writes a file of its own has none. */
  columns: readonly string[];
  file?(context: JobContext<Input>): JobFile;
  /** The file that its parts become, where they do not simply stand one behind the other. */
  join?(context: JobContext<Input>): Promise<{ content: AsyncIterable<Uint8Array>; size: number } | undefined>;
  /**
   * The rows behind a place. A chunk that is begun again may have rows that are done already.
   * @throws a refusal that ends the job: what it is to go over cannot be read
   */
  next(context: JobContext<Input>, place: string | undefined, limit: number): Promise<Chunk<Row>>;
  /** Reads and decides; the engine commits, and asks again where somebody else wrote first. */
  doRow?(context: JobContext<Input>, row: Row): Promise<RowDone>;
  /** The line of a row that could not be done. */
  lineOf?(row: Row, failure: Failure): ReportLine;
  /**
   * Takes back what a row did, by ordinary commands.
   * @param undo what the row kept for it
   */
  undoRow?(context: JobContext<Input>, undo: unknown, line: ReportLine): Promise<RowDone>;
}
