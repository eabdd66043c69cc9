import { requireReferences } from '#functions/api/references.ts';
import { findActors } from '#functions/imports/find-people.ts';
import { type ImportRun, isOlder, nothingOf, type RowTaken } from '#functions/imports/import-run.ts';
import { changesOf, noteIdsOf, partsOf, readKept } from '#functions/imports/kept-import.ts';
import { refuseAnonymised } from '#functions/imports/take-case.ts';
import { actorOf } from '#shared/access/person.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionForNew, alertDefinitionOf } from '#shared/casework/alerts/alerts.ts';
import { invalid, Refusal, unknownReference } from '#shared/core/errors.ts';
import { checkBody } from '#shared/core/http/check-body.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { importChangedAlert, importNewAlert } from '#shared/insight/imports/import-alert.ts';
import { membersOfAlert, originalAlertOf } from '#shared/insight/imports/original-alert.ts';
import { alertRowSchema } from '#shared/insight/imports/rows.schema.ts';

/**
 * What becomes of a row of alerts, which administrators import.
 * @throws every refusal of a row: 400 with all its faults, 409, 422
 */
export const takeAlert = async ({ services, by, options }: ImportRun, json: unknown): Promise<RowTaken> => {
  const { data: row, faults } = checkBody(alertRowSchema, json);
  if (!row) throw invalid(faults);
  const kept = await readKept(services, 'alert', row.externalId);
  if (isOlder(row, options)) return nothingOf('skipped', kept?.recordId);
  const current = kept && (await readRecord<Alert>(services.table, 'alert', kept.recordId));
  if (kept && !current) throw new Refusal('deleted-here');
  const definition = current
    ? await alertDefinitionOf(services.definitions, current)
    : await alertDefinitionForNew(services.definitions, row.type);
  if (!definition) throw unknownReference('/type', 'alert type', row.type);
  const now = services.now();
  const importer = actorOf(by);
  const authors = [row.createdBy, ...row.notes.map(({ author }) => author)];
  const findActor = await findActors(services, authors, row.contactId);
  const original = originalAlertOf({ ...row, type: definition.key }, definition, { findActor, importer, now });
  const { digests, changed } = changesOf(kept, { members: membersOfAlert(original), notes: original.notes });
  if (kept && changed.size === 0) return nothingOf('unchanged', kept.recordId);
  refuseAnonymised(current);
  await requireReferences(services, {
    contactId: row.contactId,
    owner: { value: row.reviewer, pointer: '/reviewer' },
    more: namedInFields(definition.type.fields, row.fields),
  });
  const hasEffects = options.effects;
  const recordId = current?.id ?? services.newId(now);
  const decisions = current
    ? importChangedAlert(current, original, {
        changed,
        noteIds: original.notes.length > 0 ? await noteIdsOf(services, 'alert', recordId) : new Set(),
        hasEffects,
        importer,
        now,
      })
    : importNewAlert(original, recordId, { definition, hasEffects, importer });
  return {
    change: kept?.isWhole ? (decisions.length > 0 ? 'updated' : 'unchanged') : 'created',
    id: recordId,
    parts: partsOf(decisions, kept, { kind: 'alert', externalId: row.externalId, recordId, digests }),
  };
};
