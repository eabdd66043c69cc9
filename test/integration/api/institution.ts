import { synthesize } from '#local/cloud-assembly/synthesize.ts';
import {
  type Answer,
  type Client,
  clientFor,
  type LocalControls,
  localControls,
  type Person,
} from '#local/demo/client.ts';
import { loadSample } from '#local/sample/load.ts';
import { startStack } from '#local/stack.ts';
import { startsAt } from '#test/starts-at.ts';

// The sample institution on a local stack of its own, in memory, and the people who call it.

export type { Answer, Client };

/** People of the sample institution by what they may do with an academic concern. */
export const people = {
  admin: { sub: 'ada', groups: ['admins'] },
  'view-all': { sub: 'vera', groups: ['view-all'] },
  manager: { sub: 'amara', groups: ['advisers'] },
  'another manager': { sub: 'ben', groups: ['advisers'] },
  reassignment: { sub: 'dev', groups: ['tutors'] },
  escalation: { sub: 'farah', groups: ['advising-leads'] },
  enquiry: { sub: 'grace', groups: ['faculty'] },
  'other staff': { sub: 'ines', groups: ['estates'] },
  'requester, a starter': { sub: 'S101', groups: ['students'] },
  stranger: { sub: 'S130', groups: [] },
} as const satisfies Record<string, Person>;
export type Role = keyof typeof people;

export interface Institution {
  url: string;
  local: LocalControls;
  /** Their ways into the API; `nobody` has no token. */
  as: Record<Role | 'nobody', Client>;
  /** The token of a person, or of whatever the body asks for. */
  token: (body: object) => Promise<string>;
  /** How many events the bus carried, when all is quiet: grows with everything that is written. */
  eventsSoFar: () => Promise<number>;
  stop: () => Promise<void>;
}

/** A link to a case as its requester has it mailed, who has no login there. @returns its token */
export const linkTo = async ({ local, as }: Institution, id: string): Promise<string> => {
  const { reference, contactId } = await as.admin.get<{ reference: string; contactId: string }>(`/v1/cases/${id}`);
  const { email } = await as.admin.get<{ email: string }>(`/v1/contacts/${contactId}`);
  await as.nobody.post('/v1/public/links/renew', { reference, email });
  await local.idle();
  const links = (await local.mails(email)).flatMap(({ text }) => /\/links\/([\w-]{60,})/.exec(text)?.[1] ?? []);
  const token = links.at(-1);
  if (!token) throw new Error(`no link was mailed to ${email}`);
  return token;
};

export const startInstitution = async (): Promise<Institution> => {
  const stack = await startStack({
    assembly: synthesize(),
    state: 'memory',
    port: 'any',
    startsAt,
    verbose: process.env.VERBOSE !== undefined,
  });
  const { url } = stack;
  const local = localControls(url);
  const clients = await Promise.all(
    Object.entries(people).map(async ([role, person]) => [role, await local.as({ ...person })] as const),
  );
  const as = { ...Object.fromEntries(clients), nobody: clientFor(url) } as Institution['as'];
  await loadSample(as.admin);
  await local.idle();
  return {
    url,
    local,
    as,
    token: async (body) => {
      const response = await fetch(`${url}/_local/token`, { method: 'POST', body: JSON.stringify(body) });
      return ((await response.json()) as { token: string }).token;
    },
    eventsSoFar: async () => {
      await local.idle();
      return (await local.busEvents()).length;
    },
    stop: () => stack.stop(),
  };
};
