import { useIntl } from 'react-intl';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { useDirectory } from '#console/records/directory.ts';

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;
const datePattern = /^\d{4}-\d\d-\d\d$/;

const owners = new Set(['assignee', 'reviewer']);

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Something configured, by which its kind of field is read. */
export interface FieldSort {
  /** The last part of the field's name, such as `priority`. */
  name: string;
  /** The type of the record, whose statuses and options have names. */
  caseType?: string | undefined;
}

/** Values of fields as people read them: names rather than keys, dates in the reader's zone. */
export const useValueWords = () => {
  const intl = useIntl();
  const text = useText();
  const word = useWord();
  const { nameOfPerson, nameOfGroup } = useDirectory();
  const priorities = useConfigured('priorities');
  const caseTypes = useConfigured('case-types');
  const alertTypes = useConfigured('alert-types');

  const nameOfKey = (key: string, { name, caseType }: FieldSort): string => {
    const type = caseTypes.get(caseType ?? '');
    if (name === 'category') return word('records.category', key);
    if (name === 'priority') return priorities.get(key)?.name ?? key;
    if (name === 'type') return caseTypes.get(key)?.name ?? alertTypes.get(key)?.name ?? key;
    if (name === 'status') return type?.statuses.find((one) => one.key === key)?.name ?? key;
    if (name === 'stage') return type?.stages.find((one) => one.key === key)?.name ?? key;
    if (name === 'reason') return type?.closureReasons.find((one) => one.key === key)?.name ?? key;
    const options = type?.fields.find((one) => one.key === name)?.options;
    return options?.find((one) => one.key === key)?.name ?? key;
  };

  const ofMembers = (value: Readonly<Record<string, unknown>>, sort: FieldSort): string => {
    if (typeof value.user === 'string') return nameOfPerson(value.user);
    if (typeof value.group === 'string') return nameOfGroup(value.group);
    if (typeof value.category === 'string' && typeof value.key === 'string') return nameOfKey(value.key, sort);
    if (typeof value.ago === 'string') return text('case.value.ago', { duration: value.ago });
    if (typeof value.ahead === 'string') return text('case.value.ahead', { duration: value.ahead });
    if (typeof value.currency === 'string') return `${String(value.amount)} ${value.currency}`;
    if (typeof value.address === 'string') return value.address;
    if (typeof value.text === 'string') return value.text;
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${words(inner, sort)}`)
      .join(', ');
  };

  const words = (value: unknown, sort: FieldSort): string => {
    if (value === undefined || value === null || value === '')
      return text(owners.has(sort.name) ? 'records.unassigned' : 'case.value.nothing');
    if (typeof value === 'boolean') return text(value ? 'case.value.yes' : 'case.value.no');
    if (typeof value === 'number') return intl.formatNumber(value);
    if (Array.isArray(value))
      return value.length === 0
        ? text('case.value.nothing')
        : intl.formatList(
            value.map((one) => words(one, sort)),
            { type: 'unit' },
          );
    if (isMembers(value)) return ofMembers(value, sort);
    const said = String(value);
    if (instantPattern.test(said)) return intl.formatDate(said, { dateStyle: 'medium', timeStyle: 'short' });
    if (datePattern.test(said)) return intl.formatDate(`${said}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' });
    return nameOfKey(said, sort);
  };
  return words;
};
