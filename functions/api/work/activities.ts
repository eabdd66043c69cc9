import { loadCase, maySee } from '#functions/api/cases/load.ts';
import { pageOf } from '#functions/api/pages.ts';
import { requireReferences } from '#functions/api/references.ts';
import { type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import { answered, loadActivity, timelineOf } from '#functions/api/work/load-activity.ts';
import { closingOf } from '#functions/closing.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import {
  activitiesOfCaseRoute,
  activityNotRequiredRoute,
  cancelActivityRoute,
  completeActivityRoute,
  createActivityRoute,
  editActivityRoute,
  getActivityRoute,
} from '#shared/casework/activities/activity.routes.ts';
import type { Activity, ActivityEnd } from '#shared/casework/activities/activity.ts';
import { fieldsOfActivity } from '#shared/casework/activities/activity-fields.ts';
import {
  createActivity as create,
  editActivity as edit,
  endActivity,
} from '#shared/casework/activities/change-activity.ts';
import { closesCase } from '#shared/casework/activities/sequence.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import { childrenOf } from '#shared/core/records/read.ts';

// POST /v1/cases/{id}/activities
export const createActivity = routeHandler(createActivityRoute, async (services, request) => {
  const { body: input, caller, now } = request;
  const within = await loadCase(services, request, 'work');
  await requireReferences(services, {
    owner: { value: input.assignee, pointer: '/assignee' },
    more: namedInFields(fieldsOfActivity(within, input), input.fields),
    caseId: within.record.id,
    caller,
  });
  const timeline = input.from && (await timelineOf(services, within.record.id, input.from.timeline));
  return answered(create(within, { id: services.newId(now), input, by: actorOf(caller), at: now }, timeline));
});

// GET /v1/cases/{id}/activities
export const activitiesOfCase = routeHandler(activitiesOfCaseRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  const body = await pageOf(services, request, `activities of ${record.id}`, (place) =>
    childrenOf<Activity>(services.table, record.id, { kind: 'activity', ...place }),
  );
  return { body };
});

// GET /v1/cases/{id}/activities/{activityId}
export const getActivity = routeHandler(getActivityRoute, async (services, request) => {
  const { activity } = (await loadActivity(services, request, 'view')).found;
  return { body: activity, version: activity.version };
});

// PATCH /v1/cases/{id}/activities/{activityId}
export const editActivity = routeHandler(editActivityRoute, async (services, request) => {
  const { body: changes, caller, now } = request;
  const { within, found } = await loadActivity(services, request, 'help');
  await requireReferences(services, {
    owner: { value: changes.assignee ?? undefined, pointer: '/assignee' },
    more: namedInFields(fieldsOfActivity(within, found.activity), changes.fields),
    caseId: within.record.id,
    caller,
  });
  return answered(edit(within, found, { changes, at: now }));
});

type EndActivityRequest = RouteRequest<{ id: string; activityId: string }, unknown, ActivityEnd | undefined>;

const ended = async (services: Services, request: EndActivityRequest, as: Parameters<typeof endActivity>[2]['as']) => {
  const { body: end = {}, caller, now } = request;
  const { within, found } = await loadActivity(services, request, 'help');
  const more = namedInFields(fieldsOfActivity(within, found.activity), end.fields);
  await requireReferences(services, { more, caseId: within.record.id, caller });
  const sees = (blocker: Case) => maySee(services, caller, blocker);
  const closes = closesCase(within, found.run, found.activity);
  const closing = closes ? await closingOf(services, within.record, sees) : undefined;
  const newId = () => services.newId(now);
  return answered(endActivity(within, found, { as, end, closing, newId, by: actorOf(caller), at: now }));
};

// POST /v1/cases/{id}/activities/{activityId}/complete
export const completeActivity = routeHandler(completeActivityRoute, (services, request) =>
  ended(services, request, 'completed'),
);

// POST /v1/cases/{id}/activities/{activityId}/cancel
export const cancelActivity = routeHandler(cancelActivityRoute, (services, request) =>
  ended(services, request, 'cancelled'),
);

// POST /v1/cases/{id}/activities/{activityId}/not-required
export const activityNotRequired = routeHandler(activityNotRequiredRoute, (services, request) =>
  ended(services, request, 'not-required'),
);
