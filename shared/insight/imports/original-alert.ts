import type { NewAlert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { type AlertStatus, categoryOf } from '#shared/casework/alerts/status.ts';
import { refuseDisabledPriority } from '#shared/casework/priorities/priority.ts';
import { disabled, type Fault, invalid, unknownChoice } from '#shared/core/errors.ts';
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
import type { AlertRow } from '#shared/insight/imports/rows.schema.ts';

type SettledStatus = Extract<AlertStatus, 'resolved' | 'dismissed' | 'cancelled'>;

/** An alert as it was elsewhere, in the words of its type here. */
export interface OriginalAlert {
  externalId: string;
  input: NewAlert & { priority: string; fields: Record<string, unknown> };
  status: AlertStatus;
  reviewedAt?: string | undefined;
  createdAt: string;
  createdBy: Actor;
  updatedAt?: string | undefined;
  settling?: { status: SettledStatus; at: string; outcome?: string | undefined } | undefined;
  notes: OriginalNote[];
}

const isSettled = (status: AlertStatus): status is SettledStatus => categoryOf(status) === 'closed';

const faultsOfOutcome = ({ outcome, status = 'triage' }: AlertRow, { type }: AlertDefinition): Fault[] => {
  if (outcome === undefined) return [];
  const found = type.outcomes.find(({ key }) => key === outcome);
  const fits = found !== undefined && (!found.for || found.for.some((one) => one === status));
  return fits ? [] : [unknownChoice('/outcome', 'outcome', { value: outcome })];
};

/**
 * Reads what a row says of an alert. What its type requires today nobody asked for then.
 *
 * @throws `disabled`; 400 with every fault of priority, fields, outcome and instants at once
 */
export const originalAlertOf = (row: AlertRow, definition: AlertDefinition, reading: RowReading): OriginalAlert => {
  const { type, priorities } = definition;
  if (!type.enabled) throw disabled('alert type', definition.key);
  const { externalId, status: given, createdAt: _c, createdBy, updatedAt, closedAt, reviewedAt, ...rest } = row;
  const { outcome, notes: _notes, ...input } = rest;
  const priority = input.priority ?? type.defaultPriority ?? priorities[0] ?? '';
  const { fields, faults } = checkFields(type.fields, input.fields ?? {}, {
    record: (values) => ({ alert: { ...input, priority, private: input.private ?? false, fields: values } }),
    at: reading.now,
  });
  const status = given ?? (closedAt === undefined ? 'triage' : 'resolved');
  const all: Fault[] = [
    ...(input.priority !== undefined && !priorities.includes(input.priority)
      ? [unknownChoice('/priority', 'priority', { value: input.priority })]
      : []),
    ...faults.filter(({ code }) => code !== 'required'),
    ...faultsOfOutcome({ ...row, status }, definition),
    ...(closedAt !== undefined && !isSettled(status)
      ? [{ pointer: '/closedAt', code: 'not-closed', detail: `an alert that is ${status} is not closed` }]
      : []),
    ...faultsOfInstants(row, reading.now),
  ];
  if (all.length > 0) throw invalid(all);
  refuseDisabledPriority(definition, priority);
  const createdAt = beginningOfRecord(row, reading.now);
  return {
    externalId,
    input: { ...input, priority, fields },
    status,
    reviewedAt,
    createdAt,
    createdBy: createdBy === undefined ? reading.importer : reading.findActor(createdBy),
    updatedAt,
    ...(isSettled(status) && { settling: { status, at: laterOf(createdAt, closedAt ?? updatedAt), outcome } }),
    notes: notesOfRow(row, reading),
  };
};

export const membersOfAlert = ({ input, status, reviewedAt, settling }: OriginalAlert): Record<string, unknown> => ({
  ...membersOfInput(input),
  status,
  reviewedAt,
  settling,
});
