import { useQuery } from '@tanstack/react-query';
import { Mail, Phone } from 'lucide-react';
import { Link } from 'react-aria-components/Link';
import { useApi } from '#console/app/context.ts';
import { hrefOfContact } from '#console/contacts/contact-search.ts';
import styles from '#console/contacts/contacts.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { StatusBadge } from '#console/records/badges.tsx';
import { spelledOut } from '#console/records/field-name.ts';
import { PersonName } from '#console/records/names.tsx';
import { Badge, Card, Facts, Quiet, Row, Stack } from '#console/ui/surface.tsx';
import type { Contact } from '#shared/casework/contacts/contact.ts';

const shownCases = 4;

/** How somebody is reached. */
export const ContactWays = ({ contact: { email, phone } }: { contact: Contact }) => (
  <ul className={styles.ways}>
    {email !== undefined && (
      <li>
        <Mail aria-hidden />
        <a href={`mailto:${email}`}>{email}</a>
      </li>
    )}
    {phone !== undefined && (
      <li>
        <Phone aria-hidden />
        <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>
      </li>
    )}
  </ul>
);

export const ContactLabels = ({ contact: { labels } }: { contact: Contact }) =>
  labels.length === 0 ? null : (
    <Row>
      {labels.map((label) => (
        <Badge key={label}>{label}</Badge>
      ))}
    </Row>
  );

/** Who an alert or a case is about, beside it. */
export const ContactCard = ({ contact }: { contact: Contact }) => {
  const api = useApi();
  const text = useText();
  const { id, name, network } = contact;
  const { data: cases = [] } = useQuery({
    queryKey: ['contact', id, 'cases', shownCases],
    queryFn: async () => (await api.contactCases({ path: { id }, query: { limit: shownCases } })).data.items,
  });
  return (
    <Card title={text('contacts.contact')}>
      <Stack>
        <div>
          <strong>
            <Link href={hrefOfContact(id)}>{name}</Link>
          </strong>{' '}
          <Quiet>{id}</Quiet>
        </div>
        <ContactLabels contact={contact} />
        <ContactWays contact={contact} />
        <Facts
          facts={Object.entries(network).map(([role, { user }]) => [
            spelledOut(role),
            <PersonName key={role} of={{ user }} />,
          ])}
        />
        {cases.length > 0 && (
          <div>
            <h3>{text('contacts.cases')}</h3>
            <ul className={styles.shortList}>
              {cases.map((record) => (
                <li key={record.id}>
                  <Link href={`/cases/${record.id}`}>{record.subject}</Link>{' '}
                  <StatusBadge type={record.type} status={record.status} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </Stack>
    </Card>
  );
};
