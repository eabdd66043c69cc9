import type { NewCase } from '#shared/casework/cases/case.ts';
import { type CaseDefinition, refuseDisabledType } from '#shared/casework/cases/case-definition.ts';
import type { Status } from '#shared/casework/cases/case-type.ts';
import { faultsOfChoices } from '#shared/casework/cases/change-case.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import { refuseDisabledPriority } from '#shared/casework/priorities/priority.ts';
import { type Fault, invalid, unknownChoice } from '#shared/core/errors.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import {
  beginningOfRecord,
  faultsOfInstants,
  laterOf,
  membersOfInput,
  notesOfRow,
  type OriginalNote,
  type RowReading,
} from '#shared/insight/imports/original.ts';
import type { CaseRow } from '#shared/insight/imports/rows.schema.ts';

/** A case as it was elsewhere, in the words of its type here. */
export interface OriginalCase {
  externalId: string;
  input: NewCase & { priority: string; fields: Record<string, unknown> };
  status: Status;
  dueAt?: string | undefined;
  createdAt: string;
  createdBy: Actor;
  updatedAt?: string | undefined;
  closing?: { at: string; by: Actor; reason?: string | undefined; details?: string | undefined } | undefined;
  notes: OriginalNote[];
}

/** The status that a row means: that of a closed one is a closing one. */
const statusOfRow = ({ status, closedAt }: CaseRow, { key, type }: CaseDefinition): Status | Fault => {
  if (status === undefined && closedAt === undefined) {
    const first = statusOf(type, type.defaultStatus);
    if (!first) throw new Error(`case type ${key} has no default status`);
    return first;
  }
  const found =
    status === undefined ? type.statuses.find(({ category }) => category === 'resolved') : statusOf(type, status);
  if (!found) return unknownChoice('/status', 'status', { value: status ?? 'resolved' });
  if (closedAt !== undefined && !isClosedCategory(found.category))
    return { pointer: '/closedAt', code: 'not-closed', detail: `the status "${found.key}" is not one of closed cases` };
  return found;
};

/**
 * Reads what a row says of a case; what its type requires today nobody asked for then.
 * @throws `disabled`; 400 with every fault at once
 */
export const originalCaseOf = (row: CaseRow, definition: CaseDefinition, reading: RowReading): OriginalCase => {
  const { type } = definition;
  refuseDisabledType(definition);
  const { externalId, status: _status, dueAt, createdAt: _created, createdBy, updatedAt, closedAt, ...rest } = row;
  const { closure, notes: _notes, ...input } = rest;
  const priority = input.priority ?? type.defaultPriority;
  const { fields, faults } = checkFields(type.fields, input.fields ?? {}, {
    record: (values) => ({ case: { ...input, priority, private: input.private ?? false, fields: values } }),
    at: reading.now,
  });
  const status = statusOfRow(row, definition);
  const reason = closure?.reason;
  const all = [
    ...faultsOfChoices(definition, row),
    ...faults.filter(({ code }) => code !== 'required'),
    ...('pointer' in status ? [status] : []),
    ...(reason !== undefined && !type.closureReasons.some(({ key }) => key === reason)
      ? [unknownChoice('/closure/reason', 'reason for closing', { value: reason, code: 'unknown-reason' })]
      : []),
    ...faultsOfInstants(row, reading.now),
  ];
  if (all.length > 0 || 'pointer' in status) throw invalid(all);
  refuseDisabledPriority(definition, priority);
  const createdAt = beginningOfRecord(row, reading.now);
  const by = createdBy === undefined ? reading.importer : reading.findActor(createdBy);
  return {
    externalId,
    input: { ...input, priority, fields },
    status,
    dueAt,
    createdAt,
    createdBy: by,
    updatedAt,
    ...(isClosedCategory(status.category) && {
      closing: {
        at: laterOf(createdAt, closedAt ?? updatedAt),
        by: closure?.by === undefined ? reading.importer : reading.findActor(closure.by),
        reason,
        details: closure?.details,
      },
    }),
    notes: notesOfRow(row, reading),
  };
};

export const membersOfCase = ({ input, status, dueAt, closing }: OriginalCase): Record<string, unknown> => ({
  ...membersOfInput(input),
  dueAt,
  status: status.key,
  closing: closing && { at: closing.at, reason: closing.reason, details: closing.details },
});
