import { is } from './rule-making.ts';
import { put, unique } from './world.ts';

/** A mapping that observes the grade in an event of its own name. @returns its key */
export const aMappingOfGrades = async (): Promise<string> => {
  const mapping = unique('mapping-');
  await put(`/v1/signal-mappings/${mapping}`, {
    name: 'Grades',
    match: is('event.detailType', mapping),
    contactId: '{{ event.detail.contactId }}',
    observe: { grade: { value: '{{ event.detail.value }}' } },
  });
  return mapping;
};
