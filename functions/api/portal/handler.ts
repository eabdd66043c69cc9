import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

/** What is asked of one case the same by login and by a link. */
const bothWays = <N extends string>(name: N, load: () => Promise<object>) =>
  ({ [name]: load, [`${name}ByLink`]: load }) as Record<N | `${N}ByLink`, () => Promise<object>>;

export const handlers = {
  getMe: () => import('#functions/api/portal/me.ts'),
  listMyCases: () => import('#functions/api/portal/cases.ts'),
  listMyCaseTypes: () => import('#functions/api/portal/case-types.ts'),
  ...bothWays('getMyCase', () => import('#functions/api/portal/cases.ts')),
  ...bothWays('withdrawMyCase', () => import('#functions/api/portal/cases.ts')),
  ...bothWays('myNotes', () => import('#functions/api/portal/notes.ts')),
  ...bothWays('addMyNote', () => import('#functions/api/portal/notes.ts')),
  ...bothWays('myHistory', () => import('#functions/api/portal/history.ts')),
  ...bothWays('myFiles', () => import('#functions/api/portal/files.ts')),
  ...bothWays('announceMyFile', () => import('#functions/api/portal/files.ts')),
  ...bothWays('getMyFile', () => import('#functions/api/portal/files.ts')),
  ...bothWays('myQuestions', () => import('#functions/api/portal/questions.ts')),
  ...bothWays('getMyQuestion', () => import('#functions/api/portal/questions.ts')),
  ...bothWays('answerMyQuestion', () => import('#functions/api/portal/questions.ts')),
  ...bothWays('myAppointments', () => import('#functions/api/portal/appointments.ts')),
  ...bothWays('myContactOfCase', () => import('#functions/api/portal/contact.ts')),
  ...bothWays('editMyContactOfCase', () => import('#functions/api/portal/contact.ts')),
  getMyContact: () => import('#functions/api/portal/contact.ts'),
  editMyContact: () => import('#functions/api/portal/contact.ts'),
  renewLink: () => import('#functions/api/portal/renew.ts'),
} satisfies HandlersOf<'portal'>;

export const ports = { files: () => filesWhenAsked(process.env) } satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
