import assert from 'node:assert/strict';
import type { DemoMail, LocalControls } from '#local/demo/client.ts';

// Whom and what the story speaks of, and how its steps look at it: by the public API, the bus and
// the inbox only.

export interface DemoCase {
  id: string;
  version: number;
  reference: string;
  status: { key: string; category: string };
  assignee?: { user?: string; group?: string };
  escalated: number;
  dueAt: string;
  closedAt?: string;
  clocks: { key: string; state: string; dueAt: string; nextReminderAt?: string }[];
}

export interface Memory {
  alertId: string;
  caseId: string;
  adviser: string;
  /** Of the target as it was first, and as it is after it was extended. */
  firstReminderAt: string;
  reminderAt: string;
}

export interface World {
  local: LocalControls;
  memory: Partial<Memory>;
}

export const student = { id: 'S101', email: 'sofia.marin@students.example.edu', name: 'Sofia Marin' };
export const advisers = ['amara', 'ben', 'chloe'];
export const mailOf: Record<string, string> = {
  amara: 'amara.obi@staff.example.edu',
  ben: 'ben.ruiz@staff.example.edu',
  chloe: 'chloe.martin@staff.example.edu',
  farah: 'farah.haddad@staff.example.edu',
};

export const as = {
  admin: (local: LocalControls) => local.as({ sub: 'admin', groups: ['admins'] }),
  adviser: (local: LocalControls, id: string) => local.as({ sub: id, email: mailOf[id] ?? '', groups: ['advisers'] }),
};

export const remembered = <K extends keyof Memory>(memory: Partial<Memory>, key: K): Memory[K] => {
  const value = memory[key];
  assert.ok(value !== undefined, `the story has not got as far as ${key}`);
  return value;
};

export const theCase = async ({ local, memory }: World): Promise<DemoCase> => {
  const admin = await as.admin(local);
  return admin.get<DemoCase>(`/v1/cases/${remembered(memory, 'caseId')}`);
};

export const adviserOf = (memory: Partial<Memory>): string => remembered(memory, 'adviser');

export const completionOf = (record: DemoCase): DemoCase['clocks'][number] => {
  const clock = record.clocks.find(({ key }) => key === 'completion');
  assert.ok(clock, 'the case has a completion target');
  return clock;
};

/** An instant some seconds after another. */
export const after = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

export const notificationOf = (mail: DemoMail): string | undefined => mail.headers?.['x-caseward-notification'];

/** Mails of one kind to one person. */
export const mailsOf = async (local: LocalControls, notification: string, to: string): Promise<DemoMail[]> =>
  (await local.mails(to)).filter((mail) => notificationOf(mail) === notification);

export const once = async (local: LocalControls, notification: string, to: string): Promise<DemoMail> => {
  const mails = await mailsOf(local, notification, to);
  assert.equal(mails.length, 1, `${to} gets ${notification} once and got it ${mails.length} times`);
  return mails[0] as DemoMail;
};
