import type { OperationAnswer, OperationInput } from '#client/client.ts';
import { defaultsOf, type FieldValues, saidFields } from '#console/records/shown-fields.ts';

export type RaisableType = OperationAnswer<'listMyCaseTypes'>['items'][number];

/** What a requester has typed into the form of a case of theirs. */
export interface OwnCaseDraft {
  subject: string;
  description: string;
  fields: FieldValues;
  /** For whom it is raised; undefined for themselves. */
  other?: { name: string; email: string; phone: string } | undefined;
}

export const emptyOther = { name: '', email: '', phone: '' };

export const firstOwnDraft = ({ fields }: RaisableType): OwnCaseDraft => ({
  subject: '',
  description: '',
  fields: defaultsOf(fields),
});

const said = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** The body that raises it. A name that is left out is for the API to miss. */
export const bodyOfOwnDraft = (
  { subject, description, fields, other }: OwnCaseDraft,
  type: RaisableType,
): OperationInput<'createCase'>['body'] => {
  const record = { subject, description };
  return {
    type: type.key,
    subject,
    description: said(description),
    fields: saidFields(type.fields, { kind: 'case', record, values: fields }),
    ...(other && { onBehalfOf: { name: other.name, email: said(other.email), phone: said(other.phone) } }),
  };
};
