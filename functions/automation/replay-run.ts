// A run is decided again from what it keeps: its event and the records of then, which lie in their
// histories, the versions of its rule and of the configuration, and what was read beside them.
import { toolsFor } from '#functions/automation/action-context.ts';
import { type EventsOfVersion, eventsReader, ruleAt } from '#functions/automation/passed-runs.ts';
import type { RestoredInputs } from '#functions/automation/recorded-inputs.ts';
import { calendarsFor } from '#functions/automation/scene.ts';
import type { ReadingServices } from '#functions/services.ts';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import { decideRun, occasionOf, undoneRun } from '#shared/automation/rules/decide-run.ts';
import type { VersionOf } from '#shared/automation/rules/explained.ts';
import { type KeptInputs, type KeptRun, unpackInputs } from '#shared/automation/rules/kept-inputs.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { RunInputs } from '#shared/automation/rules/run-inputs.ts';
import { answeringTools } from '#shared/automation/rules/tool-answers.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/casework/alerts/alerts.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { configurationsAsRead } from '#shared/core/definitions/noted.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { detailOf } from '#shared/core/events/published-detail.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { SubjectRef } from '#shared/core/table/keys.ts';

/** Some of what a run was decided on is not to be had any more. */
class InputGone extends Error {
  override name = 'InputGone';
}

interface Restoring {
  definitions: Configurations;
  eventsOf: EventsOfVersion;
}

const recordAt = async <R>({ eventsOf }: Restoring, kind: SubjectRef['kind'], of: VersionOf): Promise<R> => {
  const [event] = await eventsOf({ kind, id: of.id }, of.version);
  if (!event?.record) throw new InputGone(`${kind} ${of.id} at version ${of.version}`);
  return event.record as unknown as R;
};

const occurrenceOf = async (
  { eventsOf }: Restoring,
  { occurrence }: KeptInputs,
  { subject, eventId }: { subject: SubjectRef; eventId: string },
): Promise<TriggeringEvent> => {
  if (!occurrence) throw new InputGone(`event ${eventId}`);
  if ('event' in occurrence) return occurrence;
  const event = (await eventsOf(subject, occurrence.version)).find((one) => one.eventId === eventId);
  if (!event) throw new InputGone(`event ${eventId}`);
  return { detailType: occurrence.detailType, event: JSON.parse(detailOf(event)) as EventDetail };
};

const targetAt = async (
  restoring: Restoring,
  { kind, id }: { kind: TargetKind; id: string },
  { version, tasks }: KeptInputs,
): Promise<RuleTarget> => {
  const { definitions } = restoring;
  switch (kind) {
    case 'alert': {
      const record = await recordAt<Alert>(restoring, kind, { id, version });
      return { kind, record, definition: await alertDefinitionOf(definitions, record) };
    }
    case 'case': {
      const record = await recordAt<Case>(restoring, kind, { id, version });
      // A case without any keeps no list of them.
      return { kind, record, definition: await definitionOf(definitions, record), tasks: tasks ?? [] };
    }
    case 'contact':
      return { kind, record: await recordAt<Contact>(restoring, kind, { id, version }) };
  }
};

const each = async <T, R>(
  values: Readonly<Record<string, T>> = {},
  map: (value: T) => Promise<R>,
): Promise<Record<string, R>> =>
  Object.fromEntries(await Promise.all(Object.entries(values).map(async ([key, value]) => [key, await map(value)])));

const inputsFrom = async (
  restoring: Restoring,
  kept: KeptInputs,
  { target, at }: { target: RuleTarget; at: number },
): Promise<RunInputs> => {
  const alert = (of: VersionOf) => recordAt<Alert>(restoring, 'alert', of);
  const caseAt = (of: VersionOf) => recordAt<Case>(restoring, 'case', of);
  const all = <R>(of: readonly VersionOf[], read: (one: VersionOf) => Promise<R>) => Promise.all(of.map(read));
  const { related, segments, alertsOfCase, closing, enrolling = {}, deals = [], isLimited } = kept;
  const alertsClosed = closing && (await all(closing.alerts, alert));
  return {
    at,
    contact:
      target.kind === 'contact'
        ? target.record
        : kept.contact && (await recordAt<Contact>(restoring, 'contact', kept.contact)),
    linkedCase: kept.case && (await caseAt(kept.case)),
    related: related && {
      ...related,
      alerts: await all(related.alerts, alert),
      cases: await all(related.cases, caseAt),
    },
    segments,
    alertsOfCase: alertsOfCase && (await all(alertsOfCase, alert)),
    openCases: await each(kept.openCases, async ({ turn, case: of }) => ({
      turn,
      ...(of && { record: await caseAt(of) }),
    })),
    latestAlerts: await each(kept.latestAlerts, async ({ alertId, alert: of }) => ({
      ...(alertId !== undefined && { alertId, alert: of && (await alert(of)) }),
    })),
    enrolling,
    deals,
    ...(isLimited && { isLimited }),
    ...(closing && {
      closing: {
        blockers: await all(closing.blockers, caseAt),
        alerts: await Promise.all(
          (alertsClosed ?? []).map(async (one) => ({
            alert: one,
            definition: await alertDefinitionOf(restoring.definitions, one),
          })),
        ),
      },
    }),
  };
};

/** Reads again what a run was decided on; undefined where some of it is gone, or was not kept. */
export const restoreInputs = async (
  { table, definitions }: ReadingServices,
  kind: TargetKind,
  { run, inputs: text }: KeptRun,
): Promise<RestoredInputs | undefined> => {
  const { ruleId, ruleVersion, recordId, eventId, at } = run;
  const rule = text === undefined ? undefined : await ruleAt({ definitions }, { ruleId, version: ruleVersion });
  if (text === undefined || !rule) return undefined;
  const kept = unpackInputs(text);
  const restoring = {
    definitions: configurationsAsRead(definitions, kept.configuration),
    eventsOf: eventsReader({ table }),
  };
  const subject = { kind, id: recordId };
  try {
    const [occurrence, target] = await Promise.all([
      occurrenceOf(restoring, kept, { subject, eventId }),
      targetAt(restoring, subject, kept),
    ]);
    return { rule, occurrence, target, kept, inputs: await inputsFrom(restoring, kept, { target, at: epoch(at) }) };
  } catch (error) {
    if (error instanceof InputGone) return undefined;
    throw error;
  }
};

const noAnswers = { ids: [], references: [], staff: {}, members: {} };

/**
 * Decides a run again on what it was decided on; undefined where that is not all there. What kept
 * its decision from being written is taken as it was.
 */
export const replayRun = async (
  reading: ReadingServices,
  kind: TargetKind,
  keptRun: KeptRun,
): Promise<RuleRun | undefined> => {
  const restored = await restoreInputs(reading, kind, keptRun);
  if (!restored || restored.kept.cut) return undefined;
  const { rule, occurrence, target, inputs, kept } = restored;
  const { key, value } = rule;
  const occasion = occasionOf(rule, occurrence, inputs.at);
  const definitions = configurationsAsRead(reading.definitions, kept.configuration);
  const acting = { key, actions: inputs.isLimited ? [] : value.actions, scene: { target, ...inputs }, occasion };
  const none = () => {
    throw new Error('a replay draws nothing by chance');
  };
  const services = { table: reading.table, definitions, newId: none, random: none };
  const tools = await toolsFor(services, acting);
  const calendars = await calendarsFor(services, [rule.reads]);
  const answering = answeringTools({ ...tools, calendars }, kept.answers ?? noAnswers);
  const { run } = decideRun({ rule, occurrence, target, inputs, tools: answering });
  const { failure } = keptRun.run;
  return failure ? undoneRun(run, failure) : run;
};
