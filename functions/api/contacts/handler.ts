import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

export const handlers = {
  exportContact: () => import('#functions/api/contacts/export.ts'),
  listContacts: () => import('#functions/api/contacts/list.ts'),
  putContact: () => import('#functions/api/contacts/contacts.ts'),
  getContact: () => import('#functions/api/contacts/contacts.ts'),
  editContact: () => import('#functions/api/contacts/contacts.ts'),
  eraseContact: () => import('#functions/api/contacts/erase.ts'),
  contactTimeline: () => import('#functions/api/contacts/timeline.ts'),
  contactCases: () => import('#functions/api/contacts/of-contact.ts'),
  contactAlerts: () => import('#functions/api/contacts/of-contact.ts'),
  contactSegments: () => import('#functions/api/contacts/segments.ts'),
  getMyNotificationSettings: () => import('#functions/api/contacts/my-settings.ts'),
  putMyNotificationSettings: () => import('#functions/api/contacts/my-settings.ts'),
  getMyAbsence: () => import('#functions/api/contacts/absence.ts'),
  putMyAbsence: () => import('#functions/api/contacts/absence.ts'),
  deleteMyAbsence: () => import('#functions/api/contacts/absence.ts'),
  getAbsence: () => import('#functions/api/contacts/absence.ts'),
  putAbsence: () => import('#functions/api/contacts/absence.ts'),
  deleteAbsence: () => import('#functions/api/contacts/absence.ts'),
  myHandover: () => import('#functions/api/contacts/handover.ts'),
  handOver: () => import('#functions/api/contacts/handover.ts'),
} satisfies HandlersOf<'contacts'>;

export const ports = { files: () => filesWhenAsked(process.env) } satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
