import * as z from 'zod';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { mailSchema, messageSchema, newMessageSchema } from '#shared/mail/messages/message.schema.ts';

// Mail from a case: what staff send by hand, and everything that was mailed about it.

const shared = {
  family: 'cases' as const,
  who: 'staff' as const,
  params: z.strictObject({ id: z.string().min(1).max(64) }),
};
const read = { ...shared, method: 'GET' as const, readsOneRecord: true as const, query: plainPageQuery };

export const sendMessageRoute = defineRoute({
  ...shared,
  name: 'sendCaseMessage',
  findsMoreFaults: true,
  method: 'POST',
  path: '/v1/cases/{id}/messages',
  summary: 'Mail the requester or other people of a case, by a template or in your own words',
  ifMatch: 'optional',
  body: newMessageSchema,
  answer: messageSchema,
  status: 201,
  refusals: ['not-found', 'not-allowed', 'stale', 'in-trash', 'no-address', 'unknown-reference'],
});
export const caseMessagesRoute = defineRoute({
  ...read,
  name: 'caseMessages',
  path: '/v1/cases/{id}/messages',
  summary: 'Messages that staff sent from a case, oldest first, with what became of them',
  answer: pageOf(messageSchema),
  refusals: ['not-found'],
});
export const caseMailsRoute = defineRoute({
  ...read,
  name: 'caseMails',
  path: '/v1/cases/{id}/mails',
  summary: 'Every mail about a case of the last month, and those that staff sent, with what became of them',
  answer: pageOf(mailSchema),
  refusals: ['not-found'],
});

export const caseMessageRoutes = [sendMessageRoute, caseMessagesRoute, caseMailsRoute];
