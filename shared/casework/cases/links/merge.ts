import type { Alert } from '#shared/casework/alerts/alert.ts';
import { changeAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { closedIn } from '#shared/casework/cases/life/close-and-reopen.ts';
import { mostAlerts, mostLinks, mostPeople } from '#shared/casework/cases/limits.ts';
import { type CaseLink, inverseOf, sameLink } from '#shared/casework/cases/links/links.ts';
import { isKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import { withoutThem } from '#shared/casework/cases/people/locks.ts';
import { participantsOf } from '#shared/casework/cases/people/people.ts';
import { requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { movedFiles } from '#shared/casework/files/change-file.ts';
import { type CaseFile, countsOf } from '#shared/casework/files/file.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { movedQuestions, type Question, withoutQuestions, withQuestions } from '#shared/casework/questions/question.ts';
import {
  isOpenTask,
  mostOpenTasks,
  mostTasks,
  type Task,
  taskWrite,
  withoutTask,
  withTasks,
} from '#shared/casework/tasks/task.ts';
import { Refusal } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { mostTags } from '#shared/core/records/limits.ts';
import { own } from '#shared/core/records/own.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { noteKey } from '#shared/core/table/keys.ts';

// Two cases about the same thing become one. The loser keeps what it was and what the winner has of
// it alone, so that the merge can be taken back.

// One transaction takes a hundred writes. The two cases take some ten; an alert, a task, a file, a
// question and a linked case two each; a note, a client and a participant one.
const mostMoves = 85;

/**
 * How long a merge can be taken back, in milliseconds: who finds out that two things were not the
 * same has found out within a month.
 */
export const unmergeWithin = 30 * 24 * 60 * 60 * 1000;

/** The definition of each of the two. */
interface DefinitionsOfBoth {
  ofLoser: CaseDefinition;
  ofWinner: CaseDefinition;
}

interface MergeInput {
  loser: Case;
  winner: Case;
  /** The alerts of the loser. */
  alerts: Alert[];
  /** Its notes. */
  notes: Note[];
  /** Its files. */
  files: CaseFile[];
  /** Its questions. */
  questions: Question[];
  /** All tasks of either. */
  tasks: { ofLoser: readonly Task[]; ofWinner: readonly Task[] };
  /** The cases that it is linked to, but for the winner. */
  linked: Case[];
  /** What becomes of the winner's targets. */
  targets: 'keep' | 'restart';
  by: Actor;
  at: number;
}

/** What the loser has and the winner has not. */
const missing = <T>(winners: readonly T[], losers: readonly T[], isSame: (a: T, b: T) => boolean): T[] =>
  losers.filter((one) => !winners.some((other) => isSame(one, other)));
const identical = <T>(a: T, b: T): boolean => a === b;

const broughtBy = (loser: Case, winner: Case): NonNullable<Case['beforeMerge']>['brought'] => ({
  clients: missing(winner.clients, loser.clients, identical).filter((id) => !winner.locks.includes(id)),
  tags: missing(winner.tags, loser.tags, identical),
  subscribers: missing(winner.subscriptions, loser.subscriptions, (a, b) => a.id === b.id)
    .map(({ id }) => id)
    .filter((id) => !winner.locks.includes(id)),
  locks: missing(winner.locks, loser.locks, identical),
  links: missing(
    winner.links,
    loser.links.filter((link) => link.caseId !== winner.id),
    sameLink,
  ),
  private: loser.private && !winner.private,
});

/** Whose words the requester of the winner is not shown. */
const otherRequestersOf = (loser: Case, winner: Case): Pick<Case, 'otherRequesters'> => {
  const known = [...(winner.otherRequesters ?? []), ...(loser.otherRequesters ?? []), requesterIdOf(loser)];
  const others = [...new Set(known)].filter((id) => id !== requesterIdOf(winner));
  return others.length === 0 ? {} : { otherRequesters: others };
};

/** What both together would have more of than a case can hold. */
const refuseTooMuch = (
  grown: Case,
  brought: ReturnType<typeof broughtBy>,
  { loser, alerts, notes, tasks, files, questions, linked }: MergeInput,
): void => {
  if (grown.alertIds.length > mostAlerts) throw new Refusal('too-many-alerts');
  const most = { ...mostPeople, links: mostLinks, tags: mostTags };
  const { clients, subscriptions, locks, roles, links, tags } = grown;
  const all: Record<keyof typeof most, readonly unknown[]> = { clients, subscriptions, locks, roles, links, tags };
  const over = Object.entries(most).find(([member, limit]) => (own(all, member) ?? []).length > limit);
  if (over) throw new Refusal('merge-too-large', `Together they have more than ${over[1]} ${over[0]}`);
  if (grown.taskCount > mostTasks || grown.openTasks > mostOpenTasks)
    throw new Refusal('merge-too-large', 'Together they have more tasks than a case can take');
  const two = [tasks.ofLoser, files, questions, alerts, linked];
  const { owners, inHand = [] } = loser.helpers;
  const one = [notes, brought.clients, participantsOf(loser), owners, inHand, inHand];
  if (one.flat().length + 2 * two.flat().length > mostMoves)
    throw new Refusal(
      'merge-too-large',
      'It has too many notes, tasks, files, questions, alerts and links to go over at once; link the two',
    );
};

/** Tasks as they lie below the case that they go to. Their moments go with them. */
const movedTo = (to: Pick<Case, 'id'>, tasks: readonly Task[], at: number): Task[] =>
  tasks.map((task) => ({ ...task, caseId: to.id, version: task.version + 1, updatedAt: iso(at) }));
/** Tasks of a case by who may have them: one whom it keeps out has none any more that is open. */
const withoutKeptOut = (tasks: readonly Task[], record: Case, at: number): Task[] =>
  tasks.map((task) => {
    if (!isOpenTask(task) || !isKeptOut(record, task.assignee)) return task;
    const { assignee: _gone, ...rest } = task;
    return { ...rest, version: task.version + 1, updatedAt: iso(at) };
  });
const moveWrites = (tasks: readonly Task[], moved: readonly Task[], to: Case): Write[] => [
  ...tasks.map(withoutTask),
  ...moved.map((task) => taskWrite(task, to)),
];

/** The side of a case that is linked: it is linked to the winner instead. */
const relinked = (other: Case, { from, to }: { from: string; to: string }, at: number): Decision<Case> => {
  const links = other.links.map((link) => (link.caseId === from ? { ...link, caseId: to } : link));
  const once = links.filter((link, index) => links.findIndex((one) => sameLink(one, link)) === index);
  return changeCase(other, { ...other, links: once }, { type: 'Case Link Changed', at });
};

const cancelledStatus = ({ type }: CaseDefinition) =>
  type.statuses.find((one) => one.category === 'cancelled') ?? type.statuses.find((one) => one.category === 'resolved');

/**
 * Merges the loser into the winner. A person locked out of either is locked out of both.
 * @throws `already-closed`, `merged`, `self-link`, `too-many-alerts`, `merge-too-large`
 */
export const mergeCases = (
  merge: MergeInput,
  { ofLoser, ofWinner }: DefinitionsOfBoth,
): [Decision<Case>, ...Decision[]] => {
  const { loser, winner, alerts, notes, tasks, files, questions, linked, targets, by, at } = merge;
  if (loser.id === winner.id) throw new Refusal('self-link', 'A case is not merged into itself');
  if (loser.mergedInto || winner.mergedInto) throw new Refusal('merged');
  if (!isOpen(loser) || !isOpen(winner)) throw new Refusal('already-closed');
  const status = cancelledStatus(ofLoser);
  if (!status) throw new Error(`case type ${ofLoser.key} has no closing status`);
  const brought = broughtBy(loser, winner);
  const taken = missing(loser.locks, winner.locks, identical);
  const left = taken.reduce((record, id) => withoutThem(record, { id, at }), loser);
  const gone: Case = {
    ...closedIn(withoutQuestions(withTasks(left, []), questions), { status, by, at }),
    alertIds: [],
    fileCount: 0,
    requesterFileCount: 0,
    mergedInto: winner.id,
    beforeMerge: {
      status: loser.status,
      alertIds: loser.alertIds,
      noteIds: notes.map((note) => note.id),
      fileIds: files.map((file) => file.id),
      questionIds: questions.map((question) => question.id),
      taskIds: tasks.ofLoser.map((task) => task.id),
      brought,
      ...(taken.length > 0 && { lockedByMerge: taken }),
    },
  };
  const kept = brought.locks.reduce((record, id) => withoutThem(record, { id, at }), winner);
  const moved = withoutKeptOut(movedTo(winner, tasks.ofLoser, at), kept, at);
  const stayed = withoutKeptOut(tasks.ofWinner, kept, at);
  const released = stayed.filter((task) => !tasks.ofWinner.includes(task));
  const grown: Case = {
    ...withQuestions(withTasks(kept, [...stayed, ...moved]), questions, loser),
    alertIds: [...winner.alertIds, ...missing(winner.alertIds, loser.alertIds, identical)],
    clients: [...winner.clients, ...brought.clients],
    tags: [...winner.tags, ...brought.tags],
    subscriptions: [...kept.subscriptions, ...loser.subscriptions.filter(({ id }) => brought.subscribers.includes(id))],
    links: [...winner.links, ...brought.links],
    private: winner.private || loser.private,
    noteCount: winner.noteCount + notes.length,
    fileCount: winner.fileCount + loser.fileCount,
    requesterFileCount: winner.requesterFileCount + loser.requesterFileCount,
    mergedFrom: [...(winner.mergedFrom ?? []), loser.id],
    ...otherRequestersOf(loser, winner),
  };
  refuseTooMuch(grown, brought, merge);
  const copies = notes.map((note): Write => ({ put: { ...noteKey({ kind: 'case', id: winner.id }, note.id), note } }));
  const way = { from: loser.id, to: winner.id };
  const items = [
    ...copies,
    ...moveWrites(tasks.ofLoser, moved, winner),
    ...released.map((task) => taskWrite(task, winner)),
    ...movedFiles(files, way),
    ...movedQuestions(questions, way),
  ];
  return [
    changeCase(loser, gone, { type: 'Case Merged', at, definition: ofLoser }),
    changeCase(winner, grown, { type: 'Case Merged', at, definition: ofWinner, detail: { targets }, items }),
    ...alerts.map((alert) => changeAlert(alert, { ...alert, caseId: winner.id }, { type: 'Alert Updated', at })),
    ...linked.map((other) => relinked(other, { from: loser.id, to: winner.id }, at)),
  ];
};

interface Unmerge {
  loser: Case;
  winner: Case;
  /** The alerts of the winner. */
  alerts: Alert[];
  /** The files and the questions that came from the loser and are there still. */
  files: CaseFile[];
  questions: Question[];
  /** All tasks of the winner. */
  tasks: readonly Task[];
  /** The cases that the loser was linked to, but for the winner. */
  linked: Case[];
  at: number;
}

/**
 * The side of a case that was linked: it is linked to the loser again, and to the winner where that
 * was linked by itself.
 */
const linkedAgain = (other: Case, { loser, winner, at }: Unmerge, brought: readonly CaseLink[]): Decision<Case> => {
  const toOther = (link: CaseLink) => link.caseId === other.id;
  const seenFromThere = (links: readonly CaseLink[], caseId: string): CaseLink[] =>
    links.filter(toOther).map(({ kind }) => ({ kind: inverseOf(kind), caseId }));
  const given = seenFromThere(brought, winner.id);
  const kept = other.links.filter((link) => !given.some((one) => sameLink(one, link)));
  const links = [...kept, ...missing(kept, seenFromThere(loser.links, loser.id), sameLink)];
  return changeCase(other, { ...other, links }, { type: 'Case Link Changed', at });
};

/**
 * Takes a merge back: the loser has its alerts again, and its tasks as they are by now.
 * @throws `not-merged`; `too-late` (409) when it lies more than a month back
 */
export const unmergeCases = (
  unmerge: Unmerge,
  { ofLoser, ofWinner }: DefinitionsOfBoth,
): [Decision<Case>, ...Decision[]] => {
  const { loser, winner, alerts, tasks, files, questions, linked, at } = unmerge;
  const { beforeMerge, mergedInto, closedAt, closure: _closure, ...rest } = loser;
  if (!beforeMerge || mergedInto !== winner.id || closedAt === undefined) throw new Refusal('not-merged');
  if (at > epoch(closedAt) + unmergeWithin) throw new Refusal('too-late', 'A merge is taken back within thirty days');
  const { status, alertIds, noteIds, taskIds, brought, lockedByMerge = [] } = beforeMerge;
  const counts = countsOf(files);
  const theirs = tasks.filter(({ id }) => taskIds.includes(id));
  const locks = missing(lockedByMerge, loser.locks, identical);
  const returned = withoutKeptOut(movedTo(loser, theirs, at), { ...loser, locks }, at);
  const restored = withTasks({ ...rest, ...counts, status, alertIds, locks }, returned);
  const back: Case = withQuestions(restored, questions, winner);
  const { mergedFrom = [], ...left } = withoutQuestions(winner, questions);
  const others = mergedFrom.filter((id) => id !== loser.id);
  const shrunk: Case = {
    ...withTasks(
      left,
      tasks.filter((task) => !theirs.includes(task)),
    ),
    alertIds: winner.alertIds.filter((id) => !alertIds.includes(id)),
    clients: missing(brought.clients, winner.clients, identical),
    tags: missing(brought.tags, winner.tags, identical),
    subscriptions: winner.subscriptions.filter(({ id }) => !brought.subscribers.includes(id)),
    locks: missing(brought.locks, winner.locks, identical),
    links: missing(brought.links, winner.links, sameLink),
    private: winner.private && !brought.private,
    noteCount: winner.noteCount - noteIds.length,
    fileCount: winner.fileCount - counts.fileCount,
    requesterFileCount: winner.requesterFileCount - counts.requesterFileCount,
    ...(others.length > 0 && { mergedFrom: others }),
  };
  const copies = noteIds.map((id): Write => ({ delete: noteKey({ kind: 'case', id: winner.id }, id) }));
  const way = { from: winner.id, to: loser.id };
  const items = [
    ...copies,
    ...moveWrites(theirs, returned, loser),
    ...movedFiles(files, way),
    ...movedQuestions(questions, way),
  ];
  const own = alerts.filter((alert) => alertIds.includes(alert.id) && alert.caseId === winner.id);
  return [
    changeCase(loser, back, { type: 'Case Unmerged', at, definition: ofLoser }),
    changeCase(winner, shrunk, { type: 'Case Unmerged', at, definition: ofWinner, items }),
    ...own.map((alert) => changeAlert(alert, { ...alert, caseId: loser.id }, { type: 'Alert Updated', at })),
    ...linked.map((other) => linkedAgain(other, unmerge, brought.links)),
  ];
};
