// Takes what a record said of people out of everything below it, some in each run, repeatably; a
// day later once more for what was under way meanwhile.

import { decodeTime } from 'ulid';
import { placeOfErasing } from '#functions/retention/place-of-erasing.ts';
import { stayingFor } from '#functions/retention/staying.ts';
import type { Services } from '#functions/services.ts';
import { ended, type Waker, waiting } from '#functions/wake/woken.ts';
import type { ContactStanding } from '#shared/automation/segments/standing.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { contentToGo } from '#shared/casework/files/change-file.ts';
import type { CaseFile } from '#shared/casework/files/file.ts';
import { goneForGood } from '#shared/casework/gone-for-good.ts';
import { type Task, taskWrite } from '#shared/casework/tasks/task.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { standingKey } from '#shared/core/table/automation-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { type JobPart, runJob } from '#shared/core/table/job.ts';
import { answersKeptFor, childPrefix, momentKey, partitionOf } from '#shared/core/table/keys.ts';
import { mailPrefix } from '#shared/core/table/mail-keys.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';
import { formerPrefix } from '#shared/core/table/view-keys.ts';
import type { Staying } from '#shared/insight/retention/anonymise-case.ts';
import { anonymisedItem } from '#shared/insight/retention/anonymise-item.ts';
import type { KeptKind } from '#shared/insight/retention/retention-policy.schema.ts';
import { type PersonalData, withoutPerson } from '#shared/insight/retention/without-person.ts';

/** What is to be taken out of everything below a record. */
export interface Erasing {
  about: { kind: 'case' | 'alert' | 'contact'; id: string };
  /** What it says of people, everything, or what it says of one person. */
  what: 'people' | 'everything' | { person: PersonalData };
  /** Whose name goes wherever it stands in what stays, such as that of an author from elsewhere. */
  person?: PersonalData | undefined;
  keep: readonly KeptKind[];
  by: Actor;
}
interface StoredErasing extends Erasing {
  /** The sort key behind which the next run goes on. */
  after?: string | undefined;
  isLast?: true;
}

// An event may have 256 KB, and a transaction takes 4 MB and a hundred writes.
const itemsAPart = 12;
// A few seconds, of the thirty that a wake-up has.
const partsAWakeUp = 60;
// Mails of what happened before may be under way still, and are noted when they go out.
const againAfter = 24 * 60 * 60 * 1000;

const storedAt = (
  erasing: StoredErasing,
  { at, generation, state }: { at: number; generation: number; state: 'armed' | 'waiting' },
): { put: Item } => ({
  put: { ...momentWrite({ subject: placeOfErasing(erasing), at: iso(at), generation }, state).put, erasing },
});

/** Has everything below a record gone through, from the transaction on that this is written in. */
export const erasingWrite = (erasing: Erasing, at: number): Write =>
  storedAt(erasing, { at, generation: at, state: 'waiting' });

const isKey = (name: string): boolean => /^(pk|sk|gsi\d(pk|sk))$/.test(name);

/** Keys follow from records; what they are made of changes with those. */
const withoutNames = (item: Item, person: PersonalData): Item => {
  const said = Object.fromEntries(Object.entries(item).filter(([name]) => !isKey(name)));
  const without = withoutPerson(said, person);
  return without === said ? item : { ...item, ...without };
};
const isRecord = ({ sk }: Item): boolean => sk === 'case' || sk === 'alert' || sk === 'contact';

/** Whether an item is of what was there until an instant: an event, or a mail of one. */
const isUntil = ({ sk, event }: Item, at: number): boolean => {
  const eventId = event ? (event as DomainEvent).eventId : sk.startsWith(mailPrefix) && sk.split('#')[1];
  return typeof eventId === 'string' && decodeTime(eventId) <= at;
};

const changedItem = (
  item: Item,
  { erasing: { what, person, keep }, staying, until }: ErasingScene,
): Item | 'goes' | 'stays' => {
  if (what === 'people') {
    const becomes = anonymisedItem(item, staying, new Set(keep));
    if (!person || becomes === 'goes' || isRecord(item)) return becomes;
    return withoutNames(becomes === 'stays' ? item : becomes, person);
  }
  if (typeof what === 'object') {
    if (item.sk === `${formerPrefix}${what.person.id}`) return 'goes';
    // The inputs of a run are deflated text, in which nobody is found: they go, and the run stays.
    const { inputs, ...rest } = item;
    const isRun = typeof inputs === 'string';
    if (isRecord(item)) return 'stays';
    return withoutNames(isRun ? (rest as Item) : item, what.person);
  }
  if (until !== undefined && !isUntil(item, until)) return 'stays';
  // It says which memberships are to end, which follows from the contact being gone.
  if (item.sk === standingKey('').sk && (item as unknown as ContactStanding).segments.length > 0) return 'stays';
  return goneForGood.has(String((item.event as DomainEvent | undefined)?.type)) ? 'stays' : 'goes';
};

/** What somebody changed meanwhile is not written over: this part is done again. */
const putWhereUnchanged = (before: Item, after: Item): Write => {
  const isRead = ([name, value]: [string, unknown]) => !isKey(name) && own(after, name) !== value;
  return { put: after, when: { holds: Object.fromEntries(Object.entries(before).filter(isRead)) } };
};

/** What all that lies below one record is gone through with. */
interface ErasingScene {
  erasing: StoredErasing;
  staying: Staying;
  /** The type of the record, where it is there still. */
  type: string | undefined;
  /** Where somebody has its id again, when the one who is erased had it last: the rest stays. */
  until?: number | undefined;
}

const sceneOf = async (services: Services, erasing: StoredErasing): Promise<ErasingScene> => {
  const { kind, id } = erasing.about;
  const record = kind === 'contact' ? undefined : await readRecord<Case | Alert>(services.table, kind, id);
  // Of a record that has gone nothing stays.
  const nothing: Staying = { isStaff: () => false, choices: new Set() };
  if (!record || kind === 'contact') return { erasing, staying: nothing, type: undefined };
  return { erasing, staying: await stayingFor(services, { kind, type: record.type }), type: record.type };
};

/** Asked when a page is read: what of it is somebody new's is there then, and so are they. */
const isThereAgain = async ({ table }: Services, { about: { kind, id }, what }: Erasing): Promise<boolean> =>
  kind === 'contact' && what === 'everything' && (await readRecord<Contact>(table, kind, id)) !== undefined;

/** An item as it is written: lists have a row of each task, made of the task. */
const asWritten = (item: Item, type: string | undefined): Item =>
  type !== undefined && item.sk.startsWith(childPrefix('task')) ? taskWrite(item.record as Task, { type }).put : item;

/** Markers of requests under which answers are kept still: each repeats what the record said. */
const markersIn = (items: readonly Item[], now: number): string[] => [
  ...new Set(
    items.flatMap(({ marker, event }) =>
      typeof marker === 'string' && decodeTime((event as DomainEvent).eventId) > now - answersKeptFor ? [marker] : [],
    ),
  ),
];

/** The answer to a repeated request: from now on that there is none. */
const answerGoes = async ({ table }: Services, pk: string): Promise<Write[]> => {
  const found = await table.get({ pk, sk: 'marker' });
  if (!found) return [];
  const { answer: _answer, ...rest } = found;
  return [{ put: { ...rest, isErased: true } as Item }];
};

/** Goes through one page of what lies below a record. */
const eraseSome = async (services: Services, scene: ErasingScene, items: readonly Item[]): Promise<void> => {
  const { table, now, newId } = services;
  const { erasing, type } = scene;
  const { about, by } = erasing;
  const changes = items.map((item) => ({ item, becomes: changedItem(item, scene) }));
  const at = now();
  const files = changes.flatMap(({ item, becomes }) =>
    becomes === 'goes' && item.file ? [item.file as CaseFile] : [],
  );
  // Before the items go, since they alone say where the content is.
  if (files.length > 0 && about.kind === 'case')
    await services.commit(
      { actor: by, at, cause: byHand },
      [],
      [contentToGo(about.id, { files, by, eventId: newId(at), at })],
    );
  const kept = await Promise.all(markersIn(items, at).map((marker) => answerGoes(services, marker)));
  const writes = [
    ...kept.flat(),
    ...changes.flatMap(({ item, becomes }): Write[] => {
      if (becomes === 'goes') return [{ delete: { pk: item.pk, sk: item.sk } }];
      return becomes === 'stays' || becomes === item ? [] : [putWhereUnchanged(item, asWritten(becomes, type))];
    }),
  ];
  if (writes.length > 0) await table.transact(writes.map((write) => plainWrite(write, table.name)));
};

async function* partsOf(
  services: Services,
  erasing: StoredErasing,
  begun: number,
): AsyncGenerator<JobPart<string | undefined>> {
  const scene = await sceneOf(services, erasing);
  const pk = partitionOf(erasing.about);
  let { after } = erasing;
  for (;;) {
    const page = await services.table.query({ pk, after, limit: itemsAPart, consistent: true });
    const last = page.items.at(-1)?.sk;
    if (last === undefined) return;
    after = last;
    yield async () => {
      const until = (await isThereAgain(services, erasing)) ? begun : undefined;
      await eraseSome(services, { ...scene, until }, page.items);
      return last;
    };
    if (!page.more) return;
  }
}

export const wakeErasing: Waker = async (services, wakeUp) => {
  const { table, now } = services;
  const key = momentKey({ kind: 'erasing', id: wakeUp.id });
  const item = await table.get(key);
  if (!item || Number(item.generation) !== wakeUp.generation) return ended(wakeUp);
  if (epoch(String(item.at)) > now()) return waiting(wakeUp, epoch(String(item.at)));
  const erasing = item.erasing as StoredErasing;
  const { done, more } = await runJob(partsOf(services, erasing, wakeUp.generation), { most: partsAWakeUp });
  const { generation } = wakeUp;
  if (more) {
    await table.put(storedAt({ ...erasing, after: done.at(-1) }, { at: now(), generation, state: 'armed' }).put);
    return waiting(wakeUp, now());
  }
  // What names a person is not kept for another day.
  if (erasing.isLast || typeof erasing.what === 'object') {
    await table.deleteAll([key]);
    return ended(wakeUp);
  }
  const { after: _after, person: _person, ...again } = erasing;
  const at = now() + againAfter;
  await table.put(storedAt({ ...again, isLast: true }, { at, generation, state: 'armed' }).put);
  return waiting(wakeUp, at);
};
