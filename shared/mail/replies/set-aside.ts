import type * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseworkEventType, SaidOf } from '#shared/casework/casework.events.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { NewId } from '#shared/core/records/ids.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { mailEventKey } from '#shared/core/table/keys.ts';
import { setAsideKey } from '#shared/core/table/mail-keys.ts';
import type { RefusedFile } from '#shared/mail/replies/files-from.ts';
import type { MailHead } from '#shared/mail/replies/mail-head.ts';
import type { setAsideMailSchema, setAsideReasons } from '#shared/mail/replies/set-aside.schema.ts';

// Mail that is on no case, or not all of it, is listed for administrators and is an event of its
// case. The case does not change: a machine that answers each mail would stand in everyone's way.

export type SetAsideReason = (typeof setAsideReasons)[number];
type SetAsideMail = z.infer<typeof setAsideMailSchema>;

/** As long as the bucket keeps mails as they came in. */
const keptFor = 30 * 24 * 60 * 60 * 1000;

/** A mail as SES put it into the bucket. */
export interface ArrivedMail {
  /** The key of its object. */
  object: string;
  /** ISO 8601. */
  at: string;
  size: number;
  /** Undefined where not even that can be read. */
  head: MailHead | undefined;
}

export interface KeptAside {
  mail: SetAsideMail;
  object: string;
  /** Whether it says who somebody is whom staff are not to know: then nobody is handed it. */
  isHidden: boolean;
}

const mostText = 200;

/** The item of a mail that was set aside, the same however often it arrives. */
export const setAsideItem = (
  { object, at, size, head }: ArrivedMail,
  {
    reason,
    record,
    caseId = record?.id,
  }: { reason: SetAsideReason; record?: Case | undefined; caseId?: string | undefined },
): Item => {
  const isHidden = record?.anonymous === true;
  const key = setAsideKey(
    iso(epoch(at)),
    `${object.slice(object.lastIndexOf('/') + 1)}${caseId === undefined ? '' : `-${caseId}`}`,
  );
  const named = !isHidden &&
    head && {
      from: head.from.slice(0, 10).map((address) => address.slice(0, 320).toWellFormed()),
      subject: head.subject.slice(0, mostText).replaceAll('\u0000', '').toWellFormed(),
      isVerified: head.isVerified,
    };
  const mail: SetAsideMail = {
    id: key.sk,
    at: iso(epoch(at)),
    reason,
    size,
    ...named,
    ...(caseId !== undefined && { caseId }),
    ...(record && { reference: record.reference }),
  };
  return { ...key, mail, object, isHidden, expiresAt: Math.ceil((epoch(at) + keptFor) / 1000) } satisfies Item &
    KeptAside;
};

interface Telling {
  newId: NewId;
  /** Epoch milliseconds. */
  at: number;
  by: Actor;
}

type MailEventDraft<K extends CaseworkEventType> = { type: K; after: NonNullable<SaidOf<K>['detail']> };

const eventItem = (
  record: Case,
  { newId, at, by }: Telling,
  draft: MailEventDraft<'Mail Set Aside'> | MailEventDraft<'Mail Files Refused'>,
): Item => {
  const eventId = newId(at);
  const event: DomainEvent = {
    ...draft,
    eventId,
    schemaVersion: 1,
    occurredAt: iso(at),
    subject: { kind: 'case', id: record.id, reference: record.reference },
    ...(record.contactId !== undefined && { contactId: record.contactId }),
    actor: by,
    cause: { depth: 0 },
    changed: [],
    before: {},
  };
  return { ...mailEventKey({ kind: 'case', id: record.id }, record.version, eventId), event };
};

/** The event of a case that a mail to it was set aside. */
export const setAsideEvent = (record: Case, reason: SetAsideReason, telling: Telling): Item =>
  eventItem(record, telling, { type: 'Mail Set Aside', after: { reason } });

// A mail may have ten thousand parts; a reader of these knows enough.
const mostNamed = 50;

/** The event of a case, mailed to the sender, that files of a mail are in the whole mail alone. */
export const refusedFilesEvent = (record: Case, refused: readonly RefusedFile[], telling: Telling): Item =>
  eventItem(record, telling, {
    type: 'Mail Files Refused',
    after: { files: refused.slice(0, mostNamed), count: refused.length },
  });
