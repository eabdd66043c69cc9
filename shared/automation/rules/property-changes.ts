import { type ContactChanges, contactChangesSchema } from '#shared/casework/contacts/contact.ts';
import { invalid } from '#shared/core/errors.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';

/**
 * What setting a property changes of a contact: `attributes.stage`, `network.adviser`, `language`.
 * @throws 400 for a value that the property does not take
 */
export const changesBy = (property: string, value: unknown): ContactChanges => {
  const dot = property.indexOf('.');
  const [member, name] = dot === -1 ? [property] : [property.slice(0, dot), property.slice(dot + 1)];
  const given = member === 'network' && value !== null ? { user: value } : value;
  const changes = { [member]: name === undefined ? given : { [name]: given } };
  const { success, data, error } = contactChangesSchema.safeParse(changes);
  if (!success) throw invalid(faultsFrom(error, changes).map((fault) => ({ ...fault, pointer: '/value' })));
  return data;
};
