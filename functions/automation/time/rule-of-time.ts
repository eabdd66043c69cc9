import { enrollingIn } from '#functions/automation/enrolling.ts';
import type { Services } from '#functions/services.ts';
import { timedWorkflows } from '#functions/workflows/timed.ts';
import { type TargetKind, targetKinds } from '#shared/automation/rules/rule-action.ts';
import { type CompiledRule, ruleIndexOf } from '#shared/automation/rules/rule-index.ts';
import type { TimeTrigger } from '#shared/automation/rules/triggers.ts';
import { workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';

/** The enabled rules and workflows that time sets off on records of a kind, in their order. */
export const rulesOfTime = async (
  { definitions }: Services,
  trigger: TimeTrigger,
  kind: TargetKind,
): Promise<{ rules: readonly CompiledRule[]; workflows: readonly CompiledRule[] }> => {
  const place = `${kind} ${trigger}`;
  const rules = ruleIndexOf(await definitions.all('rules')).get(place) ?? [];
  return { rules, workflows: (await timedWorkflows(definitions)).get(place) ?? [] };
};

/** The rule, or the workflow, by the name that causes have of it, if time sets it off that way. */
export const ruleOfTime = async (
  { definitions }: Services,
  trigger: TimeTrigger,
  name: string,
): Promise<CompiledRule | undefined> => {
  const index =
    workflowInCauses(name) === undefined
      ? ruleIndexOf(await definitions.all('rules'))
      : await timedWorkflows(definitions);
  return targetKinds.flatMap((kind) => index.get(`${kind} ${trigger}`) ?? []).find(({ key }) => key === name);
};

/**
 * Whether a rule can do anything with a record: a workflow that nobody else can be enrolled in, or
 * that the record has nobody for, is not even asked, so that it leaves no run each day.
 */
export const hasTurn = async (
  services: Services,
  { key, owner }: CompiledRule,
  { kind, record }: { kind: TargetKind; record: { id: string; contactId?: string | undefined } },
): Promise<boolean> => {
  const workflow = owner === 'workflows' ? workflowInCauses(key) : undefined;
  if (workflow === undefined) return true;
  const contactId = kind === 'contact' ? record.id : record.contactId;
  if (contactId === undefined) return false;
  const enrolling = await enrollingIn(services, workflow, { contactId, record: { kind, id: record.id } });
  return enrolling?.isEnrolled === false;
};
