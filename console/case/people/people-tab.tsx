import { useQueries } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useApi, usePerson } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { ClientDialog, PersonDialog, RoleDialog } from '#console/case/people/add-dialogs.tsx';
import styles from '#console/case/people/people.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ContactName, contactQuery } from '#console/records/contact-name.tsx';
import { useDirectory } from '#console/records/directory.ts';
import { ActorName, PersonName } from '#console/records/names.tsx';
import { Button, IconButton } from '#console/ui/button.tsx';
import { Card, Facts, Quiet, Row, Stack } from '#console/ui/surface.tsx';

interface Entry {
  id: string;
  name: ReactNode;
  /** As text, for the name of the button that removes it. */
  spoken: string;
  detail?: ReactNode;
  onRemove?: (() => Promise<unknown>) | undefined;
}

const PeopleList = ({ entries, empty }: { entries: readonly Entry[]; empty: string }) => {
  const text = useText();
  if (entries.length === 0) return <Quiet>{empty}</Quiet>;
  return (
    <ul className={styles.people}>
      {entries.map(({ id, name, spoken, detail, onRemove }) => (
        <li key={id} className={styles.person}>
          <span>
            {name}
            {detail !== undefined && <span className={styles.detail}> {detail}</span>}
          </span>
          {onRemove && (
            <IconButton label={text('case.people.remove', { name: spoken })} size="small" onPress={onRemove}>
              <X aria-hidden />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  );
};

type Adding = 'role' | 'client' | 'subscribe' | 'lock';

/** Who has to do with the case: in which role, as clients, following it, and kept out of it. */
export const PeopleTab = () => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const when = useWhen();
  const me = usePerson();
  const { nameOfPerson } = useDirectory();
  const { id, record, type, may } = useCase();
  const [adding, setAdding] = useState<Adding>();
  const close = () => setAdding(undefined);
  const done = text('case.done.people');
  const roleName = (key: string) => type?.roles.find((role) => role.key === key)?.name ?? key;
  const add = (what: Adding, isTaken: boolean) =>
    isTaken && (
      <Button size="small" onPress={() => setAdding(what)}>
        {text('action.add')}
      </Button>
    );
  const roles = record.roles.map(({ role, id: personId, from, to }) => ({
    id: `${role} ${personId} ${from}`,
    name: nameOfPerson(personId),
    spoken: nameOfPerson(personId),
    detail: (
      <>
        {roleName(role)} ·{' '}
        {to === undefined
          ? text('case.people.since', { when: when.day(from) })
          : text('case.people.until', { from: when.day(from), to: when.day(to) })}
      </>
    ),
    onRemove:
      to === undefined && may('manage')
        ? () => act(() => api.endCaseRole({ path: { id, role, personId } }), done)
        : undefined,
  }));
  const contacts = useQueries({ queries: record.clients.map((contactId) => contactQuery(api, contactId)) });
  const clients = record.clients.map((contactId, place) => ({
    id: contactId,
    name: <ContactName id={contactId} />,
    spoken: contacts[place]?.data?.name ?? contactId,
    onRemove: may('work') ? () => act(() => api.removeCaseClient({ path: { id, contactId } }), done) : undefined,
  }));
  const subscribers = record.subscribers.map((personId) => ({
    id: personId,
    name: nameOfPerson(personId),
    spoken: nameOfPerson(personId),
    onRemove:
      may('work') || personId === me.id
        ? () => act(() => api.unsubscribeFromCase({ path: { id, personId } }), done)
        : undefined,
  }));
  const locks = record.locks.map((personId) => ({
    id: personId,
    name: nameOfPerson(personId),
    spoken: nameOfPerson(personId),
    onRemove: may('manage') ? () => act(() => api.unlockCase({ path: { id, personId } }), done) : undefined,
  }));
  const isFollowing = record.subscribers.includes(me.id);
  const follow = () => act(() => api.subscribeToCase({ path: { id, personId: me.id }, body: {} }), done);
  return (
    <Stack>
      <Card title={text('case.people.title')}>
        <Facts
          facts={[
            [text('case.assignee'), <PersonName key="owner" of={record.assignee} />],
            [text('case.requester'), <ActorName key="by" actor={record.createdBy} />],
            [text('case.field.contactId'), <ContactName key="contact" id={record.contactId} />],
          ]}
        />
      </Card>
      {type && type.roles.length > 0 && (
        <Card title={text('case.people.roles')} actions={add('role', may('manage'))}>
          <PeopleList entries={roles} empty={text('case.people.noRoles')} />
        </Card>
      )}
      <Card title={text('case.people.clients')} actions={add('client', may('work'))}>
        <PeopleList entries={clients} empty={text('case.people.noClients')} />
      </Card>
      <Card
        title={text('case.people.subscribers')}
        actions={
          <Row>
            {!isFollowing && may('follow') && (
              <Button size="small" onPress={follow}>
                {text('case.people.follow')}
              </Button>
            )}
            {add('subscribe', may('work'))}
          </Row>
        }
      >
        <PeopleList entries={subscribers} empty={text('case.people.noSubscribers')} />
      </Card>
      {(may('manage') || locks.length > 0) && (
        <Card title={text('case.people.locks')} actions={add('lock', may('manage'))}>
          <PeopleList entries={locks} empty={text('case.people.noLocks')} />
        </Card>
      )}
      {adding === 'role' && <RoleDialog onClose={close} />}
      {adding === 'client' && <ClientDialog onClose={close} />}
      {(adding === 'subscribe' || adding === 'lock') && <PersonDialog to={adding} onClose={close} />}
    </Stack>
  );
};
