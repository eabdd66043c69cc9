import * as z from 'zod';
import { defineRoute } from '#shared/core/http/define-route.ts';

// Who calls: pages ask it before they decide what to offer.

const meSchema = z
  .strictObject({
    id: z.string(),
    name: z.string().optional(),
    email: z.string().optional(),
    groups: z.array(z.string()),
    isStaff: z.boolean().meta({ description: 'In a group of staff; everybody else sees their own cases only.' }),
    isAdmin: z.boolean(),
  })
  .meta({ id: 'Me' });

export const getMeRoute = defineRoute({
  name: 'getMe',
  method: 'GET',
  path: '/v1/me',
  family: 'portal',
  who: 'signed-in',
  summary: 'Who you are to Caseward: your groups, and whether you are staff',
  answer: meSchema,
});
