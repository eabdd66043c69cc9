import type { Services } from '#functions/services.ts';
import { iso } from '#shared/core/records/instants.ts';
import { webhookSecretKey } from '#shared/core/table/automation-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';

// What the messages to a webhook are signed with. It lies apart from the configuration, among the
// secrets of the table: no export, version or event has it.

interface KeptSecrets {
  secret: string;
  /** Those before it, newest first: until then messages are signed with each of them, too. */
  earlier?: { secret: string; until: string }[];
}

// Time enough to deploy the new one where messages are received.
const liveOnFor = 24 * 60 * 60 * 1000;
// Each is a signature more in the header of every message.
const mostEarlier = 4;

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

/** Another secret; the one before is good for another day, and so are those that still were. */
export const rotatedSecret = async (services: Services, webhook: string) => {
  const before = await keptSecrets(services, webhook);
  const secret = newSecret(services);
  const now = services.now();
  const previousUntil = before && iso(now + liveOnFor);
  const live = (before?.earlier ?? []).filter(({ until }) => until > iso(now));
  const earlier = before ? [{ secret: before.secret, until: iso(now + liveOnFor) }, ...live].slice(0, mostEarlier) : [];
  return { secret, previousUntil, write: secretWrite(webhook, { secret, earlier }) };
};

/** Signs messages to a webhook; with a secret that nobody knows where it was never given one. */
export const signerOf = async (services: Services, webhook: string) => {
  const kept = await keptSecrets(services, webhook);
  const secrets: KeptSecrets = kept ?? { secret: newSecret(services) };
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
    const earlier = (secrets.earlier ?? []).filter(({ until }) => until > iso(at));
    const live = [secrets.secret, ...earlier.map(({ secret }) => secret)];
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
