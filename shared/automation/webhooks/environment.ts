import * as z from 'zod';

/**
 * Where webhooks of a stage may be: at public addresses by https, or anywhere, also by http, as on
 * a machine of one's own.
 */
export const webhookTargets = ['public', 'anywhere'] as const;
export type WebhookTargets = (typeof webhookTargets)[number];
export const webhookEnvironment = z.object({ WEBHOOK_TARGETS: z.enum(webhookTargets) });
