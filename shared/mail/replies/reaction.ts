import type { Email } from 'postal-mime';

// A reaction from Gmail comes as a mail: "Stella reacted via Gmail", and beside it a part that says
// with which emoji. It is no answer to anything.
const reaction = 'text/vnd.google.email-reaction+json';

/** Whether a mail is no more than an emoji that somebody put on one of ours. */
export const isReaction = ({ attachments }: Pick<Email, 'attachments'>): boolean =>
  attachments.some(({ mimeType }) => mimeType === reaction);
