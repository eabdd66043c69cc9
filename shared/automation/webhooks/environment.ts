import * as z from 'zod';

/**
 * Where webhooks of a stage may be: at public addresses by https, or, as on a machine of one's own,
 * also by http and on this machine.
 */
export const webhookTargets = ['public', 'this-machine-too'] as const;
export type WebhookTargets = (typeof webhookTargets)[number];
export const webhookEnvironment = z.object({ WEBHOOK_TARGETS: z.enum(webhookTargets) });
