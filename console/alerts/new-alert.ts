import type { OperationAnswer, OperationInput } from '#client/client.ts';
import type { Keyed } from '#console/records/configured-map.ts';
import { defaultsOf, type FieldValues, saidFields } from '#console/records/shown-fields.ts';
import type { KindValues } from '#shared/core/definitions/kind.ts';

type AlertTypeKeyed = Keyed<KindValues['alert-types']>;

/** What is typed into the form of a new alert. */
export interface AlertDraft {
  type: string | undefined;
  contactId: string | undefined;
  priority: string | undefined;
  description: string;
  course: string;
  fields: FieldValues;
}

/** Whether alerts of a type may be raised by somebody: its raisers and its reviewers raise them. */
export const mayRaiseAlert = (
  { enabled, groups: { raisers, reviewers } }: AlertTypeKeyed,
  me: Pick<OperationAnswer<'getMe'>, 'groups' | 'isAdmin'>,
): boolean => enabled && (me.isAdmin || [...raisers, ...reviewers].some((group) => me.groups.includes(group)));

export const alertDraftOfType = (draft: AlertDraft, type: AlertTypeKeyed): AlertDraft => ({
  ...draft,
  type: type.key,
  priority: type.defaultPriority ?? draft.priority,
  fields: { ...defaultsOf(type.fields), ...draft.fields },
});

/** A draft to begin with: where there is but one type, of that. */
export const firstAlertDraft = (types: readonly AlertTypeKeyed[], contactId?: string): AlertDraft => {
  const [only, ...others] = types;
  const draft = { type: undefined, contactId, priority: undefined, description: '', course: '', fields: {} };
  return only && others.length === 0 ? alertDraftOfType(draft, only) : draft;
};

/** What shown-when conditions of the type are asked about. */
export const recordOfAlertDraft = ({ description, contactId, priority, course }: AlertDraft) => ({
  description,
  contactId,
  priority,
  ...(course !== '' && { course: { code: course } }),
});

/** The body that raises the alert of a draft. */
export const bodyOfAlertDraft = (
  draft: AlertDraft,
  type: AlertTypeKeyed | undefined,
): OperationInput<'createAlert'>['body'] => {
  const { contactId, priority, description, course } = draft;
  const filled = { kind: 'alert', record: recordOfAlertDraft(draft), values: draft.fields } as const;
  const fields = type ? saidFields(type.fields, filled) : {};
  return {
    ...(draft.type !== undefined && { type: draft.type }),
    ...(contactId !== undefined && { contactId }),
    ...(priority !== undefined && { priority }),
    ...(description.trim() !== '' && { description }),
    ...(course.trim() !== '' && { course: { code: course.trim() } }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
};
