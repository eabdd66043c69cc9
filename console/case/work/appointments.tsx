import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import type { AppointmentAnswer } from '#console/case/case-queries.ts';
import { typed } from '#console/case/note-and-reason.tsx';
import { endFor } from '#console/case/work/appointment-end.ts';
import { Meanwhile, useMeanwhile } from '#console/case/work/meanwhile.tsx';
import { NoteDialog } from '#console/case/work/note-dialog.tsx';
import styles from '#console/case/work/work.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { Button } from '#console/ui/button.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { Badge, Card, Row, type Tone } from '#console/ui/surface.tsx';
import { useKept } from '#console/ui/use-kept.ts';

/** What people say of an appointment, whether it is new or there. */
type AppointmentWords = Pick<AppointmentAnswer, 'title' | 'location' | 'notes' | 'version'> & {
  startsAt?: string | undefined;
  endsAt?: string | undefined;
};

/** Makes an appointment, or changes the one that is given. */
export const AppointmentDialog = ({ of, onClose }: { of?: AppointmentAnswer; onClose: () => void }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record } = useCase();
  const { base, changed, put } = useMeanwhile<AppointmentWords>(of ?? { title: record.subject, version: 0 }, {
    title: text('case.appointment.title'),
    startsAt: text('case.appointment.startsAt'),
    endsAt: text('case.appointment.endsAt'),
    location: text('case.appointment.location'),
    notes: text('case.appointment.notes'),
  });
  const kept = `appointment of ${id}`;
  const [fresh, keepFresh] = useKept<AppointmentWords>(kept);
  const [edited, setEdited] = useState<AppointmentWords>();
  // An edit is of what was there as it was opened, so it is not kept beyond that.
  const words = (of ? edited : fresh) ?? base;
  const change = (changed: Partial<AppointmentWords>) => (of ? setEdited : keepFresh)({ ...words, ...changed });
  const { title, startsAt, endsAt, location = '', notes = '' } = words;
  const begin = (at: string | undefined) =>
    change({ startsAt: at, ...(at !== undefined && { endsAt: endFor(at, { startsAt, endsAt }) }) });
  const make = () =>
    api.createAppointment({
      path: { id },
      body: {
        title,
        startsAt: startsAt ?? '',
        endsAt: endsAt ?? '',
        ...(typed(location) !== undefined && { location }),
        ...(typed(notes) !== undefined && { notes }),
      },
    });
  const changes = {
    ...(title !== base.title && { title }),
    ...(startsAt !== base.startsAt && startsAt !== undefined && { startsAt }),
    ...(endsAt !== base.endsAt && endsAt !== undefined && { endsAt }),
    ...(location !== (base.location ?? '') && { location: typed(location) ?? null }),
    ...(notes !== (base.notes ?? '') && { notes: typed(notes) ?? null }),
  };
  const send = ({ id: appointmentId }: AppointmentAnswer) =>
    put((ifMatch) => api.editAppointment({ path: { id, appointmentId }, ifMatch, body: changes }));
  return (
    <FormDialog
      title={of ? text('case.appointment.edit', { title: base.title }) : text('case.appointment.new')}
      submit={of ? text('action.save') : text('case.appointment.add')}
      onSubmit={() => act<unknown>(() => (of ? send(of) : make()), text('case.done.appointment'))}
      onClose={onClose}
      {...(!of && { kept })}
      isReady={typed(title) !== undefined && startsAt !== undefined && endsAt !== undefined}
      pointers={['/title', '/startsAt', '/endsAt', '/location', '/notes']}
    >
      {(fault) => (
        <>
          {of && <Meanwhile changed={changed} />}
          <TextField
            label={text('case.appointment.title')}
            isRequired
            value={title}
            onChange={(said) => change({ title: said })}
            error={fault('/title')}
          />
          <InstantField
            label={text('case.appointment.startsAt')}
            isRequired
            value={startsAt}
            onChange={begin}
            error={fault('/startsAt')}
          />
          <InstantField
            label={text('case.appointment.endsAt')}
            isRequired
            value={endsAt}
            onChange={(at) => change({ endsAt: at })}
            error={fault('/endsAt')}
          />
          <TextField
            label={text('case.appointment.location')}
            isRequired={false}
            value={location}
            onChange={(place) => change({ location: place })}
            error={fault('/location')}
          />
          <TextField
            label={text('case.appointment.notes')}
            hint={text('case.appointment.notesHint')}
            isRequired={false}
            rows={3}
            value={notes}
            onChange={(said) => change({ notes: said })}
            error={fault('/notes')}
          />
        </>
      )}
    </FormDialog>
  );
};

const tones: Readonly<Record<AppointmentAnswer['status'], Tone>> = {
  scheduled: 'info',
  attended: 'good',
  'no-show': 'warn',
  cancelled: 'plain',
};
const ends = ['attended', 'missed', 'cancel'] as const;
type End = (typeof ends)[number];

export const AppointmentCard = ({ appointment }: { appointment: AppointmentAnswer }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const when = useWhen();
  const { id, may } = useCase();
  const [doing, setDoing] = useState<End | 'edit'>();
  const { title, startsAt, endsAt, status, location, notes, over } = appointment;
  const close = () => setDoing(undefined);
  const finish = (end: End) => (note: string | undefined) => {
    const input = { path: { id, appointmentId: appointment.id }, body: note === undefined ? {} : { note } };
    const calls: Record<End, () => Promise<unknown>> = {
      attended: () => api.appointmentAttended(input),
      missed: () => api.appointmentMissed(input),
      cancel: () => api.cancelAppointment(input),
    };
    return act(calls[end], text('state.saved'));
  };
  return (
    <Card title={title} actions={<Badge tone={tones[status]}>{text(`case.appointmentStatus.${status}`)}</Badge>}>
      <p>
        <time dateTime={startsAt}>{when.span(startsAt, endsAt)}</time>{' '}
        <span className={styles.quiet}>({when.fromNow(startsAt)})</span>
      </p>
      {location !== undefined && <p className={styles.quiet}>{location}</p>}
      {notes !== undefined && <p className={styles.words}>{notes}</p>}
      {over?.note !== undefined && <p className={styles.words}>{over.note}</p>}
      {status === 'scheduled' && may('appoint') && (
        <Row>
          {ends.map((end) => (
            <Button key={end} size="small" look={end === 'cancel' ? 'quiet' : 'plain'} onPress={() => setDoing(end)}>
              {text(`case.appointment.${end}`)}
            </Button>
          ))}
          <Button size="small" look="quiet" onPress={() => setDoing('edit')}>
            {text('action.edit')}
          </Button>
        </Row>
      )}
      {doing === 'edit' && <AppointmentDialog of={appointment} onClose={close} />}
      {doing !== undefined && doing !== 'edit' && (
        <NoteDialog
          title={`${text(`case.appointment.${doing}`)}: ${title}`}
          submit={text(`case.appointment.${doing}`)}
          onSend={finish(doing)}
          onClose={close}
        />
      )}
    </Card>
  );
};
