import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import type { VersionOf } from '#shared/automation/rules/explained.ts';
import type { TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { RunInputs } from '#shared/automation/rules/run-inputs.ts';
import type { ToolAnswers } from '#shared/automation/rules/tool-answers.ts';
import type { RelatedSources } from '#shared/automation/segments/related-sources.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { VersionsRead } from '#shared/core/definitions/noted.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';

// A run keeps all that it was decided on and that lies neither in its event nor in its record.
// Other records lie in their histories, so of them it keeps versions.

/** The event lies in the history of its record at a version; what time brought lies nowhere. */
type KeptOccurrence = { detailType: string; version: number } | TriggeringEvent;

export interface KeptInputs extends Partial<Pick<RunInputs, 'segments' | 'enrolling' | 'deals' | 'isLimited'>> {
  occurrence?: KeptOccurrence;
  /** Of the record when the rule had its turn. */
  version: number;
  contact?: VersionOf;
  case?: VersionOf;
  related?: Omit<RelatedSources, 'alerts' | 'cases'> & { alerts: VersionOf[]; cases: VersionOf[] };
  tasks?: readonly Task[];
  alertsOfCase?: VersionOf[];
  openCases?: Record<string, { turn: number; case?: VersionOf }>;
  latestAlerts?: Record<string, { alertId?: string; alert?: VersionOf }>;
  closing?: { blockers: VersionOf[]; alerts: VersionOf[] };
  answers?: ToolAnswers;
  configuration: VersionsRead;
  /** What was too large to be kept. */
  cut?: string[];
}

/** A run as it lies in the table. */
export interface KeptRun {
  run: RuleRun;
  inputs?: string | undefined;
}

const versionOf = ({ id, version }: RecordBase): VersionOf => ({ id, version });

const mapValues = <T, R>(values: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));

const occurrenceOf = ({ event, detailType }: TriggeringEvent): KeptOccurrence => {
  const version = event.record?.version;
  return typeof version === 'number' ? { detailType, version } : { detailType, event };
};

/** What of a decision is not in the inputs themselves. */
interface DecidedOn {
  target: RuleTarget;
  occurrence: TriggeringEvent;
  configuration: VersionsRead;
  answers?: ToolAnswers;
}

const isSomething = (value: unknown): boolean =>
  value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** What is kept of the inputs of a run: nothing of what there was none of. */
export const keptFrom = (
  inputs: Partial<RunInputs>,
  { target, occurrence, configuration, answers }: DecidedOn,
): KeptInputs => {
  const { contact, linkedCase, related, segments, alertsOfCase, enrolling, deals, isLimited, closing } = inputs;
  const all: { [K in keyof KeptInputs]: KeptInputs[K] | undefined } = {
    occurrence: occurrenceOf(occurrence),
    version: target.record.version,
    contact: contact && target.kind !== 'contact' ? versionOf(contact) : undefined,
    case: linkedCase && versionOf(linkedCase),
    related: related && { ...related, alerts: related.alerts.map(versionOf), cases: related.cases.map(versionOf) },
    tasks: target.kind === 'case' ? target.tasks : undefined,
    alertsOfCase: alertsOfCase?.map(versionOf),
    openCases: mapValues(inputs.openCases ?? {}, ({ turn, record }) => ({
      turn,
      ...(record && { case: versionOf(record) }),
    })),
    latestAlerts: mapValues(inputs.latestAlerts ?? {}, ({ alertId, alert }) => ({
      ...(alertId !== undefined && { alertId }),
      ...(alert && { alert: versionOf(alert) }),
    })),
    closing: closing && {
      blockers: closing.blockers.map(versionOf),
      alerts: closing.alerts.map(({ alert }) => versionOf(alert)),
    },
    enrolling,
    deals,
    isLimited,
    answers: answers && (Object.values(answers).some(isSomething) ? answers : undefined),
    configuration,
  };
  const there = Object.entries(all).filter(([name, value]) => name === 'configuration' || isSomething(value));
  // That somebody has nothing, or is in no segment, is an answer, too.
  return { ...Object.fromEntries(there), ...(segments && { segments }) } as unknown as KeptInputs;
};

// As an explanation has. A run of a few hundred bytes lies beside it in the item.
const roomForInputs = 8 * 1024;
// Below it deflating saves no unit of writing. A pool of a hundred people says much the same of
// each: fifteen kilobytes become two.
const deflatedFrom = 512;

const packed = (kept: KeptInputs): string => {
  const text = JSON.stringify(kept);
  return text.length < deflatedFrom ? text : deflateRawSync(text).toString('base64');
};

const never: ReadonlySet<string> = new Set<keyof KeptInputs>(['version', 'configuration', 'cut']);

/** As text for an item; what makes it too large is left out, the largest first, and it says so. */
export const packInputs = (inputs: KeptInputs): string => {
  let kept = inputs;
  for (let text = packed(kept); ; text = packed(kept)) {
    if (Buffer.byteLength(text) <= roomForInputs) return text;
    const sizes = Object.entries(kept)
      .filter(([name]) => !never.has(name))
      .map(([name, value]) => ({ name, size: JSON.stringify(value).length }));
    const [largest] = sizes.sort((a, b) => b.size - a.size);
    if (!largest) return text;
    const { [largest.name as 'deals']: _large, ...rest } = kept;
    kept = { ...rest, cut: [...(kept.cut ?? []), largest.name] };
  }
};

export const unpackInputs = (text: string): KeptInputs =>
  JSON.parse(text.startsWith('{') ? text : inflateRawSync(Buffer.from(text, 'base64')).toString('utf8'));
