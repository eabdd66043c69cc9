import { Temporal } from 'temporal-polyfill';
import type { Faults } from '#local/core/faults.ts';
import { parseVerbatim } from '#local/core/verbatim-json.ts';
import type { Issuer } from '#local/gateway/issuer.ts';
import type { MailIn } from '#local/mail/incoming.ts';
import type { Bus } from '#test/house/bus.ts';
import type { Executions } from '#test/house/executions.ts';
import type { Mailbox } from '#test/house/mailbox.ts';
import type { VirtualTime } from '#test/house/virtual-time.ts';

/** What tests steer and look at, of a house. */
interface House {
  time: VirtualTime;
  bus: Bus;
  mailbox: Mailbox;
  executions: Executions;
  issuer: Issuer;
  invocations: ReadonlyMap<string, number>;
  faults: Pick<Faults, 'settings'>;
  setFaults(settings: object): void;
}

interface Asked {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
}

const later = (now: number, duration: string): number =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').add(Temporal.Duration.from(duration))
    .epochMilliseconds;

/** What tests ask of a stack below /_local: tokens, time, mail, the bus, executions, faults. */
export const controls = (house: House, mailIn: MailIn) => {
  const json = ({ body }: Asked) => (body.length === 0 ? {} : JSON.parse(body.toString('utf8')));
  const since = ({ url }: Asked) => Date.parse(url.searchParams.get('since') ?? '1970-01-01T00:00:00Z');
  const now = () => ({ now: new Date(house.time.now()).toISOString() });
  const whenIdle = async () => {
    await house.time.idle();
    return { ready: true, idle: true, ...now() };
  };
  const answers: Record<string, (asked: Asked) => unknown> = {
    'POST /_local/token': async (asked) => ({ token: await house.issuer.sign(json(asked)) }),
    'GET /_local/jwks': () => house.issuer.jwks,
    'GET /_local/clock': now,
    'POST /_local/clock': async (asked) => {
      const { advance, to } = json(asked);
      await house.time.advanceTo(to === undefined ? later(house.time.now(), advance) : Date.parse(to));
      return now();
    },
    'GET /_local/health': whenIdle,
    'GET /_local/idle': whenIdle,
    'GET /_local/mail': (asked) => ({
      items: house.mailbox.list({
        to: asked.url.searchParams.get('to') ?? undefined,
        about: asked.url.searchParams.getAll('about'),
        since: since(asked),
      }),
    }),
    'DELETE /_local/mail': () => {
      house.mailbox.clear();
      return { items: [] };
    },
    'POST /_local/inbound-mail': ({ url: { searchParams }, body }) =>
      mailIn.receive(body, {
        to: searchParams.has('to') ? searchParams.getAll('to') : undefined,
        authentication: searchParams.get('authentication') ?? undefined,
      }),
    'GET /_local/events': (asked) => ({
      items: house.bus.events({ since: since(asked), about: asked.url.searchParams.get('about') ?? undefined }),
    }),
    'POST /_local/events': ({ body }) => {
      const entries = parseVerbatim(body.toString('utf8')) as { Source: string; DetailType: string; Detail: unknown }[];
      return house.bus.putFromOutside(
        entries.map(({ Detail, ...entry }) => ({
          ...entry,
          Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail),
        })),
      );
    },
    'GET /_local/executions': () => ({ items: house.executions.list() }),
    'GET /_local/functions': () => ({
      items: [...house.invocations].map(([name, invocations]) => ({ name: `caseward-local-${name}`, invocations })),
    }),
    'GET /_local/dlq': () => ({ items: house.bus.deadLetters() }),
    'POST /_local/dlq/redrive': () => ({ moved: house.bus.redrive() }),
    'GET /_local/faults': () => house.faults.settings(),
    'POST /_local/faults': (asked) => {
      house.setFaults(json(asked));
      return json(asked);
    },
  };
  return async (asked: Asked): Promise<Response> => {
    const answer = answers[`${asked.method} ${asked.url.pathname}`];
    if (!answer) return Response.json({ message: `There is no ${asked.url.pathname} in the house.` }, { status: 404 });
    return Response.json(await answer(asked));
  };
};
