import { type ForeignMembers, textOf } from '#shared/insight/imports/foreign/members.ts';
import { linesOfHtml } from '#shared/mail/replies/lines-of-html.ts';

/** What HTML shows, as a note says it. */
export const plainText = (html: string): string =>
  linesOfHtml(html)
    .map(({ shown }) => shown)
    .join('\n')
    .trim();

/** Names of the files that hang on comments: an import brings none in, and says so. */
export const attachedNames = (comments: readonly ForeignMembers[]): [string, unknown][] => {
  const names = comments
    .flatMap((comment) => comment.records('attachments'))
    .map((file) => file.text('file_name', 'filename', 'name') ?? textOf(file.take('id')) ?? '?');
  return names.length === 0 ? [] : [['attachments', names]];
};
