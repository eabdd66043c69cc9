import { isDeepStrictEqual } from 'node:util';
import { bytesInAnswer, largestAnswer } from '#functions/api/answer-size.ts';
import { type ConfiguredStage, faultsOfSaving } from '#functions/api/config/faults.ts';
import { firstVersion, kept } from '#functions/api/config/kept.ts';
import { isTypeKind, refuseStranding, strandedFaults } from '#functions/api/config/open-records.ts';
import { type HandlerResult, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { decidePublication } from '#functions/workflows/publication.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { refuseFaults } from '#shared/configuration/check.ts';
import { type Diff, exportRoute, importRoute } from '#shared/configuration/file.routes.ts';
import type { ConfigurationFile } from '#shared/configuration/file.schema.ts';
import { type ConfigurationEntry, entriesOf, fileOf, withOthers } from '#shared/configuration/file.ts';
import { warningsAmong } from '#shared/configuration/rules-among.ts';
import { type Configuration, type Configured, putConfiguration } from '#shared/core/definitions/configuration.ts';
import { configured } from '#shared/core/definitions/definitions.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import type { Fault } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// A part of an import is one transaction: each configuration takes two writes, and DynamoDB 100 of
// them and 4 MB.
const inPartsOf = 20;

type DiffItem = Diff['items'][number];

interface PlannedChange extends ConfigurationEntry {
  item: DiffItem;
  /** What differs, as it is and as the file has it. */
  values?: Required<Pick<DiffItem, 'before' | 'after'>>;
  current?: Configured<Kind> | undefined;
  decision?: Decision<Configuration>;
}

/** Members that differ, however their own members are ordered. */
const changedMembers = (before: object, after: object): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((member) => !isDeepStrictEqual(Reflect.get(before, member), Reflect.get(after, member)))
    .sort();

const membersOf = (value: object, members: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([member]) => members.includes(member)));

interface Import {
  file: ConfigurationFile;
  /** What to do with one that is there already and differs. */
  existing: 'replace' | 'keep';
  caller: Person;
  now: number;
}

const planOf = async (
  services: Services,
  entry: ConfigurationEntry,
  { existing, caller, now }: Import,
): Promise<PlannedChange> => {
  const { kind, key, value } = entry;
  const current = await services.definitions.one(kind, key);
  const record = kept(current);
  const changed = record ? changedMembers(record.value, value) : [];
  if (record && changed.length === 0) return { ...entry, item: { kind, key, change: 'same' } };
  const values = record && { before: membersOf(record.value, changed), after: membersOf(value, changed) };
  if (values && existing === 'keep') return { ...entry, item: { kind, key, change: 'kept', changed }, values };
  const decision = putConfiguration(record, {
    kind,
    key,
    value: value as Record<string, unknown>,
    by: actorOf(caller),
    at: now,
    nextVersion: record ? record.version + 1 : await firstVersion(services, `${kind}/${key}`),
  });
  const item = { kind, key, ...(record ? { change: 'update' as const, changed } : { change: 'create' as const }) };
  return { ...entry, item, decision, ...(values && { current, values }) };
};

// The other half of an answer is for what is said of each, and for the events of a dry run.
const roomForValues = largestAnswer / 2;

/** Says of what differs what it is and would be; of very much of the first, while there is room. */
const tellValues = (plan: readonly PlannedChange[]): void => {
  let room = roomForValues;
  for (const { item, values } of plan) {
    room -= values ? bytesInAnswer(JSON.stringify(values)) : 0;
    if (room < 0) return;
    Object.assign(item, values);
  }
};

/**
 * Everything that the configuration, as it would be after the import, has against what the import
 * puts.
 */
const refuseFaultsOf = async (stage: ConfiguredStage, plan: readonly PlannedChange[]): Promise<void> => {
  const inside: Fault[] = [];
  const missing: Fault[] = [];
  for (const { kind, key, value, decision } of plan) {
    if (!decision) continue;
    const found = await faultsOfSaving(stage, { kind, key, value });
    const below = (fault: Fault) => ({ ...fault, pointer: `${pointerTo('', [kind, key])}${fault.pointer}` });
    inside.push(...found.inside.map(below));
    missing.push(...found.missing.map(below));
  }
  refuseFaults({ inside, missing });
};

// Comparing two rules takes some tens of microseconds, so this many take half a second. A file of
// an institution has some dozen rules, and compares them all.
const mostCompared = 10_000;

/**
 * What is odd about the rules that an import puts; of many it looks at the first.
 * @returns how many configurations were not looked at
 */
const warnAbout = async ({ definitions, now }: ConfiguredStage, plan: readonly PlannedChange[]): Promise<number> => {
  const changed = plan.filter(({ kind, decision }) => decision && (kind === 'rules' || kind === 'case-types'));
  const others = Math.max(1, (await definitions.all('rules')).size);
  const looked = changed.slice(0, Math.max(1, Math.floor(mostCompared / others)));
  for (const { item, ...entry } of looked) {
    const warnings = await warningsAmong(definitions, entry, now());
    if (warnings.length > 0) item.warnings = warnings;
  }
  return changed.length - looked.length;
};

const refuseStrandingBy = async (services: Services, plan: PlannedChange[]): Promise<void> => {
  const found = await Promise.all(
    plan.map(({ kind, key, value, current }) =>
      current && isTypeKind(kind)
        ? strandedFaults(
            services,
            { kind, before: current as never, after: value as never },
            pointerTo('', [kind, key]),
          )
        : { total: 0, faults: [] },
    ),
  );
  refuseStranding({
    total: found.reduce((sum, { total }) => sum + total, 0),
    faults: found.flatMap(({ faults }) => faults),
  });
};

/** What an import puts of workflows is what people are enrolled in from then on. */
const published = async (services: Services, { kind, key, decision }: PlannedChange, { caller, now }: Import) => {
  if (!decision) return [];
  if (kind !== 'workflows') return [decision];
  const publication = { workflow: key, version: decision.after.version, running: 'keep' as const };
  return [decision, await decidePublication(services, publication, { by: actorOf(caller), at: now })];
};

/**
 * Imports a file, checked as a whole before anything is written; what it does not mention stays. A
 * large one is written in parts, each behind what it refers to, and may break off and be repeated.
 */
export const importFile = async (services: Services, asked: Import): Promise<HandlerResult<Diff>> => {
  const plan = await Promise.all(entriesOf(asked.file).map((entry) => planOf(services, entry, asked)));
  const others = plan.flatMap(({ kind, decision }) =>
    decision ? [{ kind, configured: configured<Kind>(decision.after) }] : [],
  );
  const { webhooks, now } = services;
  const stage = { webhooks, now, definitions: withOthers(services.definitions, others) };
  await refuseFaultsOf(stage, plan);
  await refuseStrandingBy(services, plan);
  const unchecked = await warnAbout(stage, plan);
  tellValues(plan);
  const decisions = await Promise.all(plan.map((change) => published(services, change, asked)));
  return {
    decisions: decisions.flat(),
    inPartsOf,
    body: { items: plan.map(({ item }) => item), ...(unchecked > 0 && { unchecked }) },
  };
};

// GET /v1/configuration/export
export const exportConfiguration = routeHandler(exportRoute, async ({ definitions }) => ({
  body: (await fileOf(definitions)) as Record<string, Record<string, Record<string, unknown>>>,
}));

// POST /v1/configuration/import
export const importConfiguration = routeHandler(importRoute, (services, { body, query, caller, now }) =>
  importFile(services, { file: body, existing: query.existing, caller, now }),
);
