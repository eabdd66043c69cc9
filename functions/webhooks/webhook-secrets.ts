import type { Services } from '#functions/services.ts';
import { iso } from '#shared/core/records/instants.ts';
import { webhookSecretKey } from '#shared/core/table/automation-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';

// What the messages to a webhook are signed with. It lies apart from the configuration, among the
// secrets of the table: no export, version or event has it.

interface KeptSecrets {
  secret: string;
  previous?: string | undefined;
  /** Until when messages are signed with the one before, too. */
  previousUntil?: string | undefined;
}

// Time enough to deploy the new one where messages are received.
const bothLiveFor = 24 * 60 * 60 * 1000;

/** 256 bits, as Standard Webhooks writes them. */
const newSecret = ({ random }: Services): string => `whsec_${Buffer.from(random(32)).toString('base64')}`;

const keptSecrets = async ({ table }: Services, webhook: string): Promise<KeptSecrets | undefined> =>
  (await table.get(webhookSecretKey(webhook))) as unknown as KeptSecrets | undefined;

const secretWrite = (webhook: string, kept: KeptSecrets): Write => ({
  put: { ...webhookSecretKey(webhook), ...kept },
});

/** The secret of a webhook that is made. */
export const firstSecret = (services: Services, webhook: string) => {
  const secret = newSecret(services);
  return { secret, write: secretWrite(webhook, { secret }) };
};

/** Another secret; the one before is good for another day. */
export const rotatedSecret = async (services: Services, webhook: string) => {
  const before = await keptSecrets(services, webhook);
  const secret = newSecret(services);
  const previousUntil = before && iso(services.now() + bothLiveFor);
  return { secret, previousUntil, write: secretWrite(webhook, { secret, previous: before?.secret, previousUntil }) };
};

/** Signs messages to a webhook; with a secret that nobody knows where it was never given one. */
export const signerOf = async (services: Services, webhook: string) => {
  const kept = await keptSecrets(services, webhook);
  const secrets = kept ?? { secret: newSecret(services) };
  if (!kept)
    await services.commit(
      { actor: { kind: 'system', id: 'webhooks' }, at: services.now(), cause: { depth: 0 } },
      [],
      [secretWrite(webhook, secrets)],
    );
  const {
    default: { Webhook: Signer },
  } = await import('standardwebhooks');
  return (messageId: string, at: number, body: string): Record<string, string> => {
    const { secret, previous, previousUntil = '' } = secrets;
    const live = [secret, ...(previous !== undefined && previousUntil > iso(at) ? [previous] : [])];
    const timestamp = new Date(at);
    return {
      'content-type': 'application/json',
      'user-agent': 'Caseward',
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': live.map((one) => new Signer(one).sign(messageId, timestamp, body)).join(' '),
    };
  };
};
