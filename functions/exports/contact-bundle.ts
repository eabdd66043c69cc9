import { type BundleEntry, jsonLines, jsonText } from '#functions/exports/bundle.ts';
import { caseBundle, caseToHandOut, type HandingOut } from '#functions/exports/case-bundle.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import { observationKinds } from '#shared/automation/signals/signal-mapping.ts';
import { answerEnrolment } from '#shared/automation/workflows/enrolment.ts';
import { enrolmentIn } from '#shared/automation/workflows/enrolment-writes.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';
import { readBelow, readHistory, readRecord } from '#shared/core/records/read.ts';
import { enrolmentsOfContact, observationPrefix } from '#shared/core/table/automation-keys.ts';
import { clientLinkPrefix, contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { notePrefix, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';
import { pagesOfRanges, type WholeRange } from '#shared/core/table/one-by-one.ts';

const pageSize = 200;

/** Where an alert or a case of a contact is named, also a case in which they are a client. */
type LinkRange = WholeRange & { of: 'alert' | 'case' | 'client' };

/** What is linked to a contact: alerts, cases, and those in which they are a client. */
export const linksOfContact = (contactId: string): LinkRange[] => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  return [
    { of: 'alert', pk, prefix: contactLinkPrefix('alert') },
    { of: 'case', pk, prefix: contactLinkPrefix('case') },
    { of: 'client', pk, prefix: clientLinkPrefix },
  ];
};

const historyOf = ({ services }: HandingOut, subject: { kind: 'contact' | 'alert'; id: string }) =>
  jsonLines(async (after) => {
    const { events, next } = await readHistory(services.table, subject, { limit: pageSize, after });
    return { items: events, next };
  });

const below = ({ services }: HandingOut, of: SubjectRef, { prefix, member }: { prefix: string; member: string }) =>
  jsonLines(async (after) => {
    const { items, next } = await readBelow(services.table, of, { prefix, limit: pageSize, after });
    return { items: items.map((item) => own(item, member)), next };
  });

/** What is kept of a contact itself. */
export async function* contactBundle(out: HandingOut, contact: Contact): AsyncGenerator<BundleEntry> {
  const { table } = out.services;
  const subject = { kind: 'contact' as const, id: contact.id };
  yield { name: 'contact.json', pieces: jsonText(contact) };
  yield { name: 'history.jsonl', pieces: historyOf(out, subject) };
  for (const kind of observationKinds)
    yield {
      name: `${kind}.jsonl`,
      pieces: below(out, subject, { prefix: observationPrefix(kind), member: 'observation' }),
    };
  const enrolments = await table.queryAll({ index: 'gsi2', pk: enrolmentsOfContact(contact.id) });
  const answered = enrolments.map((item) => answerEnrolment(enrolmentIn(item)));
  yield { name: 'workflows.jsonl', pieces: jsonLines(async () => ({ items: answered })) };
}

/** An alert of theirs in a folder of its own; nothing of one that the caller may not see. */
async function* alertOfContact(out: HandingOut, id: string): AsyncGenerator<BundleEntry> {
  const { services, caller } = out;
  const alert = await readRecord<Alert>(services.table, 'alert', id);
  const type = alert && (await services.definitions.one('alert-types', alert.type));
  if (!alert || !type || !mayOnAlert(caller, 'view', type.value, alert)) return;
  const of = { kind: 'alert' as const, id };
  yield { name: `alerts/${id}/alert.json`, pieces: jsonText(answerAlert(alert)) };
  yield { name: `alerts/${id}/history.jsonl`, pieces: historyOf(out, of) };
  yield { name: `alerts/${id}/notes.jsonl`, pieces: below(out, of, { prefix: notePrefix, member: 'note' }) };
}

/** What some links lead to, each in a folder of its own; nothing that the caller may not see. */
export async function* linkedToContact(
  out: HandingOut,
  contact: Pick<Contact, 'id'>,
  { items, range }: { items: readonly Item[]; range?: LinkRange },
): AsyncGenerator<BundleEntry> {
  for (const { alertId, caseId } of items)
    if (range?.of === 'alert') yield* alertOfContact(out, String(alertId));
    else {
      const found = await caseToHandOut(out, String(caseId), 'view');
      // A case may be theirs, and they a client of it besides.
      const isTwice = range?.of === 'client' && found?.record.contactId === contact.id;
      if (found && !isTwice) yield* caseBundle({ ...out, folder: `cases/${found.record.reference}/` }, found);
    }
}

/** Everything that is kept of a contact. */
export async function* contactAndLinked(out: HandingOut, contact: Contact): AsyncGenerator<BundleEntry> {
  yield* contactBundle(out, contact);
  for (const range of linksOfContact(contact.id))
    for await (const items of pagesOfRanges(out.services.table, [range], pageSize))
      yield* linkedToContact(out, contact, { items, range });
}
