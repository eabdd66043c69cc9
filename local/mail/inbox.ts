// `GET /_local/inbox`: the mails that were sent, for people.

import type { MailItem } from '#local/mail/mime.ts';

/** A mail with the number by which the inbox opens it. */
export interface NumberedMail extends MailItem {
  id: number;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a }
  table { border-collapse: collapse; width: 100% }
  td { border-top: 1px solid #ddd; padding: .4rem 1rem .4rem 0; vertical-align: top }
  pre { white-space: pre-wrap; background: #f7f7f7; padding: 1rem }
  iframe { border: 1px solid #ddd; width: 100%; height: 30rem }
</style>
<h1>${escaped(title)}</h1>
${content}
</html>
`;

/** The newest first, as many as anybody scrolls through. */
export function inboxPage(mails: readonly NumberedMail[]): string {
  const rows = mails.map(
    ({ id, at, to, subject }) =>
      `<tr><td>${at}</td><td>${escaped(to.join(', '))}</td><td><a href="?id=${id}">${escaped(subject)}</a></td></tr>`,
  );
  return page('Inbox', rows.length > 0 ? `<table>\n${rows.join('\n')}\n</table>` : '<p>No mail was sent.</p>');
}

/** One mail as its reader sees it. Scripts in it do not run, and its links open beside. */
export function mailPage({ at, from, to, cc, replyTo, subject, text, html, attachments }: NumberedMail): string {
  const lines = [
    ['From', from],
    ['To', to.join(', ')],
    ['Cc', cc.join(', ')],
    ['Reply to', replyTo ?? ''],
    ['At', at],
  ].filter(([, value]) => value !== '');
  const head = lines.map(([name, value]) => `<tr><td>${name}</td><td>${escaped(value ?? '')}</td></tr>`);
  const shown = escaped(`<base target="_blank">${html ?? ''}`);
  const files = attachments.map(({ filename, contentType, content }) => {
    const name = escaped(filename ?? contentType);
    return `<li><a download="${name}" href="data:application/octet-stream;base64,${content}">${name}</a></li>`;
  });
  const sandbox = 'allow-popups allow-popups-to-escape-sandbox';
  return page(
    subject,
    [
      `<table>${head.join('')}</table>`,
      ...(html === null ? [] : [`<iframe sandbox="${sandbox}" srcdoc="${shown}"></iframe>`]),
      ...(text === null ? [] : [`<pre>${escaped(text)}</pre>`]),
      ...(files.length === 0 ? [] : [`<ul>${files.join('')}</ul>`]),
      '<p><a href="inbox">All mails</a></p>',
    ].join('\n'),
  );
}
