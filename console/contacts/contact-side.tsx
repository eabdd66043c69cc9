import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { useIntl } from 'react-intl';
import { useApi } from '#console/app/context.ts';
import { ContactLabels, ContactWays } from '#console/contacts/contact-card.tsx';
import styles from '#console/contacts/contacts.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { Ago } from '#console/records/due-words.tsx';
import { spelledOut } from '#console/records/field-name.ts';
import { PersonName } from '#console/records/names.tsx';
import { Card, Facts, Quiet, Stack } from '#console/ui/surface.tsx';
import type { Contact } from '#shared/casework/contacts/contact.ts';

const ContactSegments = ({ id }: { id: string }) => {
  const api = useApi();
  const text = useText();
  const segments = useConfigured('segments');
  const { data = [] } = useQuery({
    queryKey: ['contact', id, 'segments'],
    queryFn: async () => (await api.contactSegments({ path: { id } })).data.items,
  });
  if (data.length === 0) return null;
  return (
    <Card title={text('contacts.segments')}>
      <ul className={styles.shortList}>
        {data.map(({ segment, since }) => (
          <li key={segment}>
            <Link href={`/contacts?${new URLSearchParams({ segment })}`}>{segments.get(segment)?.name ?? segment}</Link>{' '}
            {since !== undefined && (
              <Quiet>
                <Ago at={since} />
              </Quiet>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
};

/** What is known of somebody. */
export const ContactSide = ({ contact }: { contact: Contact }) => {
  const text = useText();
  const { formatDisplayName } = useIntl();
  const { id, kind, attributes, network, courses, language, timeZone, updatedAt } = contact;
  const attributeFacts = Object.entries(attributes).map(([name, value]): [string, string] => [
    spelledOut(name),
    String(value),
  ]);
  return (
    <Stack>
      <Card title={text('contacts.facts')}>
        <ContactLabels contact={contact} />
        <ContactWays contact={contact} />
        <Facts
          facts={[
            [text('contacts.id'), id],
            [text('contacts.kind'), text(`contacts.kind.${kind}`)],
            ...attributeFacts,
            ...Object.entries(network).map(([role, { user }]): [string, React.ReactNode] => [
              spelledOut(role),
              <PersonName key={role} of={{ user }} />,
            ]),
            language !== undefined && [
              text('contacts.language'),
              formatDisplayName(language, { type: 'language' }) ?? language,
            ],
            timeZone !== undefined && [text('contacts.timeZone'), timeZone],
            [text('work.column.updated'), <Ago key="updated" at={updatedAt} />],
          ]}
        />
      </Card>
      {courses.length > 0 && (
        <Card title={text('contacts.courses')}>
          <ul className={styles.shortList}>
            {courses.map(({ code, section, instructor }) => (
              <li key={`${code} ${section ?? ''}`}>
                {code} {section}{' '}
                {instructor !== undefined && (
                  <Quiet>
                    <PersonName of={{ user: instructor }} />
                  </Quiet>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <ContactSegments id={id} />
    </Stack>
  );
};
