import {
  type Client,
  type ClientResponse,
  clientFor,
  type DemoPerson,
  type Fetch,
  type LocalControls,
  localControls,
} from '#local/demo/client.ts';
import { loadSample } from '#local/sample/load.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import { Table } from '#shared/core/table/table.ts';
import { House, type HouseFetch } from '#test/house/house.ts';
import { startsAt } from '#test/starts-at.ts';

// The sample institution in a house of its own, and the people who call it.

export type { Client, ClientResponse };

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
} as const satisfies Record<string, DemoPerson>;
export type Role = keyof typeof people;

export interface Institution {
  url: string;
  /** For requests that no client makes: of strangers from an address, of files by their URLs. */
  fetch: (url: string, init?: HouseFetch) => Promise<Response>;
  local: LocalControls;
  /** For tests that look into the table, or write past the API. */
  table: Table;
  /** Their ways into the API; `nobody` has no token. */
  as: Record<Role | 'nobody', Client>;
  /** Signs tokens, as the deployment's own does. */
  issuer: House['issuer'];
  /** The token of a person, or of whatever the body asks for. */
  token: (body: object) => Promise<string>;
  /** Every item of the table. */
  everything: () => Item[];
  /** Their keys alone. */
  keys: () => Key[];
  /** How many calls of the table there have been, of whatever function. */
  calls: () => number;
  betweenLooks: House['betweenLooks'];
  /** How many events the bus carried, when all is quiet: grows with everything that is written. */
  eventsSoFar: () => Promise<number>;
}

/** A link to a case as its requester has it mailed, who has no login there. @returns its token */
export const linkTo = async ({ local, as }: Pick<Institution, 'local' | 'as'>, id: string): Promise<string> => {
  const { reference, contactId } = await as.admin.get<{ reference: string; contactId: string }>(`/v1/cases/${id}`);
  const { email } = await as.admin.get<{ email: string }>(`/v1/contacts/${contactId}`);
  await as.nobody.post('/v1/public/links/renew', { reference, email });
  await local.idle();
  const links = (await local.mails(email)).flatMap(({ text }) => /\/links\/([\w-]{60,})/.exec(text)?.[1] ?? []);
  const token = links.at(-1);
  if (!token) throw new Error(`no link was mailed to ${email}`);
  return token;
};

/** The ways of all people into an API. */
export const waysInto = async ({
  url,
  fetch,
  local,
}: {
  url: string;
  fetch: Fetch;
  local: LocalControls;
}): Promise<Institution['as']> => {
  const clients = await Promise.all(
    Object.entries(people).map(async ([role, person]) => [role, await local.as({ ...person })] as const),
  );
  return { ...Object.fromEntries(clients), nobody: clientFor(url, undefined, fetch) } as Institution['as'];
};

const institutionIn = async (house: House): Promise<Institution> => {
  const { url, fetch } = house;
  const local = localControls(url, fetch);
  return {
    url,
    fetch,
    local,
    table: new Table(house.dynamodb, 'house'),
    everything: () => house.dynamodb.everything(),
    keys: () => house.dynamodb.keys(),
    calls: () => house.dynamodb.calls,
    betweenLooks: (meanwhile) => house.betweenLooks(meanwhile),
    as: await waysInto({ url, fetch, local }),
    issuer: house.issuer,
    token: (body) => house.issuer.sign(body),
    eventsSoFar: async () => {
      await local.idle();
      return (await local.busEvents()).length;
    },
  };
};

const loadAt = async (instant: number): Promise<House> => {
  const house = await House.open(undefined, instant);
  const { local, as } = await institutionIn(house);
  await loadSample(as.admin);
  await local.idle();
  return house;
};
const withSample = new Map<number, Promise<House>>();
/** A house with the sample, loaded once for the instant at which tests begin. */
const loaded = (): Promise<House> => {
  const instant = startsAt();
  const house = withSample.get(instant) ?? loadAt(instant);
  withSample.set(instant, house);
  return house;
};

/**
 * The sample institution in a house of its own. The sample is loaded once a worker. Where the run
 * plays in a storm (`CASEWARD_STORM`), faults begin when it is there.
 */
export const startInstitution = async (): Promise<Institution> => {
  const house = await House.open(await loaded());
  if (process.env.CASEWARD_STORM) house.setFaults(JSON.parse(process.env.CASEWARD_STORM));
  return institutionIn(house);
};

/** An institution with more in it than the sample, made once; each copy of it begins there. */
export const institutionWith = async <T>(prepare: (institution: Institution) => Promise<T>) => {
  const house = await House.open(await loaded());
  const prepared = await institutionIn(house);
  const more = await prepare(prepared);
  await prepared.local.idle();
  return { ...more, copy: async () => institutionIn(await House.open(house)) };
};

let institution: Institution | undefined;
let isShared = false;

/** Opens one for the test that begins, unless those of its file share one. */
export const openInstitution = async (): Promise<void> => {
  if (!isShared) institution = await startInstitution();
};

/** For tests that only read what was made before all of them: they share one institution. */
export const shareInstitution = async (): Promise<() => void> => {
  await openInstitution();
  isShared = true;
  return () => {
    isShared = false;
  };
};

/** The institution of the test that runs. */
export const here = (): Institution => {
  if (!institution) throw new Error('no institution is open');
  return institution;
};
