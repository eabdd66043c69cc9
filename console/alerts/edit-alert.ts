import type { OperationInput } from '#client/client.ts';
import { changesOf, type Members } from '#console/case/edit/edit.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

const plain = ['priority', 'dueAt', 'description', 'tags', 'private'] as const satisfies readonly (keyof AlertAnswer)[];

/** What can be edited of an alert, by path, as of a case. */
export const membersOfAlert = (record: AlertAnswer): Members => ({
  ...Object.fromEntries(plain.map((name) => [name, record[name]])),
  ...Object.fromEntries(Object.entries(record.fields).map(([key, value]) => [`fields.${key}`, value])),
});

type AlertChangesBody = NonNullable<OperationInput<'editAlert'>['body']>;

/** What PATCH takes to make one version into the other. */
export const changesOfAlert = (before: Members, after: Members): AlertChangesBody =>
  // Of these members PATCH takes the same of an alert as of a case.
  changesOf({ before, after }) as AlertChangesBody;
