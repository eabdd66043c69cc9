import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { useApi } from '#console/app/context.ts';
import { useCase } from '#console/case/case-context.ts';
import styles from '#console/case/header/header.module.css';
import { ClockLine } from '#console/case/time/clock-line.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ContactName } from '#console/records/contact-name.tsx';
import { DueWords } from '#console/records/due-words.tsx';
import { useValueWords } from '#console/records/value-words.ts';
import { Badge, Card, Facts, Quiet, Row, Stack } from '#console/ui/surface.tsx';
import { WhyButton } from '#console/why/why-button.tsx';

// What is left of a target is in the API's hands: it knows when working time stands still.
const everyMs = 60_000;

/** The clocks of the case, as they stand this minute. */
export const useClocks = () => {
  const api = useApi();
  const { id, summary } = useCase();
  const { data } = useQuery({
    queryKey: ['case', id, 'clocks'],
    queryFn: async () => (await api.caseClocks({ path: { id } })).data.items,
    placeholderData: summary.clocks,
    refetchInterval: everyMs,
  });
  return data ?? summary.clocks;
};

const Targets = () => {
  const text = useText();
  const clocks = useClocks();
  const { id } = useCase();
  if (clocks.length === 0) return null;
  return (
    <Card title={text('case.clock.targets')} actions={<Link href={`/cases/${id}?tab=time`}>{text('why.button')}</Link>}>
      {clocks.map((clock) => (
        <ClockLine key={`${clock.key} ${clock.startedAt}`} clock={clock} />
      ))}
    </Card>
  );
};

const ContactCard = () => {
  const text = useText();
  const { summary } = useCase();
  const { contact, record } = summary;
  if (!contact && !record.onBehalfOf) return null;
  const other = record.onBehalfOf && 'name' in record.onBehalfOf ? record.onBehalfOf : undefined;
  return (
    <Card title={text('case.field.contactId')}>
      {contact && (
        <>
          <p className={styles.contact}>
            <ContactName id={contact.id} />
          </p>
          <Facts
            facts={[
              contact.email !== undefined && [
                text('case.contact.email'),
                <a key="mail" href={`mailto:${contact.email}`}>
                  {contact.email}
                </a>,
              ],
              contact.phone !== undefined && [
                text('case.contact.phone'),
                <a key="call" href={`tel:${contact.phone}`}>
                  {contact.phone}
                </a>,
              ],
            ]}
          />
          {contact.labels.length > 0 && (
            <Row>
              {contact.labels.map((label) => (
                <Badge key={label}>{label}</Badge>
              ))}
            </Row>
          )}
        </>
      )}
      {other && <p>{text('case.onBehalfOf', { name: other.name })}</p>}
      {record.onBehalfOf && 'contactId' in record.onBehalfOf && <ContactName id={record.onBehalfOf.contactId} />}
    </Card>
  );
};

/** The custom fields and sections of the case, as far as there is something in them. */
const Details = () => {
  const text = useText();
  const when = useWhen();
  const words = useValueWords();
  const { record, type } = useCase();
  const shown = (definitions: readonly { key: string; name: string }[], values: Readonly<Record<string, unknown>>) =>
    definitions.flatMap(({ key, name }) =>
      values[key] === undefined ? [] : [[name, words(values[key], { name: key, caseType: record.type })] as const],
    );
  return (
    <Card title={text('case.details')}>
      {record.description !== undefined && <p className={styles.words}>{record.description}</p>}
      <Facts
        facts={[
          ...shown(type?.fields ?? [], record.fields),
          ...(type?.sections ?? []).flatMap(({ key, fields }) => shown(fields, record.details?.[key] ?? {})),
          record.location !== undefined && [
            text('case.field.location'),
            <Link key="map" href={`/map?lat=${record.location.lat}&lon=${record.location.lon}`}>
              {record.location.address ?? `${record.location.lat}, ${record.location.lon}`}
            </Link>,
          ],
          [text('case.field.createdAt'), when.instant(record.createdAt)],
          [text('case.field.updatedAt'), when.instant(record.updatedAt)],
        ]}
      />
      {record.tags.length > 0 && (
        <Row>
          {record.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
          <WhyButton kind="case" id={record.id} field="tags" label={text('case.field.tags')} type={record.type} />
        </Row>
      )}
    </Card>
  );
};

const NextAppointment = () => {
  const text = useText();
  const when = useWhen();
  const { nextAppointment } = useCase().summary;
  if (!nextAppointment) return null;
  const { title, startsAt, endsAt, location } = nextAppointment;
  return (
    <Card title={text('case.appointment.next')}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{when.span(startsAt, endsAt)}</p>
      {location !== undefined && <Quiet>{location}</Quiet>}
    </Card>
  );
};

const OpenTasks = () => {
  const text = useText();
  const { id, summary } = useCase();
  const { openTasks } = summary;
  if (openTasks.length === 0) return null;
  return (
    <Card title={text('case.field.openTasks')}>
      <ul className={styles.todo}>
        {openTasks.map((task) => (
          <li key={task.id}>
            <Link href={`/cases/${id}?tab=tasks`}>{task.title}</Link>{' '}
            {task.dueAt !== undefined && <DueWords dueAt={task.dueAt} />}
          </li>
        ))}
      </ul>
    </Card>
  );
};

/** What is due and what is to be done: before all else where there is no room beside it. */
export const DueFirst = () => (
  <Stack>
    <Targets />
    <OpenTasks />
    <NextAppointment />
  </Stack>
);

/** Who the case is about, and what its fields say. */
export const About = () => (
  <Stack>
    <ContactCard />
    <Details />
  </Stack>
);
