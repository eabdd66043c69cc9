import { own } from '#shared/core/records/own.ts';
import type { ForeignMembers } from '#shared/insight/imports/foreign/members.ts';

/** Somebody as another system names them. */
export interface ForeignPerson {
  /** What that system calls them. */
  id?: string | undefined;
  name?: string | undefined;
  email?: string | undefined;
}

/** Where a case stands, in words that every system has one for. */
export type ForeignStanding = 'to-do' | 'in-progress' | 'waiting' | 'resolved' | 'cancelled';
export type ForeignUrgency = 'critical' | 'high' | 'medium' | 'low';

export interface ForeignNote {
  text: string;
  at?: string | undefined;
  author?: ForeignPerson | undefined;
  public: boolean;
}

/** A case as another system exports it, before anybody asks what it is here. */
export interface ForeignCase {
  id?: string | undefined;
  subject?: string | undefined;
  description?: string | undefined;
  status?: { name: string; standing: ForeignStanding } | undefined;
  priority?: { name: string; urgency?: ForeignUrgency | undefined } | undefined;
  requester?: ForeignPerson | undefined;
  /** There is a row for each client of a case: a further one adds its requester. */
  hasRowPerClient?: true;
  createdBy?: ForeignPerson | undefined;
  assignee?: ForeignPerson | undefined;
  group?: string | undefined;
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
  closedAt?: string | undefined;
  dueAt?: string | undefined;
  /** What was said at the end. */
  closing?: string | undefined;
  tags: string[];
  notes: ForeignNote[];
  /** Whatever else it says, by name: custom fields among it. */
  more: [string, unknown][];
}

/** What stands beside the records of a document, such as the people that they name. */
export type SideRecords = Readonly<Record<string, unknown>>;

export interface ForeignReader {
  /** The columns without which a table is none of this system's; its records are JSON otherwise. */
  columns?: readonly (readonly string[])[];
  read: (record: ForeignMembers, beside: SideRecords) => ForeignCase;
}

const mailIn = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>\s*$/;

/** Somebody as a mail program writes them, by their address, or by a name alone. */
export const personOfText = (text: string | undefined): ForeignPerson | undefined => {
  if (text === undefined) return undefined;
  const [, name, email] = mailIn.exec(text) ?? [];
  if (email !== undefined) return { email, ...(name && { name }) };
  return text.includes('@') && !text.includes(' ') ? { email: text } : { name: text };
};

/** By which word of another system a case stands where. */
export const standingBy =
  (words: Readonly<Record<string, ForeignStanding>>) =>
  (name: string | undefined): ForeignCase['status'] => {
    if (name === undefined) return undefined;
    const word = name.trim().toLowerCase();
    return { name, standing: own(words, word) ?? 'in-progress' };
  };

/** What is said first is the description: it is no note as well. */
export const withoutDescription = (notes: ForeignNote[], description: string | undefined): ForeignNote[] => {
  const [first, ...others] = notes;
  return first && description !== undefined && first.text.trim() === description.trim() ? others : notes;
};
