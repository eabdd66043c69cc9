import { loadCase } from '#functions/api/cases/load.ts';
import type { HandlerResult, RouteRequest } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { mayOnActivity } from '#shared/access/policy.ts';
import type { Activity } from '#shared/casework/activities/activity.ts';
import type { ActivityDecided, ActivityWithOrigin } from '#shared/casework/activities/change-activity.ts';
import type { SequenceRun } from '#shared/casework/activities/sequence.ts';
import type { AddedTimeline, TimelineOfCase } from '#shared/casework/activities/timeline.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readChild, requireVersion } from '#shared/core/records/read.ts';
import { childKey } from '#shared/core/table/keys.ts';

type OfActivity = Pick<
  RouteRequest<{ id: string; activityId: string }, unknown, unknown>,
  'path' | 'caller' | 'ifMatch'
>;

/** A timeline that a case has, with all of its activities. */
export const timelineOf = async (
  { table }: Services,
  caseId: string,
  key: string,
): Promise<TimelineOfCase | undefined> => {
  const timeline = await readChild<AddedTimeline>(table, caseId, { kind: 'timeline', id: key });
  if (!timeline) return undefined;
  const keys = timeline.activities.map(({ id }) => childKey(caseId, { kind: 'activity', id }));
  const items = await table.getMany(keys, { consistent: true });
  return { timeline, activities: items.map(({ record }) => record as Activity) };
};

/** What an activity came from: its timeline, or the run of its sequence. */
const around = async (
  services: Services,
  caseId: string,
  { from }: Activity,
): Promise<Omit<ActivityWithOrigin, 'activity'>> => {
  if (!from) return {};
  if ('timeline' in from) return { timeline: await timelineOf(services, caseId, from.timeline) };
  return { run: await readChild<SequenceRun>(services.table, caseId, { kind: 'sequence', id: from.run }) };
};

/**
 * An activity with its case and what it came from, if the caller may see it or do this with it.
 * @throws `not-found` also where the case is hidden, `not-allowed`, `in-trash`, `stale`
 */
export const loadActivity = async (
  services: Services,
  { path, caller, ifMatch }: OfActivity,
  action: 'view' | 'help',
): Promise<{ within: DefinedCase; found: ActivityWithOrigin }> => {
  const within = await loadCase(services, { path, caller }, action);
  const { record } = within;
  const activity = await readChild<Activity>(services.table, record.id, { kind: 'activity', id: path.activityId });
  if (!activity) throw new Refusal('not-found', 'There is no such activity');
  if (action === 'view') return { within, found: { activity } };
  const type = (await services.definitions.one('case-types', record.type))?.value;
  if (!type || !mayOnActivity(caller, type, record, activity)) throw new Refusal('not-allowed');
  requireVersion(activity, ifMatch);
  return { within, found: { activity, ...(await around(services, record.id, activity)) } };
};

/** What a command on an activity answers: the activity as it is after it. */
export const answered = ({ activity, decisions }: ActivityDecided): HandlerResult<Activity> => ({
  decisions,
  body: activity,
  version: activity.version,
});
