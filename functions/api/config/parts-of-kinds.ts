import { type ForgettingWarning, forgettingBy } from '#functions/api/config/forgetting.ts';
import { partsOfWebhook, stateOfWebhook } from '#functions/api/config/parts-of-webhook.ts';
import { answerProgress } from '#functions/api/config/segments.ts';
import type { Services } from '#functions/services.ts';
import { firstSecret } from '#functions/webhooks/webhook-secrets.ts';
import type { Person } from '#shared/access/person.ts';
import type { RuleFinding } from '#shared/automation/rules/check-rule.ts';
import type { Webhook } from '#shared/automation/webhooks/webhook.schema.ts';
import { withOthers } from '#shared/configuration/file.ts';
import { warningsAmong } from '#shared/configuration/rules-among.ts';
import type { Configuration } from '#shared/core/definitions/configuration.ts';
import { configured } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { webhookSecretKey } from '#shared/core/table/automation-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';

/** What is odd about what is saved, and refuses nothing. */
export type SavingWarning = ForgettingWarning | RuleFinding;

interface Made {
  writes: Write[];
  answer: object;
}

/** What a kind has beside what all kinds have: more in its answers, and items beside its record. */
interface PartsOfKind {
  answer?: (services: Services, record: Configuration) => Promise<object>;
  /** Of one that is asked for by its key. */
  answerOne?: (services: Services, key: string, caller: Person) => Promise<object>;
  /** Of one that is new: what lies beside it, and what is answered this once. */
  make?: (services: Services, record: Configuration) => Made;
  remove?: (key: string) => Write[];
  warnings?: (services: Services, after: Configuration) => Promise<SavingWarning[]>;
}

const amongRules: PartsOfKind['warnings'] = async ({ definitions, now }, after) => {
  const { kind, key, value } = after as Configuration & { kind: Kind };
  const future = withOthers(definitions, [{ kind, configured: configured(after) }]);
  return warningsAmong(future, { kind, key, value: value as ValueOf<Kind> }, now());
};
const whoIsLeft: PartsOfKind = { warnings: forgettingBy };

export const partsOfKinds: { readonly [K in Kind]?: PartsOfKind } = {
  groups: whoIsLeft,
  'alert-types': whoIsLeft,
  'case-types': {
    warnings: async (services, after) => [
      ...(await forgettingBy(services, after)),
      ...((await amongRules(services, after)) ?? []),
    ],
  },
  rules: { warnings: amongRules },
  segments: { answerOne: answerProgress },
  webhooks: {
    answer: partsOfWebhook,
    make: (services, record) => {
      const { secret, write } = firstSecret(services, record.key);
      return { writes: [write], answer: { ...stateOfWebhook(record.value as Webhook), secret } };
    },
    remove: (key) => [{ delete: webhookSecretKey(key) }],
  },
};
