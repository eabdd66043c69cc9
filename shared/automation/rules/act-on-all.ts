import { type ActionContext, type Deciders, type RuleTarget, storyOf } from '#shared/automation/rules/act.ts';
import { createAlert, createCase } from '#shared/automation/rules/make-records.ts';
import type { ActionOf } from '#shared/automation/rules/rule-action.ts';
import { enrolContact } from '#shared/automation/workflows/enrol.ts';
import { keptEvent } from '#shared/automation/workflows/kept-event.ts';
import { type PersonOfStory, peopleOfStory } from '#shared/casework/assignment/people-of-story.ts';
import { mailRequestOf } from '#shared/casework/cases/mail-request.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Write } from '#shared/core/table/decision.ts';

const unique = (people: readonly PersonOfStory[]): PersonOfStory[] => [
  ...new Map(people.map((one) => [JSON.stringify(one), one])).values(),
];

/** The event that mail goes out by. It is committed with the run and changes no record. */
const mailEvent = (
  { template, to }: { template: string; to: PersonOfStory[] },
  { kind, record }: RuleTarget,
  { by, at, cause, event, optOut, newId }: ActionContext,
): Write =>
  mailRequestOf(
    { kind, record },
    { template, to, about: event?.after, optOut: optOut?.kind },
    { eventId: newId(), by, at, cause },
  );

const wantsIt = (one: PersonOfStory, { optOut }: ActionContext): boolean =>
  !('contact' in one) || !optOut?.contacts.has(one.contact);

const entriesOf = ({ to }: ActionOf<'send-mail'>) => (Array.isArray(to) ? to : [to]);

/** What is done the same way whatever the record is. */
export const onAll: Pick<Deciders<RuleTarget>, 'create-case' | 'create-alert' | 'enroll' | 'send-mail'> = {
  'create-case': createCase,
  'create-alert': createAlert,
  enroll: ({ workflow }, target, { by, at, cause, event: occurred, newId, enrolling }) => {
    const contactId = target.kind === 'contact' ? target.record.id : target.record.contactId;
    if (contactId === undefined) throw new Refusal('no-contact');
    const context = target.kind === 'contact' ? undefined : { kind: target.kind, id: target.record.id };
    const event = occurred && keptEvent(occurred);
    const enrolled = enrolContact(workflow, enrolling.get(workflow), {
      contactId,
      context,
      by,
      cause,
      event,
      at,
      newId,
    });
    const { enrollmentId, decisions, writes, places } = enrolled;
    return { also: decisions, writes, places, said: { enrollmentId } };
  },
  'send-mail': (action, target, around) => {
    const story = storyOf(target, around);
    const to = unique(entriesOf(action).flatMap((entry) => peopleOfStory(entry, story)));
    if (to.length === 0) return undefined;
    const wanted = to.filter((one) => wantsIt(one, around));
    if (wanted.length === 0) throw new Refusal('opted-out');
    const mail = { template: action.template, to: wanted };
    return { writes: [mailEvent(mail, target, around)], said: mail };
  },
};
