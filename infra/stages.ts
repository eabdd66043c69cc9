import * as z from 'zod';
import type { WebhookTargets } from '#shared/automation/webhooks/environment.ts';
import { jobsEnvironment } from '#shared/insight/jobs/environment.ts';
import { reportingEnvironment } from '#shared/insight/rollups/environment.ts';
import { formEnvironment } from '#shared/portal/form-page/environment.ts';

/**
 * Who verifies people: an OIDC issuer of the institution, or, where none is named, a Cognito user
 * pool that the data stack creates.
 */
export interface TokenIssuer {
  url: string;
  /** What a token has to carry as `aud` (or `client_id`); pages sign in as the first. */
  audience: string[];
  /** Where pages fetch its description and tokens from. */
  origins: string[];
}

/**
 * A scanner of the institution: the source of the events that say what it found in files, and the
 * role that puts them on the bus. Only the local stack has one without a role.
 */
export interface Scanner {
  source: string;
  role?: string;
}

/**
 * Everything in which one stage differs from another. Nothing else in infra/ asks which stage it is
 * in.
 */
export interface Stage {
  name: string;
  /** The gateway's own throttle, over all callers together; past it a caller gets 429. */
  throttle: { requestsPerSecond: number; burst: number };
  /**
   * The throttle of each of the gateway's routes without a token, over all callers together: a
   * flood of strangers leaves the rest to who is signed in.
   */
  publicThrottle: { requestsPerSecond: number; burst: number };
  /**
   * The most invocations at once of each consumer, so that a flood of events leaves the account's
   * concurrency to people who wait for an answer.
   */
  consumerConcurrency: number;
  /**
   * Batches of one shard of the stream that are published side by side; the order within a
   * partition key holds all the same.
   */
  streamParallelization: number;
  logRetentionDays: 7 | 30 | 90 | 365;
  logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** Table, key and user pool outlive the stack and refuse to be deleted. */
  keepsData: boolean;
  /**
   * How far ahead a moment gets an execution that waits for it; what is later is found by the sweep
   * when its time comes near.
   */
  horizonDays: number;
  /**
   * Mail comes from `sender` at `domain`, the one name that a person has to prove they own. Answers
   * go to `replyTo`, where somebody reads them.
   */
  mail: { domain: string; sender: string; replyTo?: string };
  /**
   * Whether SES receives mail for the domain, so that answers come to their case; off, they go to
   * `replyTo`. Not every region can.
   */
  receivesMail: boolean;
  /** Where the pages are that mails link to, if not where the console of this deployment is. */
  portalUrl?: string;
  staffUrl?: string;
  /**
   * A domain of one's own for pages and API, with the certificate for it, of CloudFront's region;
   * without one they are at a name that CloudFront makes up.
   */
  domain?: { name: string; certificate: string };
  /** Where pages of others are from that show forms. */
  embedOrigins: string[];
  /** Who hears of alarms; without an address the topic is there and has no subscriber. */
  alarmMail?: string;
  issuer?: TokenIssuer;
  /**
   * Whether people of the user pool need a second factor. Off is for a stage that holds nobody's
   * data, or whose people cannot have one.
   */
  mfa: 'required' | 'optional';
  /** Whose word on files is taken; GuardDuty's where none is named. */
  scanner?: Scanner;
  /** Where webhooks may lead: to public addresses, and, on one's own machine, to itself. */
  webhookTargets: WebhookTargets;
  console: ConsoleSettings;
  /** The zone whose days figures are counted by. After a change they have to be made anew. */
  reportingZone: string;
  /** How long jobs are kept, with what came of their rows and their files. */
  jobsKeptDays: number;
}

/** What pages are told of the deployment that they belong to. */
export interface ConsoleSettings {
  /** What it is called, at the top of every page. */
  name: string;
  /** Languages that people may choose, the first where nothing is known of them. */
  languages: readonly string[];
  /**
   * A `.pmtiles` file that maps are drawn from, beside the pages or at an address of its own;
   * borders alone where none is named.
   */
  basemap?: string;
}

/** Where the pages of a deployment are, for links and for what may call back. */
export interface PageAddresses {
  staffUrl: string;
  portalUrl: string;
  /** Where a browser has its pages from. */
  origins: string[];
}

/** Where pages are from that may call the API beside the console's own. */
export const mayCallTheApi = ({ portalUrl, staffUrl, embedOrigins }: Stage): string[] => [
  ...new Set([...[portalUrl, staffUrl].flatMap((url) => (url ? [new URL(url).origin] : [])), ...embedOrigins]),
];

// 1,000 a second is a tenth of the account's default limit for a region, and some fifty times the
// peak of a university with 50,000 students.
const production: Omit<Stage, 'name'> = {
  throttle: { requestsPerSecond: 1000, burst: 2000 },
  publicThrottle: { requestsPerSecond: 100, burst: 200 },
  consumerConcurrency: 50,
  streamParallelization: 4,
  logRetentionDays: 365,
  logLevel: 'INFO',
  keepsData: true,
  mfa: 'required',
  horizonDays: 7,
  mail: { domain: 'caseward.example', sender: 'no-reply' },
  receivesMail: true,
  webhookTargets: 'public',
  reportingZone: 'America/New_York',
  // Long enough to undo something after a holiday week; files hold what people may have erased.
  jobsKeptDays: 14,
  console: { name: 'Caseward', languages: ['en', 'es', 'de', 'cy'] },
  embedOrigins: [],
};

const stages: Record<'local' | 'dev' | 'prod', Stage> = {
  prod: { ...production, name: 'prod' },
  // Small enough that a runaway test is throttled before it is paid for, and gone without a trace
  // when the stack is deleted.
  dev: {
    ...production,
    name: 'dev',
    mail: { ...production.mail, domain: 'dev.caseward.example' }, // a domain is one identity of an account, so each stage has its own
    throttle: { requestsPerSecond: 50, burst: 100 },
    publicThrottle: { requestsPerSecond: 10, burst: 20 },
    consumerConcurrency: 5,
    streamParallelization: 1,
    logRetentionDays: 7,
    logLevel: 'DEBUG',
    keepsData: false,
  },
  // Read by the local stack, never deployed. Its issuer is the local one, which signs as this and
  // for this audience.
  local: {
    ...production,
    name: 'local',
    mail: { ...production.mail, domain: 'local.caseward.example' },
    streamParallelization: 1,
    logRetentionDays: 7,
    keepsData: false,
    portalUrl: 'http://localhost:3000/portal',
    staffUrl: 'http://localhost:3000',
    issuer: {
      url: 'http://localhost:3000/_local/issuer',
      audience: ['caseward'],
      origins: [], // it is where the pages are
    },
    embedOrigins: ['http://localhost:*', 'http://127.0.0.1:*'], // a page that is tried is of this machine, too
    webhookTargets: 'this-machine-too', // endpoints that are tried run on this machine too
    scanner: { source: 'clamav' }, // there is no GuardDuty here: POST /_local/events speaks for this one
  },
};

const stageNames = Object.keys(stages) as (keyof typeof stages)[];

// What belongs to one institution rather than to a stage may come with the command, so that nobody
// has to change this file to deploy.
const contextSchema = z
  .object({
    stage: z.enum(stageNames),
    name: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'is lower case letters, digits and dashes, at most 20 of them'),
    issuer: z.url(),
    audience: z.string().min(1),
    mailDomain: z.hostname(),
    replyTo: z.email(),
    receiveMail: z.enum(['on', 'off']),
    portalUrl: z.url(),
    staffUrl: z.url(),
    domain: z.hostname(),
    certificate: z
      .string()
      .regex(/^arn:[\w-]+:acm:us-east-1:\d{12}:certificate\/.+$/, 'is the ARN of a certificate in us-east-1'),
    embedOrigins: z.string().transform((text, context) => {
      const origins = text.split(',');
      if (origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)) return origins;
      context.addIssue('is origins with commas, such as https://www.university.example');
      return z.NEVER;
    }),
    alarmMail: z.email(),
    mfa: z.enum(['required', 'optional']),
    reportingZone: reportingEnvironment.shape.REPORTING_ZONE,
    jobsKeptDays: jobsEnvironment.shape.JOBS_KEPT_DAYS,
    title: z.string().trim().min(1).max(60),
    languages: formEnvironment.shape.LANGUAGES,
    basemap: z
      .string()
      .regex(/^(?:\/[^/\s].*|https:\/\/\S+)\.pmtiles$/, 'is a .pmtiles file: /assets/land.pmtiles or an https address'),
    scanner: z
      .string()
      .regex(/^(?!aws\.|caseward$)[\w./-]{1,256}$/, 'is the source of its events, other than ours and those of AWS'),
    scannerRole: z
      .string()
      .regex(/^arn:[\w-]+:iam::\d{12}:role\/.+$/, 'is the ARN of the role that puts its events on the bus'),
  })
  .partial()
  .refine(
    ({ name, mailDomain }) => name === undefined || mailDomain !== undefined,
    'a name of its own takes a mail domain of its own: -c name=… -c mailDomain=…',
  )
  .refine(
    ({ issuer, audience }) => (issuer === undefined) === (audience === undefined),
    'issuer and audience come together: -c issuer=… -c audience=…',
  )
  .refine(
    ({ domain, certificate }) => (domain === undefined) === (certificate === undefined),
    'a domain and its certificate come together: -c domain=… -c certificate=…',
  )
  .refine(
    ({ scanner, scannerRole }) => (scanner === undefined) === (scannerRole === undefined),
    'a scanner and its role come together: -c scanner=… -c scannerRole=…',
  );

export const contextKeys = Object.keys(contextSchema.shape) as (keyof typeof contextSchema.shape)[];

/**
 * The stage that the context (`-c stage=…`) names, with the other settings of the context. `name`
 * makes a second deployment of the same stage. Throws an error that lists every fault.
 */
export const stageOf = (context: Record<string, unknown>): Stage => {
  const parsed = contextSchema.safeParse(context);
  if (!parsed.success)
    throw new Error(`The context of this deployment is not right.\n${z.prettifyError(parsed.error)}`);
  const {
    stage: base = 'dev',
    issuer,
    audience,
    mailDomain,
    replyTo,
    receiveMail,
    scanner,
    scannerRole,
    title,
    languages,
    basemap,
    domain,
    certificate,
    ...given
  } = parsed.data;
  const { name, portalUrl, staffUrl, embedOrigins, alarmMail, mfa, reportingZone, jobsKeptDays } = {
    ...stages[base],
    ...given,
  };
  return {
    ...stages[base],
    name,
    portalUrl,
    staffUrl,
    embedOrigins,
    ...(domain && certificate && { domain: { name: domain, certificate } }),
    alarmMail,
    mfa,
    reportingZone,
    jobsKeptDays,
    receivesMail: receiveMail ? receiveMail === 'on' : stages[base].receivesMail,
    mail: { ...stages[base].mail, ...(mailDomain && { domain: mailDomain }), ...(replyTo && { replyTo }) },
    ...(scanner && scannerRole && { scanner: { source: scanner, role: scannerRole } }),
    console: {
      ...stages[base].console,
      ...(title && { name: title }),
      ...(languages && { languages }),
      ...(basemap && { basemap }),
    },
    ...(issuer &&
      audience && { issuer: { url: issuer, audience: audience.split(','), origins: [new URL(issuer).origin] } }),
  };
};
