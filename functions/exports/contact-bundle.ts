import { type BundleEntry, jsonLines, jsonText } from '#functions/exports/bundle.ts';
import { caseBundle, caseToHandOut, type HandingOut } from '#functions/exports/case-bundle.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import { observationKinds } from '#shared/automation/signals/signal-mapping.ts';
import { answerEnrolment } from '#shared/automation/workflows/enrolment.ts';
import { enrolmentIn } from '#shared/automation/workflows/enrolment-writes.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertsBy } from '#shared/casework/alerts/alerts.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';
import { readBelow, readHistory } from '#shared/core/records/read.ts';
import { enrolmentsOfContact, observationPrefix } from '#shared/core/table/automation-keys.ts';
import { clientLinkPrefix, contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import { notePrefix, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';

const pageSize = 200;

const linked = async ({ services }: HandingOut, contactId: string, prefix: string): Promise<string[]> => {
  const links = await services.table.queryAll({ pk: partitionOf({ kind: 'contact', id: contactId }), prefix });
  return links.map((link) => String(link.caseId ?? link.alertId));
};

/** The cases that concern a contact, as clients too, oldest first. */
export const casesOfContact = async (out: HandingOut, contactId: string): Promise<string[]> => {
  const [theirs, asClient] = [
    await linked(out, contactId, contactLinkPrefix('case')),
    await linked(out, contactId, clientLinkPrefix),
  ];
  return [...new Set([...theirs, ...asClient])];
};

/** Those of their alerts that the caller may see: none of a type that is gone. */
const alertsOfContact = async (out: HandingOut, contactId: string): Promise<Alert[]> => {
  const { services, caller } = out;
  const types = await services.definitions.all('alert-types');
  const alerts = await alertsBy(services.table, await linked(out, contactId, contactLinkPrefix('alert')));
  return alerts.filter((alert) => {
    const type = types.get(alert.type);
    return type && mayOnAlert(caller, 'view', type.value, alert);
  });
};

const historyOf = ({ services }: HandingOut, subject: { kind: 'contact' | 'alert'; id: string }) =>
  jsonLines(async (after) => {
    const { events, next } = await readHistory(services.table, subject, { limit: pageSize, after });
    return { items: events, next };
  });

/** Everything that is kept of a contact beside their cases. */
export async function* contactBundle(out: HandingOut, contact: Contact): AsyncGenerator<BundleEntry> {
  const { table } = out.services;
  const subject = { kind: 'contact' as const, id: contact.id };
  yield { name: 'contact.json', pieces: jsonText(contact) };
  yield { name: 'history.jsonl', pieces: historyOf(out, subject) };
  const below = (of: SubjectRef, prefix: string, member: string) =>
    jsonLines(async (after) => {
      const { items, next } = await readBelow(table, of, { prefix, limit: pageSize, after });
      return { items: items.map((item) => own(item, member)), next };
    });
  for (const kind of observationKinds)
    yield { name: `${kind}.jsonl`, pieces: below(subject, observationPrefix(kind), 'observation') };
  const enrolments = await table.queryAll({ index: 'gsi2', pk: enrolmentsOfContact(contact.id) });
  const answered = enrolments.map((item) => answerEnrolment(enrolmentIn(item)));
  yield { name: 'workflows.jsonl', pieces: jsonLines(async () => ({ items: answered })) };
  for (const alert of await alertsOfContact(out, contact.id)) {
    const of = { kind: 'alert' as const, id: alert.id };
    yield { name: `alerts/${alert.id}/alert.json`, pieces: jsonText(answerAlert(alert)) };
    yield { name: `alerts/${alert.id}/history.jsonl`, pieces: historyOf(out, of) };
    yield { name: `alerts/${alert.id}/notes.jsonl`, pieces: below(of, notePrefix, 'note') };
  }
}

/** A case of theirs in a folder of its own; nothing of one that the caller may not see. */
export async function* caseOfContact(out: HandingOut, id: string): AsyncGenerator<BundleEntry> {
  const found = await caseToHandOut(out, id, 'view');
  if (found) yield* caseBundle({ ...out, folder: `cases/${found.record.reference}/` }, found);
}

/** Everything that is kept of a contact. */
export async function* contactAndCases(out: HandingOut, contact: Contact): AsyncGenerator<BundleEntry> {
  yield* contactBundle(out, contact);
  for (const id of await casesOfContact(out, contact.id)) yield* caseOfContact(out, id);
}
