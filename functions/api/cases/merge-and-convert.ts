import { changed, loadCase, may } from '#functions/api/cases/load.ts';
import { story } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import { mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import type { Case } from '#shared/cases/case.ts';
import { convertCaseRoute, mergeCaseRoute, unmergeCaseRoute } from '#shared/cases/case-merge.routes.ts';
import { definitionForNew } from '#shared/cases/cases.ts';
import { convertCase as convert } from '#shared/cases/convert-case.ts';
import { mergeCases, unmergeCases } from '#shared/cases/merge.ts';
import type { Note } from '#shared/cases/note.ts';
import { Refusal, unknownReference } from '#shared/errors.ts';
import { readBelow, readRecord } from '#shared/records/read.ts';
import type { Decision } from '#shared/table/decision.ts';
import { notePrefix } from '#shared/table/keys.ts';

// A merge is one transaction, which takes a hundred writes: the notes of the one that goes are copied in it.
const notesAMergeTakes = 60;

const alertsOf = async ({ table }: Services, record: Case): Promise<Alert[]> =>
  (await Promise.all(record.alertIds.map((id) => readRecord<Alert>(table, 'alert', id)))).flatMap(
    (alert) => alert ?? [],
  );

const first = (decisions: Decision[]): Decision<Case> => {
  const [own] = decisions;
  if (!own) throw new Error('a merge changes the case that it is asked of');
  return own as Decision<Case>;
};

// POST /v1/cases/{id}/merge
export const mergeCase = story(mergeCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record: loser, definition } = await loadCase(services, request, 'manage');
  const winner = await readRecord<Case>(services.table, 'case', body.into);
  if (!winner || winner.trashedAt || !(await may(services, caller, 'view', winner)))
    throw unknownReference('/into', 'there is no such case');
  if (!(await may(services, caller, 'work', winner))) throw new Refusal('not-allowed');
  const page = { prefix: notePrefix, limit: notesAMergeTakes };
  const { items, next } = await readBelow(services.table, { kind: 'case', id: loser.id }, page);
  if (next)
    throw new Refusal('too-large', `A case with more than ${notesAMergeTakes} notes is linked rather than merged`);
  const alerts = await alertsOf(services, loser);
  const decisions = mergeCases(
    { loser, winner, alerts, notes: items.map((item) => item.note as Note), at: now },
    definition,
  );
  return { ...changed(first(decisions), definition, now), decisions };
});

// POST /v1/cases/{id}/unmerge
export const unmergeCase = story(unmergeCaseRoute, async (services, request) => {
  const { caller, now } = request;
  const { record: loser, definition } = await loadCase(services, request, 'manage');
  const winner =
    loser.mergedInto === undefined ? undefined : await readRecord<Case>(services.table, 'case', loser.mergedInto);
  if (!winner) throw new Refusal('not-merged');
  if (!(await may(services, caller, 'work', winner))) throw new Refusal('not-allowed');
  const decisions = unmergeCases({ loser, winner, alerts: await alertsOf(services, winner), at: now });
  return { ...changed(first(decisions), definition, now), decisions };
});

// POST /v1/cases/{id}/convert
export const convertCase = story(convertCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record } = await loadCase(services, request, 'manage');
  const definition = await definitionForNew(services.definitions, body.type);
  if (!definition) throw unknownReference('/type', 'there is no such case type');
  if (!mayOnCase(caller, 'raise', definition.type))
    throw new Refusal('not-allowed', 'You may not raise cases of that type');
  return changed(convert(record, { fields: body.fields, targets: body.targets, at: now }, definition), definition, now);
});
