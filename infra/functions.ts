import type { SecretName } from '#shared/core/table/keys.ts';

/** A page of docs/runbooks/: what people notice, what to look at, what to do. */
export type Runbook =
  | 'api-failing'
  | 'events-not-published'
  | 'projections-failing'
  | 'automation-failing'
  | 'clocks-failing'
  | 'segments-failing'
  | 'mail-failing'
  | 'files-failing'
  | 'signals-failing'
  | 'wake-ups-failing'
  | 'webhooks-failing';

interface FunctionSettings {
  /** The module whose `handler` Lambda calls. */
  entry: string;
  /** In MB; Lambda gives processor time in proportion, a whole core at 1,769. */
  memory: number;
  timeoutSeconds: number;
  /** What people notice while it fails. It is the text of its alarm. */
  userImpact: string;
  runbook: Runbook;
  /**
   * What it signs with, and checks; none unless said. The other secrets of the table are out of its
   * reach.
   */
  secrets?: readonly SecretName[];
}

// Somebody waits for these: more than half a core makes a cold start short, and who has waited ten
// seconds has gone.
const request = { memory: 1024, timeoutSeconds: 10, runbook: 'api-failing', secrets: ['cursors'] } as const;

// Nobody waits for these, and a batch of ten takes well under a second; the rest of the half minute
// is for a table that throttles.
const consumer = { memory: 512, timeoutSeconds: 30 } as const;

/** Every function of the deployment, by the name that stands in its logs, metrics and alarm. */
export const functions = {
  'api-alerts': {
    ...request,
    entry: 'functions/api/alerts/handler.ts',
    userImpact: 'Alerts cannot be raised, seen or handled.',
  },
  'api-cases': {
    ...request,
    entry: 'functions/api/cases/handler.ts',
    userImpact: 'Cases cannot be raised, seen or worked on.',
  },
  'api-config': {
    ...request,
    secrets: ['cursors', 'webhooks'],
    timeoutSeconds: 29, // an endpoint that is tested has fifteen seconds for its answer
    entry: 'functions/api/config/handler.ts',
    userImpact: 'Administrators cannot see or change the configuration.',
  },
  'api-contacts': {
    ...request,
    entry: 'functions/api/contacts/handler.ts',
    userImpact: 'Contacts cannot be seen, and the SIS cannot keep them up to date.',
  },
  'api-automation': {
    ...request,
    entry: 'functions/api/automation/handler.ts',
    userImpact: 'Rules cannot be seen, tried or changed; those there are still run.',
  },
  'api-insight': {
    ...request,
    entry: 'functions/api/insight/handler.ts',
    userImpact: 'Activity, attendance and grades of contacts cannot be seen.',
  },
  'api-jobs': {
    ...request,
    timeoutSeconds: 29, // rows of an import, what a bulk would go over; the gateway waits no longer
    entry: 'functions/api/jobs/handler.ts',
    userImpact: 'Nothing can be imported or done to many records at once, and nobody sees how far that has come.',
  },
  'api-search': {
    ...request,
    entry: 'functions/api/search/handler.ts',
    timeoutSeconds: 29, // five thousand records in a file; the gateway waits no longer
    userImpact: 'Cases, alerts and contacts cannot be searched, or taken as files.',
  },
  'api-work': {
    ...request,
    entry: 'functions/api/work/handler.ts',
    userImpact: 'The tasks of cases, and what else is done inside a case, cannot be seen or worked on.',
  },
  'api-events': {
    ...request,
    entry: 'functions/api/events/handler.ts',
    memory: 256, // a caller who waits is paid for by the second, and reading what came takes little
    timeoutSeconds: 29, // twenty of waiting, and what reading takes; then the gateway ends it
    userImpact: 'The change feed does not answer: who follows it by HTTP learns late what happened.',
  },
  'api-portal': {
    ...request,
    entry: 'functions/api/portal/handler.ts',
    userImpact: 'Requesters cannot see their cases or answer, neither signed in nor by a link.',
  },
  'api-public': {
    ...request,
    secrets: ['opt-outs'],
    entry: 'functions/api/public/handler.ts',
    userImpact: 'What needs no login does not answer: the description of the API, and the public forms.',
  },
  publish: {
    entry: 'functions/entries/publish.ts',
    memory: 512,
    timeoutSeconds: 60, // a batch of a hundred records is ten calls to the bus, each of which may be throttled and tried again
    userImpact:
      'Changes are saved, but nothing follows from them: no rules, no targets, no mail, no events for other systems.',
    runbook: 'events-not-published',
  },
  project: {
    entry: 'functions/entries/project.ts',
    memory: 1024, // terms of a hundred changed records, and what is merged of them
    timeoutSeconds: 60,
    userImpact: 'What was changed is not found by its new words, and figures are as they were.',
    runbook: 'projections-failing',
  },
  automation: {
    ...consumer,
    entry: 'functions/entries/automation.ts',
    userImpact: 'Rules do not run: alerts get no reviewer and no cases are created by themselves.',
    runbook: 'automation-failing',
  },
  clocks: {
    ...consumer,
    entry: 'functions/entries/clocks.ts',
    userImpact: 'Reminders and escalations of new and changed cases come up to five minutes late.',
    runbook: 'clocks-failing',
  },
  segments: {
    ...consumer,
    entry: 'functions/entries/segments.ts',
    userImpact: 'Contacts join and leave segments late, and what waits for that does not begin.',
    runbook: 'segments-failing',
  },
  notify: {
    ...consumer,
    entry: 'functions/entries/notify.ts',
    secrets: ['replies', 'opt-outs'],
    userImpact: 'Nobody is told by mail what happened.',
    runbook: 'mail-failing',
  },
  'inbound-mail': {
    ...consumer,
    entry: 'functions/entries/inbound-mail.ts',
    secrets: ['replies'],
    memory: 1024, // a mail of 40 MB is held as it came in and as it was taken apart
    userImpact: 'What people answer to mails does not come to their cases.',
    runbook: 'mail-failing',
  },
  files: {
    ...consumer,
    entry: 'functions/entries/files.ts',
    memory: 1024, // a file of 100 MB is held as it comes in and as it is looked at
    timeoutSeconds: 60, // to copy a large file and to read it takes some ten seconds each
    userImpact: 'Files that people upload do not appear on their cases, and those that were removed are kept.',
    runbook: 'files-failing',
  },
  'mail-feedback': {
    ...consumer,
    entry: 'functions/entries/mail-feedback.ts',
    userImpact: 'Bounces and complaints do not stand on their cases, and addresses that are gone are mailed again.',
    runbook: 'mail-failing',
  },
  signals: {
    ...consumer,
    entry: 'functions/entries/signals.ts',
    userImpact: 'What the SIS and the LMS send makes no alerts.',
    runbook: 'signals-failing',
  },
  webhooks: {
    ...consumer,
    entry: 'functions/entries/webhooks.ts',
    userImpact: 'Other systems are not sent what happens, by the webhooks that they have here.',
    runbook: 'webhooks-failing',
  },
  wake: {
    ...consumer,
    secrets: ['webhooks'],
    entry: 'functions/entries/wake.ts',
    userImpact:
      'Reminders, breaches and escalations that are due do not happen, rules that wait do not run, and jobs over many records stand still.',
    runbook: 'wake-ups-failing',
  },
  sweep: {
    ...consumer,
    secrets: ['webhooks'],
    entry: 'functions/entries/sweep.ts',
    timeoutSeconds: 240, // ends before the next one starts, five minutes later
    userImpact: 'What falls due in more than a few days is not waited for, and a wake-up that was lost is not noticed.',
    runbook: 'wake-ups-failing',
  },
} as const satisfies Record<string, FunctionSettings>;

export type FunctionName = keyof typeof functions;
/** What a function signs with. */
export const secretsOf = (name: FunctionName): readonly SecretName[] => {
  const settings: FunctionSettings = functions[name];
  return settings.secrets ?? [];
};
export const functionNames = Object.keys(functions) as FunctionName[];

/** The function that answers a family of routes. */
export const functionOfFamily = <F extends string>(family: F) => `api-${family}` as const;
