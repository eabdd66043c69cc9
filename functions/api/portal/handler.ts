import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices } from '#functions/services.ts';

/** What is asked of one case the same by login and by a link. */
const bothWays = (method: string, below: string, load: RouteTable[string]): RouteTable => ({
  [`${method} /v1/me/cases/{id}${below}`]: load,
  [`${method} /v1/public/links/{token}${below}`]: load,
});

export const routeTable: RouteTable = {
  'GET /v1/me/cases': () => import('#functions/api/portal/cases.ts'),
  ...bothWays('GET', '', () => import('#functions/api/portal/cases.ts')),
  ...bothWays('POST', '/withdraw', () => import('#functions/api/portal/cases.ts')),
  ...bothWays('GET', '/notes', () => import('#functions/api/portal/notes.ts')),
  ...bothWays('POST', '/notes', () => import('#functions/api/portal/notes.ts')),
  ...bothWays('GET', '/history', () => import('#functions/api/portal/history.ts')),
  ...bothWays('GET', '/files', () => import('#functions/api/portal/files.ts')),
  ...bothWays('POST', '/files', () => import('#functions/api/portal/files.ts')),
  ...bothWays('GET', '/files/{fileId}', () => import('#functions/api/portal/files.ts')),
  ...bothWays('GET', '/questions', () => import('#functions/api/portal/questions.ts')),
  ...bothWays('GET', '/questions/{questionId}', () => import('#functions/api/portal/questions.ts')),
  ...bothWays('POST', '/questions/{questionId}/answer', () => import('#functions/api/portal/questions.ts')),
  ...bothWays('GET', '/appointments', () => import('#functions/api/portal/appointments.ts')),
  ...bothWays('GET', '/contact', () => import('#functions/api/portal/contact.ts')),
  ...bothWays('PATCH', '/contact', () => import('#functions/api/portal/contact.ts')),
  'GET /v1/me/contact': () => import('#functions/api/portal/contact.ts'),
  'PATCH /v1/me/contact': () => import('#functions/api/portal/contact.ts'),
  'POST /v1/public/links/renew': () => import('#functions/api/portal/renew.ts'),
};

export const handler = apiHandler(buildServices(process.env, { files: () => filesWhenAsked(process.env) }), routeTable);
