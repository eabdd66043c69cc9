import { own } from '#shared/core/records/own.ts';
import { attachedNames, plainText } from '#shared/insight/imports/foreign/comments.ts';
import {
  type ForeignPerson,
  type ForeignReader,
  type SideRecords,
  standingBy,
  withoutDescription,
} from '#shared/insight/imports/foreign/foreign-case.ts';
import { type ForeignMembers, isRecord, isUnsaid, textOf } from '#shared/insight/imports/foreign/members.ts';

// Zendesk: the JSON export of an account, a ticket a line with its people and comments, or what the
// incremental export answers, with people, groups and fields beside the tickets.

const standing = standingBy({
  new: 'to-do',
  open: 'in-progress',
  pending: 'waiting',
  hold: 'waiting',
  solved: 'resolved',
  closed: 'resolved',
  deleted: 'cancelled',
});
const urgencies = { urgent: 'critical', high: 'high', normal: 'medium', low: 'low' } as const;

/** One of those beside the tickets, by its id. */
const besideBy = (beside: SideRecords, name: string, id: string | undefined): Record<string, unknown> | undefined => {
  const all = own(beside, name);
  if (id === undefined || !Array.isArray(all)) return undefined;
  return all.find((one): one is Record<string, unknown> => isRecord(one) && textOf(one.id) === id);
};

const personOf = (said: unknown, id: string | undefined, beside: SideRecords): ForeignPerson | undefined => {
  const found = isRecord(said) ? said : besideBy(beside, 'users', id);
  if (!found) return id === undefined ? undefined : { id };
  return { id: textOf(found.id) ?? id, name: textOf(found.name), email: textOf(found.email) };
};

const customFields = (value: unknown, beside: SideRecords): [string, unknown][] =>
  (Array.isArray(value) ? value : []).flatMap((one): [string, unknown][] => {
    if (!isRecord(one) || isUnsaid(one.value)) return [];
    const field = besideBy(beside, 'ticket_fields', textOf(one.id));
    const name = textOf(one.title) ?? textOf(one.name) ?? textOf(one.key) ?? textOf(field?.title);
    return [[name ?? `custom field ${textOf(one.id)}`, one.value]];
  });

const noteOf = (comment: ForeignMembers, beside: SideRecords) => ({
  text: comment.text('plain_body', 'body', 'value') ?? plainText(comment.text('html_body') ?? ''),
  at: comment.instant('created_at'),
  author: personOf(comment.take('author'), comment.text('author_id'), beside),
  public: comment.take('public') === true,
});

export const zendesk: ForeignReader = {
  read: (record, beside) => {
    const group = record.take('group');
    const groupId = record.text('group_id');
    const priority = record.text('priority');
    const description = record.text('description');
    const metrics = record.take('metric_set');
    const comments = record.records('comments');
    record.leave(
      'url',
      'raw_subject',
      'result_type',
      'generated_timestamp',
      'fields',
      'encoded_id',
      'allow_channelback',
    );
    const closed = isRecord(metrics) ? textOf(metrics.solved_at) : undefined;
    return {
      id: record.text('id'),
      subject: record.text('subject') ?? description?.split('\n')[0],
      description,
      status: standing(record.text('status')),
      priority: priority === undefined ? undefined : { name: priority, urgency: own(urgencies, priority) },
      requester: personOf(record.take('requester'), record.text('requester_id'), beside),
      createdBy: personOf(record.take('submitter'), record.text('submitter_id'), beside),
      assignee: personOf(record.take('assignee'), record.text('assignee_id'), beside),
      group: isRecord(group) ? textOf(group.name) : textOf(besideBy(beside, 'groups', groupId)?.name),
      createdAt: record.instant('created_at'),
      updatedAt: record.instant('updated_at'),
      closedAt: record.instant('solved_at') ?? closed,
      dueAt: record.instant('due_at'),
      tags: record.texts('tags'),
      notes: withoutDescription(
        comments.map((comment) => noteOf(comment, beside)),
        description,
      ),
      more: [...customFields(record.take('custom_fields'), beside), ...attachedNames(comments), ...record.rest()],
    };
  },
};
