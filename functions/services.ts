import { randomBytes } from 'node:crypto';
import type { Files } from '#functions/files.ts';
import type { WakeUps } from '#functions/wake-ups.ts';
import type { WebhookCaller } from '#functions/webhooks/webhook-call.ts';
import { alertLayout } from '#shared/casework/alerts/alert.layout.ts';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import { contactLayout } from '#shared/casework/contacts/contact.layout.ts';
import { accessOf } from '#shared/core/aws/environment.ts';
import { configurationLayout } from '#shared/core/definitions/configuration.ts';
import { type Configurations, Definitions } from '#shared/core/definitions/definitions.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Intent } from '#shared/core/events/event.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { commit, prepareCommit } from '#shared/core/table/commit.ts';
import type { CommitContext } from '#shared/core/table/commit-context.ts';
import { Cursors } from '#shared/core/table/cursor.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { documentsOf } from '#shared/core/table/dynamodb.ts';
import { tableEnvironment } from '#shared/core/table/environment.ts';
import type { Layouts } from '#shared/core/table/layout.ts';
import { Table } from '#shared/core/table/table.ts';
import { jobsEnvironment } from '#shared/insight/jobs/environment.ts';
import type { ReportingDays } from '#shared/insight/rollups/reporting-days.ts';
import { shippedTemplates } from '#shared/mail/notifications/all-notifications.ts';
import type { Pages } from '#shared/mail/notifications/environment.ts';
import type { SendMail } from '#shared/mail/notifications/mailer.ts';
import type { FormLanguage } from '#shared/portal/form-page/language.schema.ts';

export const layouts: Layouts = {
  case: caseLayout,
  alert: alertLayout,
  contact: contactLayout,
  configuration: configurationLayout,
};

/**
 * What only some functions are bound to in their deployment, each built when it is first asked for.
 */
interface Ports {
  files: Files;
  wakeUps: WakeUps;
  sendMail: SendMail;
  /** Where the pages of this deployment are, for the links of its mails. */
  pages: Pages;
  /** The address that mails of ours come from. */
  mailSender: string;
  /** In which languages forms are, the first for everybody else. */
  formLanguages: readonly [FormLanguage, ...FormLanguage[]];
  /** Where the API answers. */
  apiUrl: string;
  /** The domain whose mail is received, if any. */
  replyDomain: string | undefined;
  webhooks: WebhookCaller;
  /** The days that figures are counted by. */
  reportingDays: ReportingDays;
  /** For how long a job, what came of its rows and its file are kept. */
  jobsKeptDays: number;
  /** Lets time pass, in milliseconds. */
  pause: (ms: number) => Promise<void>;
}

/**
 * What routes, consumers and steps work with, built once per cold start and handed in. A port that
 * the function is not bound to throws when asked for.
 */
export interface Services extends Ports, CommitContext {
  definitions: Definitions;
  cursors: Cursors;
  random: (bytes: number) => Uint8Array;
  /** Refuses what a commit would refuse for its size, and writes nothing. */
  rehearse: (intent: Intent, decisions: Decision[], extra?: Write[]) => void;
}

/** What records and configuration are read from. */
export interface ReadingServices {
  table: Services['table'];
  /** As it is, as it would be, or as it was. */
  definitions: Configurations;
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

export type PortBuilders = { [Name in keyof Ports]?: () => Ports[Name] };

const portNames = [
  'files',
  'wakeUps',
  'sendMail',
  'pages',
  'formLanguages',
  'mailSender',
  'apiUrl',
  'replyDomain',
  'webhooks',
  'reportingDays',
  'jobsKeptDays',
  'pause',
] as const satisfies readonly (keyof Ports)[];

/** Ports that are built when they are first asked for. */
const portsOf = (builders: PortBuilders): Ports => {
  const ports = {} as Ports;
  for (const name of portNames) {
    const build = builders[name];
    const get = () => {
      if (!build) throw new Error(`This function is given no ${name}.`);
      const value = build();
      Object.defineProperty(ports, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(ports, name, { get, configurable: true });
  }
  return ports;
};

/** Services over a table, a clock and two sources of chance. */
export const servicesOn = (
  { table, now, newId, random }: Pick<Services, 'table' | 'now' | 'newId' | 'random'>,
  ports: PortBuilders,
): Services =>
  Object.assign(portsOf(ports), {
    table,
    definitions: new Definitions(table, { templates: shippedTemplates }),
    cursors: new Cursors(table),
    newId,
    random,
    now,
    commit: (intent: Intent, decisions: Decision[], extra?: Write[]) =>
      commit({ table, layouts, newId }, intent, decisions, extra),
    rehearse: (intent: Intent, decisions: Decision[], extra?: Write[]) =>
      void prepareCommit({ table, layouts, newId }, intent, decisions, extra),
  });

/** The same services on another table, with the configuration that is known: nothing is sent. */
export const servicesBeside = ({ newId, random, definitions }: Services, table: Table, now: () => number): Services =>
  Object.assign(servicesOn({ table, now, newId, random }, {}), { definitions });

/** The services of a deployed function, by the variables of its environment. */
export const buildServices = (environment: Record<string, string | undefined>, ports: PortBuilders = {}): Services => {
  const { TABLE_NAME } = tableEnvironment.parse(environment);
  const table = new Table(documentsOf(accessOf(environment)), TABLE_NAME);
  return servicesOn(
    { table, now: () => Date.now(), newId: ulids(), random: (bytes) => randomBytes(bytes) },
    { jobsKeptDays: () => jobsEnvironment.parse(environment).JOBS_KEPT_DAYS, ...ports },
  );
};
