import { useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';

/** `minCompletions` as words, for members that no message has a name for. */
export const spelledOut = (member: string): string =>
  member
    .replace(/[-_]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, (_whole, before, after) => `${before} ${after.toLowerCase()}`)
    .replace(/^./, (first) => first.toUpperCase());

/** How members of records are called: custom fields by their type, others by messages. */
export const useFieldName = () => {
  const word = useWord();
  const caseTypes = useConfigured('case-types');
  return (path: string, caseType?: string): string => {
    const [member = '', ...below] = path.split('.');
    const type = caseTypes.get(caseType ?? '');
    if (member === 'fields' && below.length > 0)
      return type?.fields.find(({ key }) => key === below.join('.'))?.name ?? spelledOut(below.join(' '));
    if (member === 'details' && below.length > 0) {
      const section = type?.sections.find(({ key }) => key === below[0]);
      return section?.fields.find(({ key }) => key === below[1])?.name ?? section?.name ?? spelledOut(below.join(' '));
    }
    const name = word('case.field', member);
    return name === member ? spelledOut(member) : name;
  };
};
