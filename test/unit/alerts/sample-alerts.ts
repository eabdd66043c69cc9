import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import type { AlertStatus } from '#shared/casework/alerts/status.ts';
import { categoryOf } from '#shared/casework/alerts/status.ts';
import { compileCalendar } from '#shared/core/calendars/working-time.ts';

export const noon = Date.parse('2026-11-23T12:00:00.000Z');
export const later = noon + 60_000;
export const adviser = { kind: 'user', id: 'u1' } as const;

export const alertDefinition = (type: object = {}): AlertDefinition => ({
  key: 'attendance',
  version: 3,
  type: alertTypeSchema.parse({ name: 'Attendance', defaultPriority: 'medium', ...type }),
  priorities: ['critical', 'medium'],
  disabledPriorities: new Set(),
  calendar: compileCalendar({
    timeZone: 'UTC',
    week: { monday: [['09:00', '17:00']], tuesday: [['09:00', '17:00']] },
    holidays: [],
  }),
});

/** An alert in a status, with nothing else of note. */
export const alertThatIs = (status: AlertStatus, members: Partial<Alert> = {}): Alert => ({
  id: '01KAG0000000000000000000A1',
  version: 4,
  createdAt: '2026-11-20T09:00:00.000Z',
  createdBy: adviser,
  updatedAt: '2026-11-20T09:00:00.000Z',
  type: 'attendance',
  typeVersion: 3,
  status,
  category: categoryOf(status),
  priority: 'medium',
  contactId: 'S1',
  tags: [],
  fields: {},
  private: false,
  repeats: 0,
  noteCount: 0,
  ...members,
});
