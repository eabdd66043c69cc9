import { appointmentForRequester } from '#shared/casework/appointments/appointment.ts';
import { answerQuestion, answerQuestionForRequester } from '#shared/casework/questions/question.ts';
import type { Audience, CaseMailContext } from '#shared/mail/notifications/context.ts';
import { activityOf, appointmentOf } from '#shared/mail/notifications/recipients.ts';

// What templates say of things below a case, as far as each audience may know.

/** Its notes are for staff. */
export const appointmentFor = (context: CaseMailContext, audience: Audience) => {
  const appointment = appointmentOf(context);
  return appointment && (audience === 'staff' ? appointment : appointmentForRequester(appointment));
};

/** A follower has no part in what staff and the requester ask each other. */
export const questionOf = ({ event: { after }, record }: CaseMailContext, audience: Audience) => {
  const question = 'question' in after ? after.question : undefined;
  if (!question || audience === 'follower') return undefined;
  return audience === 'staff' ? answerQuestion(question, record) : answerQuestionForRequester(question, record);
};

/** To a requester who takes part, what it is called and when. */
export const activityFor = (context: CaseMailContext, audience: Audience) => {
  const activity = activityOf(context);
  if (!activity || audience === 'staff') return activity;
  return { id: activity.id, subject: activity.subject, at: activity.at };
};

export const silenceOf = ({ event }: CaseMailContext) =>
  event.type === 'Silence Warned' ? { closesAt: event.after.closesAt } : undefined;
