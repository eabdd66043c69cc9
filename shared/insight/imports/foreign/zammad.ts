import { own } from '#shared/core/records/own.ts';
import { attachedNames, plainText } from '#shared/insight/imports/foreign/comments.ts';
import {
  type ForeignNote,
  type ForeignReader,
  personOfText,
  standingBy,
} from '#shared/insight/imports/foreign/foreign-case.ts';
import { type ForeignMembers, isRecord } from '#shared/insight/imports/foreign/members.ts';

// Zammad: tickets as its API answers them with `expand=true`, one a line, with the articles where
// somebody put those in. The first article is what the ticket is about.

const standing = standingBy({
  new: 'to-do',
  open: 'in-progress',
  'pending reminder': 'waiting',
  'pending close': 'waiting',
  closed: 'resolved',
  merged: 'cancelled',
  removed: 'cancelled',
});
const urgencies = { high: 'high', normal: 'medium', low: 'low', urgent: 'critical' } as const;

const articleOf = (article: ForeignMembers): ForeignNote => {
  const isHtml = article.text('content_type')?.includes('html') ?? false;
  const body = article.text('body') ?? '';
  article.leave('from');
  return {
    text: isHtml ? plainText(body) : body,
    at: article.instant('created_at'),
    author: personOfText(article.text('created_by') ?? article.text('from')),
    public: article.take('internal') !== true && article.text('sender') !== 'System',
  };
};

export const zammad: ForeignReader = {
  read: (record) => {
    const written = record.records('articles', 'ticket_articles');
    const articles = written.map(articleOf);
    const [first, ...others] = articles;
    const isAbout = first?.public === true;
    const priority = record.text('priority')?.replace(/^\d+\s+/, '');
    const owner = record.text('owner');
    const number = record.text('number');
    record.leave('group_id', 'priority_id', 'state_id', 'owner_id', 'customer_id', 'organization_id');
    record.leave('created_by_id', 'updated_by_id', 'updated_by', 'article_ids', 'ticket_time_accounting_ids');
    record.leave('create_article_type_id', 'create_article_sender_id', 'create_article_type', 'create_article_sender');
    record.leave('last_contact_at', 'last_contact_agent_at', 'last_contact_customer_at', 'article_count');
    const customer = record.take('customer');
    return {
      id: record.text('id') ?? number,
      subject: record.text('title'),
      description: isAbout ? first.text : record.text('note'),
      status: standing(record.text('state')),
      priority:
        priority === undefined ? undefined : { name: priority, urgency: own(urgencies, priority.toLowerCase()) },
      requester: isRecord(customer)
        ? personOfText(String(customer.email ?? customer.login))
        : personOfText(typeof customer === 'string' ? customer : undefined),
      createdBy: personOfText(record.text('created_by')),
      assignee: owner === '-' ? undefined : personOfText(owner),
      group: record.text('group'),
      createdAt: record.instant('created_at'),
      updatedAt: record.instant('updated_at'),
      closedAt: record.instant('close_at', 'last_close_at'),
      dueAt: record.instant('pending_time', 'escalation_at'),
      tags: record.texts('tags'),
      notes: isAbout ? others : articles,
      more: [
        ...(number === undefined ? [] : [['number', number] as [string, unknown]]),
        ...attachedNames(written),
        ...record.rest(),
      ],
    };
  },
};
