import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionForNew } from '#shared/casework/alerts/alerts.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import type { Migration } from '#shared/casework/migration/migration.schema.ts';
import { moveAlert } from '#shared/casework/migration/move-alert.ts';
import { moveCase } from '#shared/casework/migration/move-case.ts';
import {
  faultsOfMigration,
  type Holder,
  removedBy,
  StrandedCount,
  type TypeParts,
} from '#shared/casework/migration/stranding.ts';
import { withOthers } from '#shared/configuration/file.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import type { Intent } from '#shared/core/events/event.ts';
import { readPartition } from '#shared/core/records/list-rows.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { runJob } from '#shared/core/table/job.ts';
import { listPartitions } from '#shared/core/table/list-keys.ts';

// What a change of a type means for the open records of that type.

export type TypeKind = 'case-types' | 'alert-types';
export const isTypeKind = (kind: string): kind is TypeKind => kind === 'case-types' || kind === 'alert-types';
export const recordKindOf = { 'case-types': 'case', 'alert-types': 'alert' } as const;

// A PUT moves this many at the most, so that it ends in time. The others keep to the version they
// have, and go with the next PUT of the same mapping.
const mostMoved = 1000;
// How many are written side by side.
const atOnce = 8;

/**
 * The open records of a type, page by page, as the index has them: a change of this very moment may
 * not be in it yet.
 */
async function* openRecords({ table }: Services, kind: TypeKind, key: string): AsyncGenerator<Case | Alert> {
  const list = recordKindOf[kind];
  for (const partition of listPartitions({ kind: list, openness: 'open' }, { type: key })) {
    for (let after: string | undefined, more = true; more; ) {
      const page = await readPartition<Case | Alert>(table, partition, { kind: list, after });
      yield* page.records;
      after = page.next;
      more = after !== undefined;
    }
  }
}

/**
 * What of the open records a new version would take away, each with its count. It reads nothing
 * where the version takes nothing away.
 */
export const strandedFaults = async (
  services: Services,
  { kind, before, after }: { kind: TypeKind; before: Configured<TypeKind>; after: TypeParts },
  pointer = '',
): Promise<{ total: number; faults: Fault[] }> => {
  const removed = removedBy(before.value as TypeParts, after);
  const count = new StrandedCount(removed);
  if (removed.length > 0)
    for await (const record of openRecords(services, kind, before.key)) count.add(record as Holder);
  return { total: count.total, faults: count.faults(pointer) };
};

/** @throws `would-strand` (409) with the counts */
export const refuseStranding = ({ total, faults }: { total: number; faults: Fault[] }): void => {
  if (total > 0)
    throw new Refusal(
      'would-strand',
      `${total} open records would be stranded: ${faults.map(({ detail }) => detail).join(', ')}. Say with \`migrate\` where they go.`,
      { faults },
    );
};

/** How a record of the type is moved to the version that `definitions` have. */
const mover = async (
  definitions: Configurations,
  { kind, key, migration }: { kind: TypeKind; key: string; migration: Migration },
): Promise<(record: Case | Alert, at: number) => Decision<Case> | Decision<Alert>> => {
  if (kind === 'case-types') {
    const definition = await definitionForNew(definitions, key);
    if (!definition) throw new Error(`case type ${key} is gone`);
    return (record, at) => moveCase(record as Case, { migration, at }, definition);
  }
  const definition = await alertDefinitionForNew(definitions, key);
  if (!definition) throw new Error(`alert type ${key} is gone`);
  return (record, at) => moveAlert(record as Alert, { migration, at }, definition);
};

/**
 * Plans the move of a type's open records to its next version; what it gives may run again.
 * @throws 400 for a mapping that leads nowhere; `would-strand` (409) with the count of records
 */
export const planMove = async (
  services: Services,
  { kind, next, migration }: { kind: TypeKind; next: Configured<TypeKind>; migration: Migration },
): Promise<(intent: Intent) => Promise<void>> => {
  const faults = faultsOfMigration(migration, next.value as TypeParts);
  if (faults.length > 0) throw invalid(faults);
  const definitions = withOthers(services.definitions, [{ kind, configured: next }]);
  const move = await mover(definitions, { kind, key: next.key, migration });
  const ids: string[] = [];
  let stranded = 0;
  for await (const record of openRecords(services, kind, next.key)) {
    try {
      if (move(record, services.now()).events.length > 0) ids.push(record.id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      stranded++;
    }
  }
  if (stranded > 0)
    throw new Refusal(
      'would-strand',
      `${stranded} open records have what the mapping gives no place in the new version`,
    );
  const moveOne = (id: string, intent: Intent) =>
    againOnConflict(async () => {
      const record = await readRecord<Case | Alert>(services.table, recordKindOf[kind], id);
      if (record?.type === next.key) await services.commit(intent, [move(record, intent.at)]);
    }).catch((error: unknown) => {
      // Changed since into what has no place there: it keeps to its version, as one that nobody
      // moved.
      if (!(error instanceof Refusal)) throw error;
    });
  return async (intent) => {
    await runJob(
      ids.map((id) => () => moveOne(id, intent)),
      { most: mostMoved, atOnce },
    );
  };
};
