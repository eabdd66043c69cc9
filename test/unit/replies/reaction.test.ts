import PostalMime from 'postal-mime';
import { expect, it } from 'vitest';
import { isReaction } from '#shared/mail/replies/reaction.ts';

const mailOf = (type: string) =>
  PostalMime.parse(
    [
      'From: stella@students.example',
      'Subject: Re: We have your request',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=UTF-8',
      '',
      'Stella reacted via Gmail',
      '--b',
      `Content-Type: ${type}; charset=UTF-8`,
      '',
      '{"emoji": "\u{1f44d}", "version": 1}',
      '--b',
      'Content-Type: text/html; charset=UTF-8',
      '',
      '<p>Stella reacted via Gmail</p>',
      '--b--',
    ].join('\r\n'),
  );

it('[ME-2] a reaction from Gmail is known as one, and a mail with a file is none', async () => {
  expect(isReaction(await mailOf('text/vnd.google.email-reaction+json'))).toBe(true);
  expect(isReaction(await mailOf('application/json'))).toBe(false);
});
