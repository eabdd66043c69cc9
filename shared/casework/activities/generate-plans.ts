import { beginSequence } from '#shared/casework/activities/sequence.ts';
import { addTimeline } from '#shared/casework/activities/timeline.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { Generating } from '#shared/casework/tasks/generate-tasks.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { EventDraft } from '#shared/core/events/event.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';

/**
 * The timelines and sequences that a case of its type begins with, always or by a condition on it:
 * what happens to it by them, what is kept, and what it waits for.
 */
export const generatedPlans = (
  record: Case,
  { newId, by, at }: Generating,
  definition: CaseDefinition,
): { events: EventDraft[]; items: Write[]; agenda: Case['agenda'] } => {
  const subject = { case: record };
  const isMeant = ({ generate }: { generate?: CaseDefinition['type']['timelines'][number]['generate'] }) =>
    generate !== undefined && (generate.when === undefined || evaluate(generate.when, subject, at).held);
  const { timelines, sequences } = definition.type;
  let within = { record, definition };
  const decisions: Decision<Case>[] = [];
  const add = (...more: Decision<Case>[]) => {
    decisions.push(...more);
    within = { record: decisions.at(-1)?.after ?? record, definition };
  };
  for (const { key } of timelines.filter(isMeant)) add(addTimeline(within, { key, newId, by, at }, undefined).decision);
  for (const { key } of sequences.filter(isMeant))
    add(...beginSequence(within, { key, id: newId(), newId, by, at }).decisions);
  return {
    agenda: within.record.agenda,
    events: decisions.flatMap(({ events }) => events),
    items: decisions.flatMap(({ items = [] }) => items),
  };
};
