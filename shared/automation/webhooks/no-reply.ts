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

export const isNoReplyReason = (code: string): code is NoReplyReason => Object.hasOwn(noReplyWords, code);

// Codes of Node's errors: of its resolver, of the system, of its TLS (OpenSSL's names of what is
// wrong with a certificate) and of its parser of HTTP.
const bySystem: readonly (readonly [RegExp, NoReplyReason])[] = [
  [/^(ENOTFOUND|ENODATA|EAI_\w+)$/, 'host-not-found'],
  [/^ECONNREFUSED$/, 'connection-refused'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE)$/, 'connection-lost'],
  [/^(EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/, 'unreachable'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/CERT|^UNABLE_TO_|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/, 'certificate-not-valid'],
  [/^(EPROTO|ERR_SSL_\w+|ERR_TLS_\w+)$/, 'tls-failed'],
  [/^HPE_/, 'not-http'],
];

/** The reason that a code of Node's errors stands for. */
export const noReplyReasonOf = (code: string): NoReplyReason =>
  bySystem.find(([pattern]) => pattern.test(code))?.[1] ?? 'failed';
