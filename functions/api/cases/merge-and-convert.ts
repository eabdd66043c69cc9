import { changed, loadCase, loadOtherCase } from '#functions/api/cases/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import { mayOnCase } from '#shared/access/policy.ts';
import { alertsBy } from '#shared/casework/alerts/alerts.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionForNew, definitionOf } from '#shared/casework/cases/cases.ts';
import { convertCase as convert } from '#shared/casework/cases/links/convert.ts';
import { convertCaseRoute, mergeCaseRoute, unmergeCaseRoute } from '#shared/casework/cases/links/merge.routes.ts';
import { mergeCases, unmergeCases } from '#shared/casework/cases/links/merge.ts';
import type { CaseFile } from '#shared/casework/files/file.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import type { Question } from '#shared/casework/questions/question.ts';
import { tasksWith } from '#shared/casework/tasks/task.ts';
import { Refusal, unknownReference } from '#shared/core/errors.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import { readBelow, readRecord } from '#shared/core/records/read.ts';
import { childKey, childPrefix, fileKey, filePrefix, type Key, notePrefix } from '#shared/core/table/keys.ts';

// More than go over in one merge; to know that there are too many is enough.
const readAtMost = 100;

/**
 * The cases that one is linked to, but for another. A merge moves their links as well, also those
 * that the caller may not see.
 */
const linkedTo = async ({ table }: Services, record: Case, butFor: string): Promise<Case[]> => {
  const ids = [...new Set(record.links.map(({ caseId }) => caseId))].filter((id) => id !== butFor);
  const found = await Promise.all(ids.map((id) => readRecord<Case>(table, 'case', id)));
  return found.flatMap((other) => (other ? asWritable(other) : []));
};

/**
 * The files and questions that came to a case from one that was merged into it, and are there
 * still.
 */
const cameWith = async ({ table }: Services, caseId: string, before: Case['beforeMerge']) => {
  const { fileIds = [], questionIds = [] } = before ?? {};
  const by = (keys: Key[]) => table.getMany(keys, { consistent: true });
  const files = await by(fileIds.map((id) => fileKey(caseId, id)));
  const questions = await by(questionIds.map((id) => childKey(caseId, { kind: 'question', id })));
  return {
    files: files.map((item) => item.file as CaseFile),
    questions: questions.map((item) => item.record as Question),
  };
};

// POST /v1/cases/{id}/merge
export const mergeCase = routeHandler(mergeCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record: loser, definition } = await loadCase(services, request, 'manage');
  const absent = unknownReference('/into', 'case', body.into);
  const winner = await loadOtherCase(services, { id: body.into, caller, action: 'work', absent });
  const below = (prefix: string) =>
    readBelow(services.table, { kind: 'case', id: loser.id }, { prefix, limit: readAtMost });
  const [notes, files] = [await below(notePrefix), await below(filePrefix)];
  const questions = await below(childPrefix('question'));
  const decisions = mergeCases(
    {
      loser,
      winner,
      alerts: await alertsBy(services.table, loser.alertIds),
      notes: notes.items.map((item) => item.note as Note),
      files: files.items.map((item) => item.file as CaseFile),
      questions: questions.items.map((item) => item.record as Question),
      tasks: { ofLoser: await tasksWith(services.table, loser), ofWinner: await tasksWith(services.table, winner) },
      linked: await linkedTo(services, loser, winner.id),
      targets: body.targets,
      by: actorOf(caller),
      at: now,
    },
    { ofLoser: definition, ofWinner: await definitionOf(services.definitions, winner) },
  );
  return { ...changed(decisions[0], definition, now), decisions };
});

// POST /v1/cases/{id}/unmerge
export const unmergeCase = routeHandler(unmergeCaseRoute, async (services, request) => {
  const { caller, now } = request;
  const { record: loser, definition } = await loadCase(services, request, 'manage');
  if (loser.mergedInto === undefined) throw new Refusal('not-merged');
  const absent = new Refusal('not-allowed', 'The case that it was merged into is in the trash, or not for you');
  const winner = await loadOtherCase(services, { id: loser.mergedInto, caller, action: 'work', absent });
  const decisions = unmergeCases(
    {
      loser,
      winner,
      alerts: await alertsBy(services.table, winner.alertIds),
      ...(await cameWith(services, winner.id, loser.beforeMerge)),
      tasks: await tasksWith(services.table, winner),
      linked: await linkedTo(services, loser, winner.id),
      at: now,
    },
    { ofLoser: definition, ofWinner: await definitionOf(services.definitions, winner) },
  );
  return { ...changed(decisions[0], definition, now), decisions };
});

// POST /v1/cases/{id}/convert
export const convertCase = routeHandler(convertCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record } = await loadCase(services, request, 'manage');
  const definition = await definitionForNew(services.definitions, body.type);
  if (!definition) throw unknownReference('/type', 'case type', body.type);
  if (!mayOnCase(caller, 'raise', definition.type))
    throw new Refusal('not-allowed', 'You may not raise cases of that type');
  const { fields, targets } = body;
  const more = namedInFields(definition.type.fields, fields);
  await requireReferences(services, { more, caseId: record.id, caller });
  const tasks = await tasksWith(services.table, record);
  const by = actorOf(caller);
  const decision = convert(
    record,
    { fields, targets, tasks, by, at: now, newId: () => services.newId(now) },
    definition,
  );
  return changed(decision, definition, now);
});
