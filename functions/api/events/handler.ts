import { setTimeout } from 'node:timers/promises';
import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

export const handlers = {
  followEvents: () => import('#functions/api/events/follow-events.ts'),
} satisfies HandlersOf<'events'>;

export const ports = { pause: () => (ms) => setTimeout(ms) } satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
