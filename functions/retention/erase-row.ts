import type { RowDone } from '#functions/jobs/job-kind.ts';
import { type Erasing, erasingWrite } from '#functions/retention/erasing.ts';
import type { Whom } from '#functions/retention/mentions.ts';
import { kindOfThing, type OfPerson } from '#functions/retention/of-person.ts';
import { placeOfErasing } from '#functions/retention/place-of-erasing.ts';
import { stayingFor } from '#functions/retention/staying.ts';
import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { unlinkFromCase } from '#shared/casework/alerts/escalate-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { deleteCase } from '#shared/casework/cases/life/delete.ts';
import { trashCase } from '#shared/casework/cases/life/trash.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { saysNothing } from '#shared/core/records/anonymised.ts';
import type { Actor, RecordBase } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { rosterKey } from '#shared/core/table/automation-keys.ts';
import { availabilityKey, clientLinkPrefix, contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { preferencesKey, setAsidePartition, suppressionKey } from '#shared/core/table/mail-keys.ts';
import { anonymiseAlert, deleteAlert } from '#shared/insight/retention/anonymise-alert.ts';
import { anonymiseCase } from '#shared/insight/retention/anonymise-case.ts';
import { eraseContact } from '#shared/insight/retention/erase-contact.ts';
import type { KeptKind, RetentionMode } from '#shared/insight/retention/retention-policy.schema.ts';
import {
  alertWithoutPerson,
  caseWithoutPerson,
  contactWithoutPerson,
  type PersonalData,
  withoutPerson,
} from '#shared/insight/retention/without-person.ts';
import type { KeptAside } from '#shared/mail/replies/set-aside.ts';

/** How a record goes: by whom, at which instant, what of it stays. */
export interface Going {
  mode: RetentionMode;
  keep?: readonly KeptKind[] | undefined;
  by: Actor;
  at: number;
  /** Who is erased, where it goes for that. */
  person?: PersonalData | undefined;
}

const line = ({ kind, id }: Pick<OfPerson, 'kind' | 'id'>, status: string, code?: string) => ({
  kind: kindOfThing(kind),
  id,
  status,
  ...(code !== undefined && { code }),
});

/** The decision with what has everything below the record gone through behind it. */
const going = (
  about: Erasing['about'],
  what: Erasing['what'],
  { decisions, keep = [], by, at, person, status }: Omit<Going, 'mode'> & { decisions: Decision[]; status: string },
): RowDone => ({
  line: line(about, status),
  decisions,
  writes: [erasingWrite({ about, what, keep, by, ...(what === 'people' && { person }) }, at)],
  places: [placeOfErasing({ about, what })],
});

const unchanged = (about: Pick<OfPerson, 'kind' | 'id'>): RowDone => ({ line: line(about, 'unchanged') });
const held = (about: Pick<OfPerson, 'kind' | 'id'>): RowDone => ({
  line: line(about, 'held', 'on-hold'),
  isFailed: true,
});

const withoutName = <R extends Case | Alert>(decision: Decision<R>, person: PersonalData | undefined): Decision<R> =>
  person ? { ...decision, after: withoutPerson(decision.after, person) } : decision;

/** Anonymises or deletes a case, whatever state it is in. One on hold stays as it is. */
export const caseGoes = async (services: Services, id: string, { mode, ...how }: Going): Promise<RowDone> => {
  const about = { kind: 'case', id } as const;
  const record = await readRecord<Case>(services.table, 'case', id);
  if (!record) return unchanged(about);
  if (record.hold) return held(about);
  if (mode === 'delete') {
    const { at, by } = how;
    const trashed = record.trashedAt ? [] : [trashCase(record, at)];
    const decision = deleteCase(trashed.at(-1)?.after ?? record, { by, at });
    return { line: line(about, 'deleted'), decisions: [...trashed, decision], places: [about] };
  }
  if (saysNothing(record)) return unchanged(about);
  const staying = await stayingFor(services, { kind: 'case', type: record.type });
  const decision = withoutName(anonymiseCase(record, { ...staying, at: how.at }), how.person);
  return going(about, 'people', { ...how, decisions: [decision], status: 'anonymised' });
};

/** Anonymises or deletes an alert. */
export const alertGoes = async (services: Services, id: string, { mode, ...how }: Going): Promise<RowDone> => {
  const about = { kind: 'alert', id } as const;
  const record = await readRecord<Alert>(services.table, 'alert', id);
  if (!record) return unchanged(about);
  const { at } = how;
  if (mode === 'delete') {
    const its = record.caseId === undefined ? undefined : await readRecord<Case>(services.table, 'case', record.caseId);
    if (its?.hold) return held(about);
    const unlinked = its?.alertIds.includes(id) ? [unlinkFromCase(its, { alertId: id, at })] : [];
    const decisions = [deleteAlert(record, at), ...unlinked];
    return going(about, 'everything', { ...how, decisions, status: 'deleted' });
  }
  if (saysNothing(record)) return unchanged(about);
  const staying = await stayingFor(services, { kind: 'alert', type: record.type });
  const decision = withoutName(anonymiseAlert(record, { ...staying, at }), how.person);
  return going(about, 'people', { ...how, decisions: [decision], status: 'anonymised' });
};

interface PersonLeaves<R extends RecordBase> extends Omit<Going, 'mode' | 'person'> {
  person: PersonalData;
  without: (record: R, person: PersonalData, at: number) => Decision<R>;
}

/** Takes a person out of a record that is somebody else's. */
const personLeaves = async <R extends RecordBase & Pick<Partial<Case>, 'hold'>>(
  services: Services,
  about: Erasing['about'],
  { person, without, ...how }: PersonLeaves<R>,
): Promise<RowDone> => {
  const record = await readRecord<R>(services.table, about.kind, about.id);
  if (!record) return unchanged(about);
  if (record.hold) return held(about);
  const decisions = [without(record, person, how.at)];
  return going(about, { person }, { ...how, decisions, status: 'anonymised' });
};

const enrolmentGoes = async ({ table }: Services, id: string): Promise<RowDone> => {
  const pk = partitionOf({ kind: 'enrolment', id });
  const items = await table.queryAll({ pk, consistent: true });
  return {
    line: line({ kind: 'enrolment', id }, items.length > 0 ? 'deleted' : 'unchanged'),
    writes: items.map(({ sk }) => ({ delete: { pk, sk } })),
  };
};

/** Mails on no case: those from an address go, which they do after thirty days; others lose it. */
const leaveSetAside = async ({ table }: Services, person: PersonalData): Promise<void> => {
  for (const item of await table.queryAll({ pk: setAsidePartition })) {
    const { from } = item.mail as KeptAside['mail'];
    if (withoutPerson(from, person) !== from) await table.delete({ pk: item.pk, sk: item.sk });
    else {
      const without = withoutPerson(item.mail, person);
      if (without !== item.mail) await table.put({ ...item, mail: without });
    }
  }
};

const contactGoes = async (services: Services, whom: Whom, { by, at }: Omit<Going, 'mode'>): Promise<RowDone> => {
  const { id } = whom;
  const about = { kind: 'contact', id } as const;
  const contact = await readRecord<Contact>(services.table, 'contact', id);
  if (!contact) return unchanged(about);
  const { table } = services;
  const pk = partitionOf(about);
  const left = await Promise.all(
    [contactLinkPrefix('case'), clientLinkPrefix].map((prefix) =>
      table.query({ pk, prefix, limit: 1, consistent: true }),
    ),
  );
  // What is on hold is about them still.
  if (left.some(({ items }) => items.length > 0)) return held(about);
  const done = going(about, 'everything', { by, at, decisions: [eraseContact(contact, at)], status: 'deleted' });
  // Of an address that somebody else has too it stays known that no mail gets there.
  const person = await whom.inOthers();
  await leaveSetAside(services, person);
  const beside = [
    ...person.texts.filter((text) => text.includes('@')).map(suppressionKey),
    preferencesKey(id),
    availabilityKey(id),
    rosterKey('user', id),
  ].map((key) => ({ delete: key }));
  return { ...done, writes: [...(done.writes ?? []), ...beside] };
};

/** What becomes of one of the things of a person who is erased. */
export const personsThingGoes = async (
  services: Services,
  { kind, id, isNamed }: OfPerson,
  { whom, ...how }: Omit<Going, 'person'> & { whom: Whom },
): Promise<RowDone> => {
  const leaving = async () => ({ ...how, person: await (isNamed ? whom.inOthers() : whom.inTheirs()) });
  switch (kind) {
    case 'case':
      return caseGoes(services, id, await leaving());
    case 'beside':
      return personLeaves<Case>(services, { kind: 'case', id }, { ...(await leaving()), without: caseWithoutPerson });
    case 'alert':
      return alertGoes(services, id, await leaving());
    case 'beside-alert':
      return personLeaves<Alert>(
        services,
        { kind: 'alert', id },
        { ...(await leaving()), without: alertWithoutPerson },
      );
    case 'enrolment':
      return enrolmentGoes(services, id);
    case 'beside-contact':
      return personLeaves<Contact>(
        services,
        { kind: 'contact', id },
        { ...(await leaving()), without: contactWithoutPerson },
      );
    case 'contact':
      return contactGoes(services, whom, how);
  }
};
