import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';
import { buildWebhookCaller } from '#functions/webhooks/webhook-caller.ts';
import { keyedKinds, type RouteNameOfKind, routeNamesOf } from '#shared/configuration/kind-names.ts';
import { pagesEnvironment } from '#shared/mail/notifications/environment.ts';

const ofEveryKind = keyedKinds.flatMap((kind) =>
  Object.values(routeNamesOf(kind)).map((name) => [name, () => import('#functions/api/config/configuration.ts')]),
);

export const handlers = {
  ...(Object.fromEntries(ofEveryKind) as Record<RouteNameOfKind, () => Promise<object>>),
  exportConfiguration: () => import('#functions/api/config/file.ts'),
  importConfiguration: () => import('#functions/api/config/file.ts'),
  readyMade: () => import('#functions/api/config/ready-made.ts'),
  installReadyMade: () => import('#functions/api/config/ready-made.ts'),
  duplicateCaseType: () => import('#functions/api/config/duplicate.ts'),
  trySignalMapping: () => import('#functions/api/config/try-mapping.ts'),
  runRetentionPolicy: () => import('#functions/api/config/run-retention.ts'),
  retargetCases: () => import('#functions/api/config/retarget.ts'),
  previewTemplate: () => import('#functions/api/config/preview.ts'),
  suppressedAddresses: () => import('#functions/api/config/suppressed.ts'),
  mailAddressAgain: () => import('#functions/api/config/suppressed.ts'),
  webhookDeliveries: () => import('#functions/api/config/webhooks.ts'),
  rotateWebhook: () => import('#functions/api/config/webhooks.ts'),
  testWebhook: () => import('#functions/api/config/webhooks.ts'),
  replayWebhook: () => import('#functions/api/config/webhooks.ts'),
  recoverWebhook: () => import('#functions/api/config/webhooks.ts'),
  createSegment: () => import('#functions/api/config/segments.ts'),
  previewSegment: () => import('#functions/api/config/segments.ts'),
  segmentMembers: () => import('#functions/api/config/segments.ts'),
  conditionFields: () => import('#functions/api/config/configuration.ts'),
} satisfies HandlersOf<'config'>;

export const ports = {
  pages: () => pagesEnvironment.parse(process.env),
  webhooks: () => buildWebhookCaller(process.env),
} satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
