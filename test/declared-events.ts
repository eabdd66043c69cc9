import * as z from 'zod';
import { detailSchemaOf } from '#shared/contract/asyncapi.ts';
import { allEvents } from '#shared/contract/events.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';

const declared = new Map(
  allEvents.map((event) => [
    event.type,
    {
      detail: detailSchemaOf(event),
      // What is read may be missing; what a decision says is all there.
      said: z.object({ before: z.object(event.before ?? {}), after: z.object(event.after ?? {}) }),
    },
  ]),
);

/** What is wrong with an event by its declaration; undefined where nothing is. */
export const faultOf = (type: string, detail: EventDetail): string | undefined => {
  const schemas = declared.get(type);
  if (!schemas) return `no event "${type}" is declared`;
  const whole = detail.valuesOmitted ? undefined : schemas.said.safeParse(detail).error;
  const error = schemas.detail.safeParse(detail).error ?? whole;
  return error && `${type}: ${z.prettifyError(error)} in ${JSON.stringify(detail)}`;
};
