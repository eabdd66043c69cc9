import { contactSubject } from '#functions/segments/load-related.ts';
import type { Services } from '#functions/services.ts';
import { allReads, askSegment, type CompiledGeneration } from '#shared/automation/segments/generation.ts';
import {
  answerOfWatched,
  fewRecords,
  nameOf,
  type RecordIds,
  type Watch,
  watchAlso,
  watchedFor,
  watchOf,
} from '#shared/automation/segments/watch.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { ConditionResult } from '#shared/core/conditions/answers.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { recordsOf } from '#shared/core/conditions/related.ts';

/** What generations answer about a contact, by their names, at an instant (epoch ms). */
export interface ContactAnswers {
  answers: ReadonlyMap<string, ConditionResult>;
  at: number;
  /** What is to be watched of the contact from now on. */
  watch: Watch | undefined;
  /** What they were asked of. */
  seen?: Subject;
}

interface AskedContact {
  contact: Contact;
  asked: readonly CompiledGeneration[];
  /** Every generation that there is. */
  all: readonly CompiledGeneration[];
  watch: Watch | undefined;
  touched: RecordIds;
}

export const noRecords: RecordIds = { alerts: [], cases: [] };

const together = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

const subjectFor = (
  { table }: Services,
  { contact }: AskedContact,
  { asked, only }: { asked: readonly CompiledGeneration[]; only?: RecordIds },
): Promise<Subject> => contactSubject(table, contact, { reads: allReads(asked.map(({ reads }) => reads)), only });

/** Asks with what is watched and touched alone; undefined where that is not enough to know. */
const askWatched = async (
  services: Services,
  about: AskedContact,
  watch: Watch,
): Promise<ContactAnswers | undefined> => {
  const { asked, touched } = about;
  const only = { alerts: together(watch.alerts, touched.alerts), cases: together(watch.cases, touched.cases) };
  const subject = await subjectFor(services, about, { asked, only });
  const at = services.now();
  const answers = new Map<string, ConditionResult>();
  for (const generation of asked) {
    const answer = answerOfWatched(generation, { watch, subject, at }, askSegment(generation, subject, at));
    if (!answer) return undefined;
    answers.set(nameOf(generation), answer);
  }
  const next = watchAlso(watch, asked, { subject, at });
  return next && { answers, at, watch: next, seen: subject };
};

/** What to watch of a contact of whom a question has shown that there is much. */
const beginToWatch = async (services: Services, about: AskedContact): Promise<Watch | undefined> => {
  const { all } = about;
  const subject = await subjectFor(services, about, { asked: all });
  return watchOf(all, subject, services.now());
};

/**
 * What generations answer about a contact. Of one with many records only those are read that may
 * change an answer, and what was touched; all of them where that does not settle it.
 */
export const askContact = async (services: Services, about: AskedContact): Promise<ContactAnswers> => {
  const { asked, watch } = about;
  const known = asked.map((generation) => watch && watchedFor(watch, generation));
  const some = watch && known.every((one) => one) ? await askWatched(services, about, watch) : undefined;
  if (some) return some;
  const subject = await subjectFor(services, about, { asked });
  const at = services.now();
  const answers = new Map(asked.map((generation) => [nameOf(generation), askSegment(generation, subject, at)]));
  // Of a generation that has to read everything nothing new would be found out.
  const kept =
    watch && known.includes(null) && !known.includes(undefined) ? watchAlso(watch, asked, { subject, at }) : undefined;
  const many = recordsOf(subject, 'alerts').length + recordsOf(subject, 'cases').length > fewRecords;
  return { answers, at, watch: kept ?? (many ? await beginToWatch(services, about) : undefined), seen: subject };
};
