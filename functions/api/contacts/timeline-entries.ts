import { decodeTime } from 'ulid';
import type { Services } from '#functions/services.ts';
import type { TimelineEntry } from '#shared/automation/signals/timeline.routes.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { answerFile, type CaseFile } from '#shared/casework/files/file.ts';
import { answerQuestion, type Question } from '#shared/casework/questions/question.ts';
import { iso } from '#shared/core/records/instants.ts';
import { isUlid } from '#shared/core/records/ulid.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { childPrefix, filePrefix, notePrefix, partitionOf } from '#shared/core/table/keys.ts';
import { mailPrefix } from '#shared/core/table/mail-keys.ts';
import { deliveryStateOf } from '#shared/mail/messages/message.ts';
import type { KeptMail } from '#shared/mail/notifications/mail-events.ts';
import type { MailState } from '#shared/mail/notifications/outbox.ts';

/** An entry, with what tells it apart from others of its kind and instant. */
export type PlacedEntry = TimelineEntry & { tie: string };

interface TimelineRecord {
  id: string;
  createdAt: string;
}

/** What of the items below a record is shown, and as what. */
const shownBelow: Readonly<Record<string, (item: Item, within: Case | Alert) => PlacedEntry | undefined>> = {
  [notePrefix]: ({ note }) => entryOf('note', note as TimelineRecord),
  [childPrefix('activity')]: ({ record }) => entryOf('activity', record as TimelineRecord),
  [childPrefix('appointment')]: ({ record }) => entryOf('appointment', record as TimelineRecord),
  [childPrefix('question')]: ({ record }, within) =>
    entryOf('question', answerQuestion(record as Question, within as Case)),
  [filePrefix]: ({ file }) => entryOf('file', answerFile(file as CaseFile)),
  [mailPrefix]: ({ sk, mail, state }, { updatedAt }) => {
    if (!mail) return undefined;
    const { eventId, notification, address, at } = mail as KeptMail;
    const record = { eventId, notification, to: address, at, state: deliveryStateOf(state as MailState) };
    // It stands by what it is about: a digest is mailed hours after the last change of the record,
    // and an invitation is asked for a moment after it.
    const asked = isUlid(eventId) ? iso(decodeTime(eventId)) : at;
    return { at: asked < updatedAt ? asked : updatedAt, kind: 'mail', record, tie: sk };
  },
};

const entryOf = (kind: PlacedEntry['kind'], record: TimelineRecord): PlacedEntry => ({
  at: record.createdAt,
  kind,
  record: record as unknown as PlacedEntry['record'],
  tie: record.id,
});

// What most records have below them, in one Query.
const few = 300;
// Before what only grows.
const endOfLive = '}';
// What lies below a record is made in the order of its keys, but for what was imported: so much
// more than a page is read of each kind.
const slack = 50;

const showOf = ({ sk }: Item) => Object.entries(shownBelow).find(([prefix]) => sk.startsWith(prefix))?.[1];

/**
 * A case or an alert as it stands in the timeline of a person, with what lies below it.
 *
 * @param of as many entries as a page takes, in what order their place says
 */
export const entriesBelow = async (
  services: Services,
  { kind, record }: { kind: 'case' | 'alert'; record: Case | Alert },
  { now, limit, after }: { now: number; limit: number; after: string | undefined },
): Promise<PlacedEntry[]> => {
  const pk = partitionOf({ kind, id: record.id });
  const isBehind = (entry: PlacedEntry) => after === undefined || entry.at <= after.slice(0, entry.at.length);
  const whole = await services.table.query({ pk, to: endOfLive, limit: few });
  const pagedKinds = Object.entries(shownBelow).filter(([prefix]) => whole.more || prefix === mailPrefix);
  const live = whole.more ? [] : whole.items.flatMap((item) => showOf(item)?.(item, record) ?? []);
  const below = await Promise.all(
    pagedKinds.map(async ([prefix, show]) => {
      const found: PlacedEntry[] = [];
      for (let last: string | undefined, more = true; more && found.length < limit + slack; ) {
        const page = await services.table.query({ pk, prefix, descending: true, limit: limit + slack, after: last });
        found.push(...page.items.flatMap((item) => show(item, record) ?? []).filter(isBehind));
        last = page.items.at(-1)?.sk;
        ({ more } = page);
      }
      return found;
    }),
  );
  const own =
    kind === 'case'
      ? answerCase(record as Case, await definitionOf(services.definitions, record as Case), now)
      : answerAlert(record as Alert);
  const within = { kind, id: record.id };
  return [entryOf(kind, own), ...[...live, ...below.flat()].map((entry) => ({ ...entry, within }))];
};
