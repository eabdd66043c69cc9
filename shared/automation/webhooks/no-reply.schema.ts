import * as z from 'zod';

// Why an endpoint gave no answer: each reason with its words, which the console has translated.

export const noReplyWords = {
  'host-not-found': 'no address is known for its host',
  'connection-refused': 'nothing listens at its address',
  'connection-lost': 'the connection broke off before it answered',
  unreachable: 'no way leads to its address',
  timeout: 'it did not answer within fifteen seconds',
  'certificate-not-valid': 'its certificate is not valid',
  'tls-failed': 'no secure connection could be made with it',
  'not-http': 'what it answered is not HTTP',
  'private-address': 'it does not lead to a public address',
  'invalid-url': 'its address is not a URL',
  'not-https': 'its address is not https',
  credentials: 'there is a name or a password in its address',
  failed: 'the message could not be sent',
} as const;

export type NoReplyReason = keyof typeof noReplyWords;

export const noReplyReason = z.enum(Object.keys(noReplyWords) as NoReplyReason[]);
