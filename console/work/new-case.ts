import type { OperationAnswer, OperationInput } from '#client/client.ts';
import type { Keyed } from '#console/records/configured-map.ts';
import { defaultsOf, type FieldValues, saidFields } from '#console/records/shown-fields.ts';
import type { KindValues } from '#shared/core/definitions/kind.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

export type CaseTypeKeyed = Keyed<KindValues['case-types']>;

/** What is typed into the form of a new case. */
export interface CaseDraft {
  type: string | undefined;
  contactId: string | undefined;
  subject: string;
  description: string;
  priority: string | undefined;
  subtype: string | undefined;
  assignee: PersonOrGroup | undefined;
  isPrivate: boolean;
  fields: FieldValues;
}

export const emptyDraft: CaseDraft = {
  type: undefined,
  contactId: undefined,
  subject: '',
  description: '',
  priority: undefined,
  subtype: undefined,
  assignee: undefined,
  isPrivate: false,
  fields: {},
};

/** Whether cases of a type may be raised by somebody: its starters and its managers raise them. */
export const mayRaise = (
  { enabled, groups: { starters, managers } }: CaseTypeKeyed,
  me: Pick<OperationAnswer<'getMe'>, 'groups' | 'isAdmin'>,
): boolean => enabled && (me.isAdmin || [...starters, ...managers].some((group) => me.groups.includes(group)));

/** A draft that has become one of another type: what was typed stays, what is of the type goes. */
export const draftOfType = (draft: CaseDraft, type: CaseTypeKeyed): CaseDraft => ({
  ...draft,
  type: type.key,
  priority: type.defaultPriority,
  subtype: undefined,
  fields: { ...defaultsOf(type.fields), ...draft.fields },
});

/** A draft to begin with: where there is but one type, of that. */
export const firstDraft = (types: readonly CaseTypeKeyed[], known: Partial<CaseDraft> = {}): CaseDraft => {
  const [only, ...others] = types;
  const draft = { ...emptyDraft, ...known };
  return only && others.length === 0 ? draftOfType(draft, only) : draft;
};

/** What shown-when conditions of the type are asked about. */
export const recordOfDraft = ({ subject, description, contactId, priority, subtype, isPrivate }: CaseDraft) => ({
  subject,
  description,
  contactId,
  priority,
  subtype,
  private: isPrivate,
});

/** The body that raises the case of a draft. */
export const bodyOfDraft = (
  draft: CaseDraft,
  type: CaseTypeKeyed | undefined,
): OperationInput<'createCase'>['body'] => {
  const { contactId, subject, description, priority, subtype, assignee, isPrivate } = draft;
  const filled = { kind: 'case', record: recordOfDraft(draft), values: draft.fields } as const;
  const fields = type ? saidFields(type.fields, filled) : {};
  return {
    ...(draft.type !== undefined && { type: draft.type }),
    subject,
    ...(description.trim() !== '' && { description }),
    ...(contactId !== undefined && { contactId }),
    ...(priority !== undefined && { priority }),
    ...(subtype !== undefined && { subtype }),
    ...(Object.keys(fields).length > 0 && { fields }),
    ...(assignee && { assignee }),
    ...(isPrivate && { private: true }),
  };
};

/** The pointers of faults that the form shows at its fields. */
export const pointersOfForm = (type: CaseTypeKeyed | undefined, below = ''): string[] =>
  [
    ...['type', 'contactId', 'subject', 'description', 'priority', 'subtype', 'assignee'],
    ...(type?.fields.map(({ key }) => `fields/${key}`) ?? []),
  ].map((member) => `${below}/${member}`);
