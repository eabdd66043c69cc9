import { requireReferences } from '#functions/api/references.ts';
import { findActors } from '#functions/imports/find-people.ts';
import { type ImportRun, isOlder, nothingOf, type RowTaken } from '#functions/imports/import-run.ts';
import { changesOf, type KeptImport, noteIdsOf, partsOf, readKept } from '#functions/imports/kept-import.ts';
import { actorOf } from '#shared/access/person.ts';
import { allow, mayImportCases, mayOnCase } from '#shared/access/policy.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { definitionForNew, definitionOf } from '#shared/casework/cases/cases.ts';
import { restoreCase } from '#shared/casework/cases/life/trash.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { invalid, Refusal, unknownReference } from '#shared/core/errors.ts';
import { checkBody } from '#shared/core/http/check-body.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { importChangedCase, importNewCase } from '#shared/insight/imports/import-case.ts';
import { attributed } from '#shared/insight/imports/original.ts';
import { membersOfCase, originalCaseOf } from '#shared/insight/imports/original-case.ts';
import { type CaseRow, caseRowSchema } from '#shared/insight/imports/rows.schema.ts';

/** What was said of people does not come back with the next file. @throws `deleted-here` */
export const refuseAnonymised = (record: { anonymisedAt?: string | undefined } | undefined): void => {
  if (record?.anonymisedAt !== undefined) throw new Refusal('deleted-here', 'It was anonymised here for good');
};

/** The case that a row was imported as before, to those who may change it. */
export const importedCase = async (
  { services, by }: ImportRun,
  kept: KeptImport,
): Promise<{ current: Case; definition: CaseDefinition }> => {
  const current = await readRecord<Case>(services.table, 'case', kept.recordId);
  if (!current) throw new Refusal('deleted-here');
  const definition = await definitionOf(services.definitions, current);
  const { type } = definition;
  allow(mayOnCase(by, 'view', type, current), mayOnCase(by, 'manage', type, current));
  if (current.trashedAt && !kept.isUndone) throw new Refusal('in-trash');
  if (current.mergedInto) throw new Refusal('merged');
  return { current, definition };
};

const definitionOfNew = async ({ services, by }: ImportRun, { type }: CaseRow): Promise<CaseDefinition> => {
  const definition = await definitionForNew(services.definitions, type);
  if (!definition) throw unknownReference('/type', 'case type', type);
  if (!mayImportCases(by, definition.type)) throw new Refusal('not-allowed');
  return definition;
};

/**
 * What becomes of a row of cases; `made`: the contact that is made with it.
 * @throws every refusal of a row: 400 with all its faults, 403, 409, 422
 */
export const takeCase = async (run: ImportRun, json: unknown, made?: Decision<Contact>): Promise<RowTaken> => {
  const { services, by, options } = run;
  const { data: row, faults } = checkBody(caseRowSchema, json);
  if (!row) throw invalid(faults);
  const kept = await readKept(services, 'case', row.externalId);
  if (isOlder(row, options)) return nothingOf('skipped', kept?.recordId);
  const { current, definition } = kept
    ? await importedCase(run, kept)
    : { current: undefined, definition: await definitionOfNew(run, row) };
  const now = services.now();
  const importer = actorOf(by);
  const authors = [row.createdBy, row.closure?.by, ...row.notes.map(({ author }) => author)];
  const findActor = await findActors(services, authors, row.contactId);
  const original = originalCaseOf({ ...row, type: current?.type ?? row.type }, definition, {
    findActor,
    importer,
    now,
  });
  const { digests, changed } = changesOf(kept, { members: membersOfCase(original), notes: original.notes });
  if (kept && changed.size === 0) return nothingOf('unchanged', kept.recordId);
  refuseAnonymised(current);
  await requireReferences(services, {
    contactId: made ? undefined : row.contactId,
    owner: { value: row.assignee, pointer: '/assignee' },
    onBehalfOf: row.onBehalfOf,
    more: namedInFields(definition.type.fields, row.fields),
    ...(current && { caseId: current.id }),
    caller: by,
  });
  const hasEffects = options.effects;
  const recordId = current?.id ?? services.newId(now);
  const taken = current?.trashedAt ? attributed(restoreCase(current, now), importer) : undefined;
  const decisions = current
    ? importChangedCase(taken?.after ?? current, original, {
        changed,
        noteIds: original.notes.length > 0 ? await noteIdsOf(services, 'case', recordId) : new Set(),
        definition,
        hasEffects,
        importer,
        now,
      })
    : importNewCase(
        original,
        { id: recordId, reference: referenceFrom(services.random(5)) },
        { definition, hasEffects },
      );
  const isNew = !kept?.isWhole;
  return {
    change: isNew ? 'created' : decisions.length > 0 ? 'updated' : 'unchanged',
    id: recordId,
    parts: partsOf([...(made && decisions.length > 0 ? [made] : []), ...(taken ? [taken] : []), ...decisions], kept, {
      kind: 'case',
      externalId: row.externalId,
      recordId,
      digests,
    }),
  };
};
