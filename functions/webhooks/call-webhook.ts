import http from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { noReplyReasonOf } from '#functions/webhooks/no-reply-reason.ts';
import { NoReply, type WebhookCall, type WebhookCaller, type WebhookReply } from '#functions/webhooks/webhook-call.ts';
import type { WebhookTargets } from '#shared/automation/webhooks/environment.ts';
import { type NoReplyReason, noReplyReason } from '#shared/automation/webhooks/no-reply.schema.ts';
import { faultsOfTarget, thisMachine } from '#shared/automation/webhooks/target.ts';
import { own } from '#shared/core/records/own.ts';

// Promised in docs/guide/webhooks.md.
const patience = 15_000;

const retryAfterOf = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
};

const reasonOf = (error: unknown, isOver: boolean): NoReplyReason => {
  if (isOver) return 'timeout';
  const { code = '', message } = error as NodeJS.ErrnoException;
  return /is not allowed/.test(message) ? 'private-address' : noReplyReasonOf(code);
};

/**
 * Calls endpoints. A name is judged by the address that is connected to; no answer is followed on;
 * of an answer only the head is read; and all of it has fifteen seconds.
 */
export const callWebhooks = ({
  targets,
  lookup,
  within = patience,
  now = Date.now,
}: {
  targets: WebhookTargets;
  lookup?: http.AgentOptions['lookup'];
  within?: number;
  now?: () => number;
}): WebhookCaller['call'] => {
  const options = {
    allowIPAddressList: targets === 'this-machine-too' ? thisMachine : [],
    keepAlive: false,
    ...(lookup && { lookup }),
  };
  const agents = { 'http:': new RequestFilteringHttpAgent(options), 'https:': new RequestFilteringHttpsAgent(options) };

  return ({ url: address, headers, body }: WebhookCall): Promise<WebhookReply> =>
    new Promise((resolve, reject) => {
      const [refused] = faultsOfTarget(address, targets);
      if (refused) return reject(new NoReply(noReplyReason.catch('failed').parse(refused.code)));
      const url = new URL(address);
      const signal = AbortSignal.timeout(within);
      const send = url.protocol === 'http:' ? http.request : https.request;
      const request = send(url, {
        method: 'POST',
        agent: own(agents, url.protocol),
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal,
      });
      request.on('response', (response) => {
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: retryAfterOf(response.headers['retry-after'], now()),
        });
        response.destroy();
      });
      request.on('error', (error) => reject(new NoReply(reasonOf(error, signal.aborted), error)));
      request.end(body);
    });
};
