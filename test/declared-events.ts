import * as z from 'zod';
import { detailSchemaOf } from '#shared/contract/asyncapi.ts';
import { allEvents } from '#shared/contract/events.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';

const declared = new Map(
  await Promise.all(
    allEvents.map(async ({ before, after, ...event }) => {
      // What is read may be missing; what a decision says is all there.
      const said = z.object({ before: z.object(await before?.()), after: z.object(await after?.()) });
      return [event.type, { detail: await detailSchemaOf({ ...event, before, after }), said }] as const;
    }),
  ),
);

/** What is wrong with an event by its declaration; undefined where nothing is. */
export const faultOf = (type: string, detail: EventDetail): string | undefined => {
  const schemas = declared.get(type);
  if (!schemas) return `no event "${type}" is declared`;
  const whole = detail.valuesOmitted ? undefined : schemas.said.safeParse(detail).error;
  const error = schemas.detail.safeParse(detail).error ?? whole;
  return error && `${type}: ${z.prettifyError(error)} in ${JSON.stringify(detail)}`;
};
