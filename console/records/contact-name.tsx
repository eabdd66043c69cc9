import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import type { CasewardClient } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';

/** A contact, or null where there is none under that id. */
export const contactQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['contact', id, 'record'],
  queryFn: () => namedTogether(api, id),
  staleTime: 60_000,
});

// A list names many contacts at once, so those of one moment are asked for together.
const most = 100;
let waiting: { ids: Set<string>; found: Promise<ReadonlyMap<string, Contact>> } | undefined;

const readTogether = async (api: CasewardClient, ids: ReadonlySet<string>) => {
  await new Promise((resolve) => setTimeout(resolve, 10));
  waiting = undefined;
  const { data } = await api.listContacts({ query: { ids: [...ids].join(','), limit: ids.size } });
  return new Map(data.items.map((contact) => [contact.id, contact]));
};

const namedTogether = async (api: CasewardClient, id: string): Promise<Contact | null> => {
  if (!waiting || waiting.ids.size === most) {
    const ids = new Set<string>();
    waiting = { ids, found: readTogether(api, ids) };
  }
  waiting.ids.add(id);
  return (await waiting.found).get(id) ?? null;
};

/** The name of a contact, leading to their page; the id where they are not known any more. */
export const ContactName = ({ id, isPlain }: { id: string | undefined; isPlain?: boolean }) => {
  const api = useApi();
  const text = useText();
  const { data } = useQuery({ ...contactQuery(api, id ?? ''), enabled: id !== undefined });
  if (id === undefined) return <span>{text('records.nobody')}</span>;
  const name = data?.name ?? id;
  return isPlain ? <span>{name}</span> : <Link href={`/contacts/${encodeURIComponent(id)}`}>{name}</Link>;
};
