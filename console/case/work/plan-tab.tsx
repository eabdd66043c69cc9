import { useQuery } from '@tanstack/react-query';
import { CalendarPlus, ListPlus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase, useCaseQueries } from '#console/case/case-context.ts';
import type { ActivityAnswer, AppointmentAnswer } from '#console/case/case-queries.ts';
import { ActivityCard } from '#console/case/work/activity-card.tsx';
import { NewActivityDialog } from '#console/case/work/activity-dialogs.tsx';
import { AppointmentCard, AppointmentDialog } from '#console/case/work/appointments.tsx';
import { PlanAxis, type PlannedItem } from '#console/case/work/plan-axis-view.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Menu } from '#console/ui/menu.tsx';
import { EmptyState, Row, Skeleton, Stack } from '#console/ui/surface.tsx';
import { sayFailed } from '#console/ui/toast.ts';

type PlanEntry =
  | { kind: 'activity'; at: string | undefined; activity: ActivityAnswer }
  | { kind: 'appointment'; at: string; appointment: AppointmentAnswer };

/** What is to come, soonest first, and behind it what is over, the newest first. */
const inPlanOrder = (entries: readonly PlanEntry[]): PlanEntry[] => {
  const isToCome = (entry: PlanEntry) =>
    entry.kind === 'activity' ? entry.activity.category === 'open' : entry.appointment.status === 'scheduled';
  const byInstant = (one: PlanEntry, other: PlanEntry) => ((one.at ?? '9') < (other.at ?? '9') ? -1 : 1);
  return [
    ...entries.filter(isToCome).sort(byInstant),
    ...entries
      .filter((entry) => !isToCome(entry))
      .sort(byInstant)
      .reverse(),
  ];
};

const axisItems = (entries: readonly PlanEntry[]): PlannedItem[] =>
  entries.flatMap((entry) => {
    if (entry.kind === 'appointment') {
      const { id, title, startsAt, status } = entry.appointment;
      const state = status === 'scheduled' ? 'open' : status === 'attended' ? 'done' : 'dropped';
      return [{ id, name: title, at: startsAt, state }];
    }
    const { id, subject, at, category } = entry.activity;
    return at === undefined ? [] : [{ id, name: subject, at, state: category }];
  });

/** Adds a plan of the type to the case, or sets one back to what the type says. */
const usePlans = (activities: readonly ActivityAnswer[]) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type } = useCase();
  const added = new Set(activities.flatMap(({ from }) => (from && 'timeline' in from ? [from.timeline] : [])));
  const doIt = (call: () => Promise<unknown>) => () => void act(call, text('case.done.plan')).catch(sayFailed);
  const timelines = (type?.timelines ?? []).map(({ key, name = key }) => {
    const path = { id, key };
    return added.has(key)
      ? {
          id: `timeline ${key}`,
          name: text('case.plan.reset', { name }),
          onPress: doIt(() => api.resetTimeline({ path })),
        }
      : {
          id: `timeline ${key}`,
          name: text('case.plan.add', { name }),
          onPress: doIt(() => api.addTimeline({ path })),
        };
  });
  const sequences = (type?.sequences ?? []).map(({ key, name = key }) => ({
    id: `sequence ${key}`,
    name: text('case.plan.begin', { name }),
    onPress: doIt(() => api.beginSequence({ path: { id, key } })),
  }));
  return [...timelines, ...sequences];
};

/** Activities, timelines and appointments: on a line of time, and one by one. */
export const PlanTab = () => {
  const text = useText();
  const { may, isOpen } = useCase();
  const queries = useCaseQueries();
  const activities = useQuery(queries.activities);
  const appointments = useQuery(queries.appointments);
  const [making, setMaking] = useState<'activity' | 'appointment'>();
  const plans = usePlans(activities.data ?? []);
  const error = activities.error ?? appointments.error;
  const retry = () => {
    void activities.refetch();
    void appointments.refetch();
  };
  if (error) return <Failure error={error} onRetry={retry} />;
  if (!activities.data || !appointments.data) return <Skeleton />;
  const entries = inPlanOrder([
    ...activities.data.map((activity) => ({ kind: 'activity' as const, at: activity.at, activity })),
    ...appointments.data.map((appointment) => ({
      kind: 'appointment' as const,
      at: appointment.startsAt,
      appointment,
    })),
  ]);
  const add = (
    <Row>
      {may('work') && (
        <Button onPress={() => setMaking('activity')}>
          <Plus aria-hidden />
          {text('case.activity.add')}
        </Button>
      )}
      {may('appoint') && isOpen && (
        <Button onPress={() => setMaking('appointment')}>
          <CalendarPlus aria-hidden />
          {text('case.appointment.add')}
        </Button>
      )}
      {may('work') && isOpen && plans.length > 0 && (
        <Menu
          label={text('case.plan.plans')}
          trigger={
            <Button>
              <ListPlus aria-hidden />
              {text('case.plan.plans')}
            </Button>
          }
          entries={plans}
        />
      )}
    </Row>
  );
  return (
    <Stack>
      {entries.length === 0 ? (
        <EmptyState title={text('case.plan.none')}>
          <p>{text('case.plan.noneText')}</p>
          {add}
        </EmptyState>
      ) : (
        <>
          {add}
          <PlanAxis items={axisItems(entries)} />
          {entries.map((entry) =>
            entry.kind === 'activity' ? (
              <ActivityCard key={entry.activity.id} activity={entry.activity} />
            ) : (
              <AppointmentCard key={entry.appointment.id} appointment={entry.appointment} />
            ),
          )}
        </>
      )}
      {making === 'activity' && <NewActivityDialog onClose={() => setMaking(undefined)} />}
      {making === 'appointment' && <AppointmentDialog onClose={() => setMaking(undefined)} />}
    </Stack>
  );
};
