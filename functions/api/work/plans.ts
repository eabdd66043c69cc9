import { loadCase } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { timelineOf } from '#functions/api/work/load-activity.ts';
import { actorOf } from '#shared/access/person.ts';
import {
  addTimelineRoute,
  beginSequenceRoute,
  resetTimelineRoute,
} from '#shared/casework/activities/activity.routes.ts';
import { beginSequence as begin } from '#shared/casework/activities/sequence.ts';
import {
  addTimeline as add,
  resetTimeline as reset,
  type TimelineOfCase,
} from '#shared/casework/activities/timeline.ts';
import { Refusal } from '#shared/core/errors.ts';

const shown = ({ timeline: { activities: _ids, ...timeline }, activities }: TimelineOfCase) => ({
  ...timeline,
  items: [...activities],
});

// POST /v1/cases/{id}/timelines/{key}
export const addTimeline = routeHandler(addTimelineRoute, async (services, request) => {
  const { path, caller, now } = request;
  const within = await loadCase(services, request, 'work');
  const there = await timelineOf(services, within.record.id, path.key);
  const command = { key: path.key, newId: () => services.newId(now), by: actorOf(caller), at: now };
  const added = add(within, command, there?.timeline);
  return { decisions: [added.decision], body: shown(added) };
});

// POST /v1/cases/{id}/timelines/{key}/reset
export const resetTimeline = routeHandler(resetTimelineRoute, async (services, request) => {
  const { path, caller, now } = request;
  const within = await loadCase(services, request, 'work');
  const there = await timelineOf(services, within.record.id, path.key);
  if (!there) throw new Refusal('not-found', 'The case has no such timeline');
  const done = reset(within, there, { newId: () => services.newId(now), by: actorOf(caller), at: now });
  return { decisions: [done.decision], body: { ...shown(done), difference: done.difference } };
});

// POST /v1/cases/{id}/sequences/{key}
export const beginSequence = routeHandler(beginSequenceRoute, async (services, request) => {
  const { path, caller, now } = request;
  const within = await loadCase(services, request, 'work');
  const newId = () => services.newId(now);
  const begun = begin(within, { key: path.key, id: newId(), newId, by: actorOf(caller), at: now });
  return { decisions: begun.decisions, body: { ...begun.run, items: [begun.activity] } };
});
