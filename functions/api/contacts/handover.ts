import { loadAlert } from '#functions/api/alerts/load.ts';
import { loadCase } from '#functions/api/cases/load.ts';
import { availabilityOf } from '#functions/api/contacts/absence.ts';
import { pageOfShortList } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { loadTask } from '#functions/api/work/load-task.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { assignAlert } from '#shared/casework/alerts/change-alert.ts';
import { handOverRoute, myHandoverRoute } from '#shared/casework/assignment/absence.routes.ts';
import { isOn, substituteOf } from '#shared/casework/assignment/absence.ts';
import { mostSubstitutes } from '#shared/casework/assignment/decide-assignment.ts';
import { type OpenItem, openItemsOf } from '#shared/casework/assignment/open-work.ts';
import { assignCase, releaseCase } from '#shared/casework/cases/people/assign.ts';
import { editTask } from '#shared/casework/tasks/change-task.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { Refusal } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { withRecords } from '#shared/core/records/list-rows.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { runJob } from '#shared/core/table/job.ts';
import { listPartitions } from '#shared/core/table/list-keys.ts';

// As many as one request does in its time, at some 50 ms each.
const mostAtOnce = 200;

type InHand = Pick<OpenItem, 'kind' | 'id' | 'caseId'>;

/** What somebody has open, tasks behind the rest. */
const inHandOf = async ({ table }: Services, { id }: Person): Promise<InHand[]> => {
  const records = (await openItemsOf(table, id)).filter(({ kind }) => kind !== 'task');
  const [mine] = listPartitions({ kind: 'task', openness: 'open' }, { owner: { user: id } });
  const tasks = mine ? await withRecords(table, 'task', await table.queryAll(mine)) : [];
  return [
    ...records.map(({ kind, id: recordId }) => ({ kind, id: recordId })),
    ...tasks.map(({ record }) => ({ kind: 'task' as const, id: (record as Task).id, caseId: (record as Task).caseId })),
  ];
};

/** The first of those who stand in for the caller who is here. @throws `not-away` */
const standInOf = async (services: Services, caller: Person, now: number): Promise<{ user: string } | undefined> => {
  const own = (await availabilityOf(services, caller.id))?.absence;
  if (!own || epoch(own.ends) <= now) throw new Refusal('not-away');
  const seen = new Set([caller.id]);
  for (let next = substituteOf(own); next !== undefined && !seen.has(next) && seen.size <= mostSubstitutes; ) {
    seen.add(next);
    const absence = (await availabilityOf(services, next))?.absence;
    if (!absence || !isOn(absence, now)) return { user: next };
    next = substituteOf(absence);
  }
  return undefined;
};

interface Handing {
  caller: Person;
  now: number;
  standIn: PersonOrGroup | undefined;
}
interface Handed {
  decision: Decision;
  to?: PersonOrGroup | undefined;
}

/**
 * One thing goes to who stands in, by the command that gives it to somebody; else a case is put
 * back, and an alert or a task goes to the first team of its type.
 */
const handOne = async (
  services: Services,
  { kind, id, caseId }: InHand,
  { caller, now: at, standIn }: Handing,
): Promise<Handed> => {
  if (kind === 'alert') {
    const { alert, definition } = await loadAlert(services, { path: { id }, caller }, 'work');
    const [group] = definition.type.groups.reviewers;
    const to = standIn ?? (group === undefined ? undefined : { group });
    if (!to) throw new Refusal('not-allowed', 'Its type names nobody to give it to');
    return { decision: assignAlert(alert, { to, at }), to };
  }
  if (kind === 'case') {
    const { record, definition } = await loadCase(services, { path: { id }, caller }, 'work');
    return {
      decision: standIn ? assignCase(record, { to: standIn, at }, definition) : releaseCase(record, { at }),
      to: standIn,
    };
  }
  const path = { id: caseId ?? '', taskId: id };
  const { task, ...within } = await loadTask(services, { path, caller }, 'help');
  const [group] = typeOfTask(within.definition, task.type)?.groups ?? [];
  const to = standIn ?? (group === undefined ? undefined : { group });
  return { decision: editTask(within, task, { changes: { assignee: to ?? null }, at }).decision, to };
};

// GET /v1/me/absence/handover: what POST would hand over.
export const myHandover = routeHandler(myHandoverRoute, async (services, request) => {
  const items = await inHandOf(services, request.caller);
  const { dryRun: _always, ...query } = request.query;
  const keyOf = ({ kind, id }: InHand) => `${kind} ${id}`;
  return { body: await pageOfShortList(services, { ...request, query }, { name: 'handover', items, keyOf }) };
});

// POST /v1/me/absence/handover: each thing in a transaction of its own. What is handed over is not
// there any more when it is asked for again.
export const handOver = routeHandler(handOverRoute, async (services, { caller, now, query }) => {
  const standIn = await standInOf(services, caller, now);
  const all = await inHandOf(services, caller);
  const intent = { actor: actorOf(caller), at: now, cause: byHand };
  const isDry = query.dryRun === 'true';
  const decisions: Decision[] = [];
  const handing = (item: InHand) => async () => {
    try {
      const { to } = await againOnConflict(async () => {
        const handed = await handOne(services, item, { caller, now, standIn });
        if (isDry) decisions.push(handed.decision);
        else await services.commit(intent, [handed.decision]);
        return handed;
      });
      return { ...item, ...(to && { to }) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...item, refused: error.code };
    }
  };
  const { done } = await runJob(all.map(handing), { most: mostAtOnce });
  return { body: { items: done, left: Math.max(0, all.length - mostAtOnce) }, decisions, inPartsOf: 1 };
});
