import type { NoReplyReason } from '#shared/automation/webhooks/no-reply.schema.ts';

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
