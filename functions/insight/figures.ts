// Counts records for figures. A change only says which to look at: each is read afresh and written
// with what it counts as, in items of its own, so changes may come twice, late or out of order.

import { countRecords } from '#functions/insight/count-records.ts';
import {
  type FollowingRecord,
  type FollowingWork,
  followContacts,
  isFollowUp,
  recordsARun,
} from '#functions/project/follow-ups.ts';
import type { Services } from '#functions/services.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { type Change, type Projection, recordChange } from '#shared/insight/change.ts';
import { cellsOfAlert } from '#shared/insight/rollups/alert-cells.ts';
import { cellsOfCase } from '#shared/insight/rollups/case-cells.ts';
import { countsOf, textOfCells } from '#shared/insight/rollups/cells.ts';
import type { CountedSubject } from '#shared/insight/rollups/counted.ts';
import { attributesOf } from '#shared/insight/rollups/persons.ts';
import type { ReportingDays } from '#shared/insight/rollups/reporting-days.ts';

const ofNobody = () => [];

/** What of a change makes a record count otherwise; the same before and after: nothing does. */
const sidesOf = (change: Change, days: ReportingDays): [CountedSubject, unknown, unknown] | undefined => {
  const ofCase = recordChange('case', change);
  if (ofCase) {
    const seen = (record: typeof ofCase.after) =>
      record && [textOfCells(countsOf(cellsOfCase(record, ofNobody, days))), record.contactId, record.locks];
    return [{ kind: 'case', id: ofCase.id }, seen(ofCase.before), seen(ofCase.after)];
  }
  const ofAlert = recordChange('alert', change);
  if (ofAlert) {
    const seen = (record: typeof ofAlert.after) =>
      record && [textOfCells(countsOf(cellsOfAlert(record, ofNobody, days))), record.contactId];
    return [{ kind: 'alert', id: ofAlert.id }, seen(ofAlert.before), seen(ofAlert.after)];
  }
  const ofContact = recordChange('contact', change);
  const seen = (record: Contact | undefined) => record && [record.kind, attributesOf(record)];
  return ofContact && [{ kind: 'contact', id: ofContact.id }, seen(ofContact.before), seen(ofContact.after)];
};

const changed = (change: Change, days: ReportingDays): CountedSubject | undefined => {
  const sides = sidesOf(change, days);
  if (!sides) return undefined;
  const [counted, before, after] = sides;
  return JSON.stringify(before) === JSON.stringify(after) ? undefined : counted;
};

/** Alerts and cases of a contact: they are counted by its attributes. */
const recordsOfContact = async ({ table }: Services, id: string): Promise<FollowingRecord[]> => {
  const of = async (kind: 'case' | 'alert') => {
    const links = await table.queryAll({ pk: partitionOf({ kind: 'contact', id }), prefix: contactLinkPrefix(kind) });
    return links.map((link): FollowingRecord => ({ kind, id: String(link.caseId ?? link.alertId) }));
  };
  return (await Promise.all([of('case'), of('alert')])).flat();
};

const projection = 'figures';

/** @param most of how many records of contacts one run counts */
export const figures = (services: Services, most = recordsARun): Projection => {
  const countThem = async (changes: readonly Change[]) => {
    const { reportingDays: days, table } = services;
    const named = changes.flatMap((change) => changed(change, days) ?? []);
    const all = new Map(named.map((one) => [`${one.kind} ${one.id}`, one]));
    const instants = changes.flatMap(({ at }) => at ?? []);
    const changedAt = instants.length === 0 ? undefined : Math.max(...instants);
    const count = (some: readonly CountedSubject[]) => countRecords(services, some, { days, changedAt });
    await count([...all.values()]);
    const contacts = [...all.values()].flatMap(({ kind, id }) => (kind === 'contact' ? [id] : []));
    const following: FollowingWork<FollowingRecord> = {
      table,
      projection,
      now: services.now(),
      most,
      recordsOf: ({ contactId }) => recordsOfContact(services, contactId),
      take: count,
    };
    await followContacts(
      following,
      changes,
      contacts.map((contactId) => ({ contactId, before: [] })),
    );
  };
  return {
    name: projection,
    wants: (change) => ['case', 'alert', 'contact'].includes(change.key.sk) || isFollowUp(change, projection),
    take: countThem,
  };
};
