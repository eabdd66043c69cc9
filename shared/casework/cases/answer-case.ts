import type { Case, CaseAnswer, CaseForRequester } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import { answerClock } from '#shared/core/clocks/clock.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';

/** Milliseconds in each stage, the present one up to now. */
const stageTimes = (
  { stage, timeInStage }: Pick<Case, 'stage' | 'timeInStage'>,
  since: string | undefined,
  now: number,
): Record<string, number> =>
  stage && since
    ? { ...timeInStage, [stage]: (own(timeInStage, stage) ?? 0) + Math.max(0, now - epoch(since)) }
    : timeInStage;

/**
 * The clocks of a case as the API answers them at an instant (epoch milliseconds). One whose target
 * is gone has nothing left.
 */
export const answerClocks = (
  { clocks, priority }: Pick<Case, 'clocks' | 'priority'>,
  { policies }: CaseDefinition,
  at: number,
) => clocks.map((clock) => answerClock(clock, { policy: policies.get(clock.key), priority, at }));

/** A case as staff see it at an instant (epoch milliseconds). */
export const answerCase = (
  {
    clocks,
    counting: _by,
    generation: _internal,
    agenda: _waiting,
    helpers: _concerned,
    subscriptions,
    stageSince,
    statusSince: _status,
    timeInStatus: _times,
    opened: _opened,
    beforeMerge: _was,
    otherRequesters: _others,
    questionsEndedAt: _ended,
    ...record
  }: Case,
  definition: CaseDefinition,
  now: number,
): CaseAnswer => ({
  ...record,
  timeInStage: stageTimes(record, stageSince, now),
  subscribers: subscriptions.filter(({ confirmed }) => confirmed !== false).map(({ id }) => id),
  clocks: answerClocks({ clocks, priority: record.priority }, definition, now),
});

/** What a field holds, with the names of what was chosen in place of their keys. */
const inWords = ({ options }: FieldDefinition, value: unknown): unknown => {
  if (!options) return value;
  const nameOf = (one: unknown) => options.find(({ key }) => key === one)?.name ?? one;
  return Array.isArray(value) ? value.map(nameOf) : nameOf(value);
};

/**
 * A case as its requester sees it: public members and public fields only. What is not named here
 * stays with staff.
 */
export const answerCaseForRequester = (record: Case, { type }: CaseDefinition): CaseForRequester => {
  const shown = type.fields.filter(
    ({ key, visibleToRequester }) => visibleToRequester && Object.hasOwn(record.fields, key),
  );
  const visible = new Set(shown.map(({ key }) => key));
  const { reason, details, at } = record.closure ?? {};
  return {
    id: record.id,
    version: record.version,
    reference: record.reference,
    type: record.type,
    typeName: type.name,
    subject: record.subject,
    description: record.description,
    contactId: record.contactId,
    onBehalfOf: record.onBehalfOf,
    status: record.status,
    statusName: statusOf(type, record.status.key)?.name ?? record.status.key,
    priority: record.priority,
    fields: Object.fromEntries(Object.entries(record.fields).filter(([field]) => visible.has(field))),
    fieldsInWords: shown.map((field) => ({
      key: field.key,
      name: field.name,
      value: inWords(field, own(record.fields, field.key)),
    })),
    location: record.location,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    dueAt: record.dueAt,
    closedAt: record.closedAt,
    closure: at === undefined ? undefined : { reason, details, at },
  };
};
