import { noteServerDate } from '#console/app/server-clock.ts';

// What exists on the local stack only: /_local/*.

export interface LocalMail {
  to: string[];
  subject: string;
  text: string;
  at: string;
}

export interface LocalEvent {
  id: string;
  source: string;
  'detail-type': string;
  time: string;
  detail: { subject?: { kind: string; id: string; reference?: string } };
}

export interface DeadLetter {
  queue: string;
  reason?: string;
  body: unknown;
}

/** How long, or until when. */
export type Journey = { advance: string } | { to: string };

/** What goes wrong on purpose: shares of 0 to 1. */
export interface Faults {
  duplicate?: number;
  reorder?: boolean;
  delayMs?: number;
}

const ask = async <T>(path: string, body?: object): Promise<T> => {
  const response = await fetch(`/_local/${path}`, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  noteServerDate(response.headers);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? answer.detail ?? String(response.status));
  return answer;
};

const itemsAt = async <T>(path: string): Promise<T[]> => (await ask<{ items: T[] }>(path)).items;

/** The clock, what was mailed, what passed over the bus and what got stuck. */
export const localStack = {
  now: async () => (await ask<{ now: string }>('clock')).now,
  travel: (journey: Journey) => ask<{ now: string }>('clock', journey),
  mails: () => itemsAt<LocalMail>('mail'),
  events: () => itemsAt<LocalEvent>('events'),
  putEvents: (entries: object) => ask<object>('events', entries),
  deadLetters: () => itemsAt<DeadLetter>('dlq'),
  redrive: () => ask<object>('dlq/redrive', {}),
  faults: () => ask<Faults>('faults'),
  setFaults: (faults: Faults) => ask<Faults>('faults', faults),
};
