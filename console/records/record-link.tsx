import { Link } from 'react-aria-components/Link';
import { CaseLink } from '#console/records/case-link.tsx';
import { ContactName } from '#console/records/contact-name.tsx';

/** A record of any kind by its name, leading to its page. Without a kind it is a case. */
export const RecordLink = ({ of, id }: { of: string | undefined; id: string }) => {
  if (of === 'contact') return <ContactName id={id} />;
  if (of === 'alert') return <Link href={`/alerts/${id}`}>{id}</Link>;
  return <CaseLink id={id} />;
};
