import * as z from 'zod';
import { defineRoute } from '#shared/core/http/define-route.ts';

const one = z.strictObject({ token: z.string().min(1).max(500) });
const answer = z
  .strictObject({ kind: z.string(), optedOut: z.boolean() })
  .meta({ id: 'OptOut', description: 'The kind of mail, and whether no more of it is wanted.' });
const family = 'public' as const;
const path = '/v1/public/opt-outs/{token}' as const;

export const optOutRoute = defineRoute({
  name: 'optOut',
  method: 'POST',
  path,
  family,
  who: 'anyone',
  summary: 'No more mail of a kind, by the link in one: what the button of a mail program calls',
  ignoresBody: true,
  params: one,
  answer,
  refusals: ['link-not-valid'],
});
export const getOptOutRoute = defineRoute({
  name: 'getOptOut',
  method: 'GET',
  path,
  family,
  who: 'anyone',
  summary: 'What the link in a mail would end, and whether that is so already',
  params: one,
  answer,
  refusals: ['link-not-valid'],
});

export const optOutRoutes = [optOutRoute, getOptOutRoute];
