import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { impersonalActor, noWords } from '#shared/insight/retention/impersonal.ts';

/** What tells people of the staff, and fields that only choose, from what may name somebody. */
export interface Staying {
  isStaff: (id: string) => boolean;
  /** Keys of custom fields that hold a choice or a yes or no. */
  choices: ReadonlySet<string>;
}

/** Custom fields that name nobody: a choice among what the type offers, a yes or no. */
export const choicesOf = (fields: CaseType['fields']): Set<string> =>
  new Set(fields.filter(({ type }) => ['choice', 'choices', 'boolean'].includes(type)).map(({ key }) => key));

export const stayingFields = (fields: Record<string, unknown>, { choices }: Staying): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => choices.has(key)));

/**
 * A case without its subject, texts, people from outside, place, tags and files. What is counted
 * stays: type, status, priority, its instants and clocks, who of the staff had it.
 */
export const anonymisedCase = (record: Case, staying: Staying): Case => {
  const { isStaff } = staying;
  const {
    description: _description,
    contactId: _contact,
    onBehalfOf: _behalf,
    details: _details,
    location: _location,
    beforeMerge: _beforeMerge,
    otherRequesters: _others,
    closure,
    ...rest
  } = record;
  return {
    ...rest,
    createdBy: impersonalActor(record.createdBy),
    subject: noWords,
    fields: stayingFields(record.fields, staying),
    tags: [],
    roles: record.roles.filter(({ id }) => isStaff(id)),
    clients: [],
    subscriptions: record.subscriptions.filter(({ id }) => isStaff(id)),
    locks: record.locks.filter(isStaff),
    opened: record.opened.filter(({ id }) => isStaff(id)),
    fileCount: 0,
    requesterFileCount: 0,
    ...(closure && {
      closure: {
        ...(closure.reason !== undefined && { reason: closure.reason }),
        at: closure.at,
        by: impersonalActor(closure.by),
      },
    }),
  };
};

/** The record goes over into what may stay of it, by one event that says nothing else. */
export const anonymiseCase = (current: Case, { at, ...staying }: Staying & { at: number }): Decision<Case> => ({
  kind: 'case',
  before: current,
  after: {
    ...anonymisedCase(current, staying),
    anonymisedAt: iso(at),
    version: current.version + 1,
    updatedAt: iso(at),
  },
  events: [{ type: 'Case Anonymised', changed: ['anonymisedAt'], before: {}, after: { anonymisedAt: iso(at) } }],
});
