import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { alertLayout } from '#shared/casework/alerts/alert.layout.ts';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import { contactLayout } from '#shared/casework/contacts/contact.layout.ts';
import { configurationLayout } from '#shared/core/definitions/configuration.ts';
import { Definitions } from '#shared/core/definitions/definitions.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { DomainEvent, Intent } from '#shared/core/events/event.ts';
import { type NewId, ulids } from '#shared/core/records/ids.ts';
import { commit, prepareCommit } from '#shared/core/table/commit.ts';
import { Cursors } from '#shared/core/table/cursor.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { tableEnvironment } from '#shared/core/table/environment.ts';
import type { Layouts } from '#shared/core/table/layout.ts';
import { documentsOf, Table } from '#shared/core/table/table.ts';

export const layouts: Layouts = {
  case: caseLayout,
  alert: alertLayout,
  contact: contactLayout,
  configuration: configurationLayout,
};

/** What stories and consumers work with, built once per cold start and handed in. */
export interface Services {
  table: Table;
  definitions: Definitions;
  cursors: Cursors;
  newId: NewId;
  random: (bytes: number) => Uint8Array;
  /** Epoch milliseconds. */
  now: () => number;
  commit: (intent: Intent, decisions: Decision[], extra?: Write[]) => Promise<DomainEvent[]>;
  /** Refuses what a commit would refuse for its size, and writes nothing. */
  rehearse: (intent: Intent, decisions: Decision[], extra?: Write[]) => void;
}

/** Whether a commit would take what was decided, for its size. */
export const isWritable = ({ rehearse }: Services, intent: Intent, decisions: Decision[]): boolean => {
  try {
    rehearse(intent, decisions);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

export const buildServices = (environment: Record<string, string | undefined>): Services => {
  const { TABLE_NAME } = tableEnvironment.parse(environment);
  const table = new Table(documentsOf(new DynamoDBClient({})), TABLE_NAME);
  const newId = ulids();
  return {
    table,
    definitions: new Definitions(table),
    cursors: new Cursors(table),
    newId,
    random: (bytes) => randomBytes(bytes),
    now: () => Date.now(),
    commit: (intent, decisions, extra) => commit({ table, layouts, newId }, intent, decisions, extra),
    rehearse: (intent, decisions, extra) => void prepareCommit({ table, layouts, newId }, intent, decisions, extra),
  };
};
