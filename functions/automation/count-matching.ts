import { loadSurroundings } from '#functions/automation/scene.ts';
import type { Services } from '#functions/services.ts';
import type { Rule } from '#shared/automation/rules/rule.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import { conditionOfRule } from '#shared/automation/rules/rule-index.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { readsOf, requiredEquals } from '#shared/core/conditions/plan.ts';
import { readPartition } from '#shared/core/records/list-rows.ts';
import { contactPartition, everyContactShard, recordKey } from '#shared/core/table/keys.ts';
import { type ListPartition, listPartitions } from '#shared/core/table/list-keys.ts';

// How many records a condition holds for is counted by looking at them, and at so many at the most:
// with their contacts some thousand read units and a second.
const mostLookedAt = 1_000;
const aPage = 200;
// What a contact has, or its segments, are some five reads more each.
const mostWithBeside = 100;

/** `atLeast`: there are more records than are looked at. */
interface MatchCount {
  matchesNow: number;
  atLeast?: true;
}

type Listed = (Alert | Case | Contact) & { trashedAt?: string | undefined };

const contactIdOf = (record: Listed) => ('contactId' in record ? record.contactId : undefined);

/** The partitions that hold all open records, or contacts, that can match. */
const partitionsFor = (kind: TargetKind, condition: Condition): ListPartition[] => {
  if (kind === 'contact') return everyContactShard.map((shard) => ({ index: 'gsi3', pk: contactPartition(shard) }));
  const types = requiredEquals(condition).get(`${kind}.type`);
  const open = { kind, openness: 'open' } as const;
  if (!types) return listPartitions(open, 'everything');
  return types.flatMap((type) => listPartitions(open, { type: String(type) }));
};

/** Records with what conditions ask of them: the contact, and the case of an alert. */
const subjectsOf = async ({ table }: Services, kind: TargetKind, records: readonly Listed[]): Promise<Subject[]> => {
  if (kind === 'contact') return records.map((contact) => ({ contact }));
  const idsOf = (read: (record: Listed) => string | undefined) => [
    ...new Set(records.flatMap((record) => read(record) ?? [])),
  ];
  const caseOf = (record: Listed) => (kind === 'alert' ? (record as Alert).caseId : undefined);
  const read = async <R extends { id: string }>(of: 'contact' | 'case', ids: string[]) => {
    const items = await table.getMany(ids.map((id) => recordKey({ kind: of, id })));
    return new Map(items.map(({ record }) => [(record as R).id, record as R]));
  };
  const [contacts, cases] = await Promise.all([read('contact', idsOf(contactIdOf)), read<Case>('case', idsOf(caseOf))]);
  return records.map((record) => {
    const contact = contacts.get(contactIdOf(record) ?? '');
    const linked = cases.get(caseOf(record) ?? '');
    return {
      ...(kind === 'alert' ? { alert: record, ...(linked && { case: linked }) } : { case: record }),
      ...(contact && { contact }),
    };
  });
};

/**
 * How many open records a rule's condition holds for at an instant (epoch ms): exact up to a
 * thousand of its types, or a hundred where it asks what the contact has.
 */
export const countMatching = async (
  services: Services,
  rule: Pick<Rule, 'for' | 'trigger' | 'condition'>,
  at: number,
): Promise<MatchCount> => {
  const { for: kind } = rule;
  const condition = conditionOfRule(rule) ?? { all: [] };
  const reads = readsOf(condition);
  const most = reads.related.size + reads.segments.size > 0 ? mostWithBeside : mostLookedAt;
  const aroundOf = (subject: Subject) => loadSurroundings(services, subject.contact as Contact | undefined, [reads]);
  let looked = 0;
  let matchesNow = 0;
  for (const partition of partitionsFor(kind, condition)) {
    let after: string | undefined;
    for (let more = true; more; ) {
      if (looked >= most) return { matchesNow, atLeast: true };
      const page = await readPartition<Listed>(services.table, partition, {
        kind,
        after,
        limit: Math.min(aPage, most),
      });
      const records = page.records.filter(({ trashedAt }) => !trashedAt);
      const found = await subjectsOf(services, kind, records);
      const subjects = await Promise.all(found.map(async (one) => ({ ...one, ...(await aroundOf(one)) })));
      matchesNow += subjects.filter((subject) => evaluate(condition, subject, at).held).length;
      looked += page.records.length;
      after = page.next;
      more = after !== undefined;
    }
  }
  return { matchesNow };
};
