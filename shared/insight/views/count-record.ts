import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { earliest } from '#shared/core/conditions/answers.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { evaluateExactly } from '#shared/core/conditions/evaluate.ts';
import { iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import { dueConditions } from '#shared/insight/views/built-in.ts';
import {
  cellKey,
  cellOf,
  isListed,
  isOpenRecord,
  openCellOf,
  type ViewCell,
  type ViewedKind,
  type ViewedRecord,
} from '#shared/insight/views/cell.ts';

// One item of a record says as what it counts under each question; it is written on its version in
// one transaction with the counts, so a change that comes twice or late counts once.

/** What records are counted by: a condition, or without one whatever is open. */
export interface StoredQuestion {
  id: string;
  kind: ViewedKind;
  condition?: Condition;
}

/** Everything that is open: what the built-in views are counted from. */
export const openQuestion = (kind: ViewedKind): StoredQuestion => ({ id: `open-${kind}`, kind });

/** As what a record is to be counted, and until when (epoch milliseconds) that stays so. */
interface CountedAs {
  cells: ReadonlyMap<string, ViewCell>;
  until?: number | undefined;
}

const dueOf = (kind: ViewedKind, record: ViewedRecord, at: number) => {
  const { overdue, soon } = dueConditions[kind];
  const subject = { [kind]: record };
  const [late, near] = [evaluateExactly(overdue, subject, at), evaluateExactly(soon, subject, at)];
  const due = late.held ? ('overdue' as const) : near.held ? ('soon' as const) : ('later' as const);
  // Once it is overdue nothing but a change ends that.
  return { due, until: late.held ? undefined : earliest([late.until, near.until]) };
};

/** Asks a record all questions of its kind at an instant (epoch milliseconds). */
export const askRecord = (
  kind: ViewedKind,
  record: ViewedRecord | undefined,
  { questions, at }: { questions: readonly StoredQuestion[]; at: number },
): CountedAs => {
  const cells = new Map<string, ViewCell>();
  if (!record || !isListed(record)) return { cells };
  const untils: (number | undefined)[] = [];
  for (const { id, kind: of, condition } of questions) {
    if (of !== kind) continue;
    if (condition) {
      const { held, until } = evaluateExactly(condition, { [kind]: record }, at);
      if (held) cells.set(id, cellOf(record));
      untils.push(until);
    } else if (isOpenRecord(record)) {
      const { due, until } = dueOf(kind, record, at);
      cells.set(id, openCellOf(record, due));
      untils.push(until);
    }
  }
  return { cells, until: earliest(untils) };
};

/** As what a record is counted: its cells by question, as their keys. */
export interface CountedStanding {
  /** Of what it says, so that the same is the same however it came; 0: nothing is said yet. */
  version: string | number;
  cells: Readonly<Record<string, string>>;
  until?: string | undefined;
}
export const notCounted: CountedStanding = { version: 0, cells: {} };

/** One more, or one less, of a cell under a question. */
interface CountStep {
  question: string;
  cell: string;
  by: 1 | -1;
  /** Of one more: what the cell is. */
  of?: ViewCell;
}

export interface CountMove {
  steps: CountStep[];
  /** The version of what is replaced. */
  before: CountedStanding['version'];
  after: CountedStanding;
  /** More has moved than one transaction takes: to be asked again. */
  more: boolean;
}

const versionOf = (cells: CountedStanding['cells'], until: string | undefined): string => {
  const inOrder = Object.entries(cells).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([inOrder, until]))
    .digest('base64url')
    .slice(0, 16);
};

/** Questions that a record moves under at once, each with two counts: a transaction takes 100. */
const mostAtOnce = 40;

/**
 * What to write so that a record is counted as it is now; undefined where it is already. Questions
 * that are not asked stay as they are: they may be newer than what the caller knows of.
 */
export const moveCounted = (
  before: CountedStanding,
  now: CountedAs,
  asked: ReadonlySet<string>,
): CountMove | undefined => {
  const is = new Map([...now.cells].map(([question, cell]) => [question, cellKey(cell)]));
  const all = new Set([...Object.keys(before.cells), ...is.keys()]);
  const moved = [...all].filter((question) => asked.has(question) && own(before.cells, question) !== is.get(question));
  const taken = moved.slice(0, mostAtOnce);
  const steps = taken.flatMap((question): CountStep[] => {
    const [was, cell] = [own(before.cells, question), is.get(question)];
    const of = now.cells.get(question);
    return [
      ...(was === undefined ? [] : [{ question, cell: was, by: -1 as const }]),
      ...(cell === undefined || !of ? [] : [{ question, cell, by: 1 as const, of }]),
    ];
  });
  const stay = Object.entries(before.cells).filter(([question]) => !taken.includes(question));
  const move = taken.flatMap((question) => {
    const cell = is.get(question);
    return cell === undefined ? [] : [[question, cell] as const];
  });
  const cells = Object.fromEntries([...stay, ...move]);
  const until = now.until === undefined ? undefined : iso(now.until);
  const after: CountedStanding = { version: versionOf(cells, until), cells, ...(until !== undefined && { until }) };
  const isSame = isDeepStrictEqual(before.cells, cells) && before.until === until;
  return isSame ? undefined : { steps, before: before.version, after, more: moved.length > taken.length };
};
