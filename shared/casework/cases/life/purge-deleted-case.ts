import type { Alert } from '#shared/casework/alerts/alert.ts';
import { unlinkAlert } from '#shared/casework/alerts/escalate-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { type Remains, withoutDeleted } from '#shared/casework/cases/life/delete.ts';
import { contentToGo } from '#shared/casework/files/change-file.ts';
import type { CaseFile } from '#shared/casework/files/file.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { CommitContext } from '#shared/core/table/commit-context.ts';
import type { Decision, Item } from '#shared/core/table/decision.ts';
import { type JobPart, runJob } from '#shared/core/table/job.ts';
import { momentIndexKeys, momentKey, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';

// A transaction takes a hundred writes. Ten of them are a second or two, of the thirty that a
// wake-up has; one part is the records that point to the case.
const itemsATransaction = 100;
const partsAWakeUp = 11;

// Mails of what happened before may be under way still, and are noted below the case when they go
// out. A day later none is.
const againAfter = 24 * 60 * 60 * 1000;

/** Takes the case out of the records that point to it. */
const freeOthers = async (
  context: CommitContext,
  id: string,
  { by, alertIds, caseIds, clientLinks }: Remains,
): Promise<void> => {
  const at = context.now();
  const change = (decide: () => Promise<Decision | undefined>) =>
    againOnConflict(async () => {
      const decision = await decide();
      if (decision) await context.commit({ actor: by, at, cause: byHand }, [decision]);
    });
  for (const alertId of alertIds)
    await change(async () => {
      const alert = await readRecord<Alert>(context.table, 'alert', alertId);
      return alert?.caseId === id ? unlinkAlert(alert, { at }) : undefined;
    });
  for (const caseId of caseIds)
    await change(async () => {
      const other = await readRecord<Case>(context.table, 'case', caseId);
      return other && withoutDeleted(other, { id, at });
    });
  for (let from = 0; from < clientLinks.length; from += itemsATransaction)
    await context.table.deleteAll(clientLinks.slice(from, from + itemsATransaction));
};

/**
 * Emits, before files are deleted, that their content is to go; the consumer removes it, twice
 * where this breaks off here.
 */
const sayContentGoes = async (context: CommitContext, id: string, { by, items }: { by: Actor; items: Item[] }) => {
  const files = items.flatMap((item) => (item.file as CaseFile | undefined) ?? []);
  const at = context.now();
  if (files.length > 0)
    await context.commit(
      { actor: by, at, cause: byHand },
      [],
      [contentToGo(id, { files, by, eventId: context.newId(at), at })],
    );
};

/** The one event that stays says that there was a case and who deleted it. */
const stays = (item: Item): boolean => (item.event as DomainEvent | undefined)?.type === 'Case Deleted';

/** The moment at which to look again, a day from now; after that there is none. */
const lookAgain = async ({ table, now }: CommitContext, { moment, subject }: { moment: Item; subject: SubjectRef }) => {
  if (moment.isLast) return table.deleteAll([momentKey(subject)]);
  const at = iso(now() + againAfter);
  const generation = Number(moment.generation) + 1;
  return table.put({ ...moment, ...momentIndexKeys(subject, 'waiting', at), at, generation, isLast: true });
};

async function* partsOfPurge(
  context: CommitContext,
  { moment, subject, remains }: { moment: Item; subject: SubjectRef; remains: Remains },
): AsyncGenerator<JobPart> {
  const { table } = context;
  const pk = partitionOf(subject);
  yield () => freeOthers(context, subject.id, remains);
  for (;;) {
    const page = await table.query({ pk, limit: itemsATransaction, consistent: true });
    const left = page.items.filter((item) => item.sk !== moment.sk && !stays(item));
    if (left.length === 0 && !page.more) break;
    yield async () => {
      await sayContentGoes(context, subject.id, { by: remains.by, items: left });
      await table.deleteAll(left.map(({ sk }) => ({ pk, sk })));
    };
  }
  yield () => lookAgain(context, { moment, subject });
}

/**
 * Purges what a deleted case left, and a day later what was under way meanwhile. Its moment goes
 * last, so that a broken job runs again. Gives whether parts are left.
 */
export const purgeDeletedCase = async (context: CommitContext, id: string): Promise<boolean> => {
  const subject = { kind: 'case' as const, id };
  const moment = await context.table.get(momentKey(subject));
  const remains = moment?.remains as Remains | undefined;
  // Gone already, or woken too early by what waited for an earlier moment.
  if (!moment || !remains || epoch(String(moment.at)) > context.now()) return false;
  const { more } = await runJob(partsOfPurge(context, { moment, subject, remains }), { most: partsAWakeUp });
  return more;
};
