import type { Condition } from '#shared/core/conditions/condition.ts';
import { busEventsOf, everyPage, here, put, signIn, unique } from './world.ts';

// Words in which stories of segments speak.

interface SegmentAnswer {
  key: string;
  version: number;
  count: number;
  state: 'ready' | 'computing';
  computedAt?: string;
  progress?: number;
}
interface MemberRow {
  contactId: string;
  since: string;
  until?: string;
}
interface ContactSegmentRow {
  segment: string;
  since?: string;
  until?: string;
  held: boolean;
  explanation: { held: boolean };
}

/** A segment, filled by the time this is done. @returns its key */
export const aSegment = async (condition: Condition, more: object = {}, key = unique('segment-')): Promise<string> => {
  await put(`/v1/segments/${key}`, { name: key, condition, ...more });
  await here().local.idle();
  return key;
};

const admin = () => signIn('ada', 'admins');

export const segment = async (key: string): Promise<SegmentAnswer> =>
  (await admin()).get<SegmentAnswer>(`/v1/segments/${key}`);

export const rowsOf = async (key: string): Promise<MemberRow[]> => {
  await here().local.idle();
  return everyPage<MemberRow>(await admin(), `/v1/segments/${key}/members`, 2);
};
export const members = async (key: string): Promise<string[]> => (await rowsOf(key)).map(({ contactId }) => contactId);

export const segmentsOf = async (contactId: string, query = ''): Promise<ContactSegmentRow[]> => {
  await here().local.idle();
  return everyPage<ContactSegmentRow>(await admin(), `/v1/contacts/${contactId}/segments?${query}`);
};

interface CrossingDetail {
  eventId: string;
  occurredAt: string;
  after: { segment: string; reason: string };
}

/** What events said of a contact and a segment, once each: `joined by data`. */
export const crossings = async (contactId: string, key: string): Promise<string[]> => {
  await here().local.idle();
  const events = (await busEventsOf(contactId)).filter((event) => event['detail-type'].startsWith('Segment '));
  const seen = new Map(events.map((event) => [(event.detail as unknown as CrossingDetail).eventId, event]));
  return [...seen.values()].flatMap((event) => {
    const { after } = event.detail as unknown as CrossingDetail;
    const verb = event['detail-type'] === 'Segment Joined' ? 'joined' : 'left';
    return after.segment === key ? [`${verb} by ${after.reason}`] : [];
  });
};

/** What is so of nobody at any instant: an alert is escalated by what makes it a case. */
export const escalatedWithoutCase: Condition = {
  all: [{ some: 'alerts', where: { field: 'alert.status', op: 'is', value: 'escalated' } }, { none: 'cases' }],
};

/** Escalates an alert once a function has read which cases its contact has, and not yet it. */
export const escalateWhileRead = (alertId: string, by: 'segments' | 'wake'): void => {
  const made = { case: { type: 'academic-concern', subject: 'Now one' } };
  const happens = () => here().as.manager.post(`/v1/alerts/${alertId}/escalate`, made);
  here().betweenLooks({ function: by, looksFor: /CONTACT#.*"case#"/, happens });
};
