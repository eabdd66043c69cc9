import { loadTarget } from '#functions/automation/target.ts';
import { loadBeside } from '#functions/segments/load-beside.ts';
import type { ReadingServices, Services } from '#functions/services.ts';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import type { RuleAction, TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { ConditionInputs } from '#shared/automation/rules/run-inputs.ts';
import { askedBeside } from '#shared/automation/segments/beside.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { readRecord } from '#shared/core/records/read.ts';

/** The record that an automation works on, and what its conditions are asked about beside it. */
export interface Scene extends ConditionInputs {
  target: RuleTarget;
}

const contactOf = async ({ table }: Services, target: RuleTarget): Promise<Contact | undefined> => {
  if (target.kind === 'contact') return target.record;
  const { contactId } = target.record;
  return contactId === undefined ? undefined : readRecord<Contact>(table, 'contact', contactId);
};

const caseOfAlert = async ({ table }: Services, target: RuleTarget): Promise<Case | undefined> =>
  target.kind === 'alert' && target.record.caseId !== undefined
    ? readRecord<Case>(table, 'case', target.record.caseId)
    : undefined;

/** What is done on a record, and what the conditions that are asked about it read. */
interface SceneAsked {
  actions?: readonly RuleAction[];
  reads?: readonly (ConditionReads | undefined)[];
  /** Those of the services, unless it matters which of them are read. */
  definitions?: Configurations;
}

/** Reads it as it is now; undefined where the record is gone. */
export const loadScene = async (
  services: Services,
  place: { kind: TargetKind; id: string },
  { actions = [], reads = [], definitions = services.definitions }: SceneAsked = {},
): Promise<Scene | undefined> => {
  const target = await loadTarget(services, place, { actions, definitions });
  if (!target) return undefined;
  const [contact, linkedCase] = await Promise.all([contactOf(services, target), caseOfAlert(services, target)]);
  return { target, contact, linkedCase, ...(await loadBeside(services, contact, reads)) };
};

/** The calendars whose hours conditions ask for. */
export const calendarsFor = async (
  { definitions }: Pick<ReadingServices, 'definitions'>,
  reads: readonly (ConditionReads | undefined)[],
): Promise<Subject['calendars']> => {
  const keys = [...new Set(reads.flatMap((one) => [...(one?.calendars ?? [])]))];
  if (keys.length === 0) return undefined;
  const found = await Promise.all(keys.map((key) => definitions.one('calendars', key)));
  return new Map(found.flatMap((one) => (one ? [[one.key, compiledCalendar(one)] as const] : [])));
};

/** What conditions that read so much are asked about beside their records. */
export type Surroundings = Pick<Subject, 'related' | 'inSegment' | 'calendars'>;

export const loadSurroundings = async (
  services: Services,
  contact: Contact | undefined,
  reads: readonly (ConditionReads | undefined)[],
): Promise<Surroundings> => {
  const [beside, calendars] = await Promise.all([loadBeside(services, contact, reads), calendarsFor(services, reads)]);
  return { ...askedBeside(beside), ...(calendars && { calendars }) };
};
