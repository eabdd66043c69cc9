import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { useApi } from '#console/app/context.ts';

/** A case by its reference and subject; by nothing more than a word where it is not to be seen. */
export const CaseLink = ({ id }: { id: string }) => {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['case', id, 'name'],
    queryFn: async () => (await api.getCase({ path: { id } })).data,
    staleTime: 60_000,
  });
  return <Link href={`/cases/${id}`}>{data ? `${data.reference} ${data.subject}` : id}</Link>;
};
