import type { WebhookTargets } from '#shared/automation/webhooks/environment.ts';
import type { NoReplyReason } from '#shared/automation/webhooks/no-reply.schema.ts';

/** A message on its way to an endpoint. */
export interface WebhookCall {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What an endpoint answered; its body is nobody's business. */
export interface WebhookReply {
  status: number;
  /** How long it asks to be left alone, in milliseconds. */
  retryAfter?: number | undefined;
}

/** Why there was no answer, by our reason: errors of a system may hold addresses of a network. */
export class NoReply extends Error {
  override name = 'NoReply';
  readonly reason: NoReplyReason;

  constructor(reason: NoReplyReason, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** How webhooks are called, and where they may be. */
export interface WebhookCaller {
  targets: WebhookTargets;
  /** @throws NoReply */
  call: (call: WebhookCall) => Promise<WebhookReply>;
}
