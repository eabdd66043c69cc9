import * as z from 'zod';
import { activitySchema } from '#shared/casework/activities/activity.schema.ts';
import { alertAnswerSchema } from '#shared/casework/alerts/alert.ts';
import { appointmentSchema } from '#shared/casework/appointments/appointment.schema.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { contactSchema } from '#shared/casework/contacts/contact.ts';
import { questionAnswerSchema } from '#shared/casework/questions/question.schema.ts';
import { taskAnswerSchema } from '#shared/casework/tasks/task.schema.ts';
import { own } from '#shared/core/records/own.ts';

// What a template may name. The members of a case, an alert and a contact are those of the API,
// read off their schemas; what a mail says beside them stands here.

export type Token =
  /** One value; the sample is what a template is tried with when it is saved. */
  | { kind: 'value'; sample: unknown }
  /** A text that somebody wrote in Markdown: shown so in HTML. */
  | { kind: 'markdown' }
  /** Whatever a custom field holds: a text, a list, an amount of money. */
  | { kind: 'open' }
  | { kind: 'list'; each: Token }
  /** Members by any name, such as custom fields. */
  | { kind: 'map'; each: Token }
  | { kind: 'members'; members: Readonly<Record<string, Token>> };

type MembersToken = Extract<Token, { kind: 'members' }>;
type Schema = z.core.JSONSchema.BaseSchema;

const text: Token = { kind: 'value', sample: 'text' };
const instant: Token = { kind: 'value', sample: '2026-01-01T09:00:00.000Z' };
const samples: Record<string, Token> = {
  integer: { kind: 'value', sample: 1 },
  number: { kind: 'value', sample: 1 },
  boolean: { kind: 'value', sample: true },
};
const members = (given: Record<string, Token>): MembersToken => ({ kind: 'members', members: given });

/**
 * The tokens of a JSON Schema. Alternatives are taken together: each of their members may be named,
 * and is empty where it is not there.
 */
const tokenOf = (schema: Schema, definitions: Record<string, Schema>): Token => {
  const inner = (one: unknown): Token => tokenOf(one as Schema, definitions);
  if (schema.$ref) return inner(own(definitions, schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)) ?? {});
  const alternatives = (schema.anyOf ?? schema.oneOf ?? []).map(inner);
  const objects = alternatives.flatMap((one) => (one.kind === 'members' ? Object.entries(one.members) : []));
  if (objects.length > 0) return members(Object.fromEntries(objects));
  if (alternatives[0]) return alternatives[0];
  if (schema.properties)
    return members(Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, inner(one)])));
  if (schema.type === 'object') return { kind: 'map', each: inner(schema.additionalProperties ?? {}) };
  if (schema.type === 'array') return { kind: 'list', each: inner(schema.items ?? {}) };
  if (schema.type === undefined && schema.enum === undefined) return { kind: 'open' };
  return schema.format === 'date-time' ? instant : (own(samples, String(schema.type)) ?? text);
};

/** The tokens of a record as the API answers it, and names of what it holds by key. */
const tokensOf = (schema: z.ZodType, extra: Record<string, Token>): Token => {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const token = tokenOf(json, json.$defs ?? {});
  return token.kind === 'members' ? members({ ...token.members, ...extra }) : token;
};

const buildTokens = (): MembersToken =>
  members({
    case: tokensOf(caseAnswerSchema, { typeName: text, statusName: text, stageName: text, priorityName: text }),
    contact: tokensOf(contactSchema, {}),
    alert: tokensOf(alertAnswerSchema, { typeName: text, priorityName: text, outcomeName: text }),
    task: tokensOf(taskAnswerSchema.omit({ form: true, outcomes: true }), { typeName: text, assigneeName: text }),
    /** Of the case or the reviewer of the alert: the person or the team. */
    assignee: members({ user: text, group: text, name: text, email: text }),
    links: members({ portal: text, staff: text, subscription: text }),
    target: members({ key: text, name: text, dueAt: instant }),
    note: members({ text: { kind: 'markdown' } }),
    /** Of a mail that came in, or of files of it, that could not be taken. */
    mail: members({
      count: { kind: 'value', sample: 1 },
      files: { kind: 'list', each: members({ name: text, reason: text }) },
    }),
    appointment: tokensOf(appointmentSchema, {}),
    question: tokensOf(questionAnswerSchema, {}),
    /** Of what is planned: its words are for staff. */
    activity: tokensOf(activitySchema, {}),
    /** When the case is closed whose requester stays silent. */
    silence: members({ closesAt: instant }),
    /**
     * What a digest says: each record with its current state, and what happened to it since the
     * last digest.
     */
    digest: members({
      count: { kind: 'value', sample: 1 },
      records: {
        kind: 'list',
        each: members({
          name: text,
          reference: text,
          status: text,
          priority: text,
          dueAt: instant,
          link: text,
          happened: { kind: 'list', each: members({ at: instant, line: text }) },
        }),
      },
    }),
    /** Of a rule that was stopped. */
    rule: members({ id: text, title: text, reason: text, until: instant }),
    /** Why a case was reassigned, escalated or closed. */
    reason: members({ key: text, name: text }),
  });

let built: MembersToken | undefined;
/**
 * Everything a template may name. Worked out when it is first asked for, since most functions that
 * are loaded with it never do.
 */
export const knownTokens = (): MembersToken => {
  built ??= buildTokens();
  return built;
};

const namesBelow = (token: Token, path: string): string[] => {
  if (token.kind === 'members')
    return Object.entries(token.members).flatMap(([name, one]) =>
      namesBelow(one, path === '' ? name : `${path}.${name}`),
    );
  if (token.kind === 'map') return namesBelow(token.each, `${path}.<key>`);
  return [path];
};

/** Every name, as a person who writes a template has to write it. */
export const tokenNames = (): string[] => namesBelow(knownTokens(), '').sort();

/**
 * A step of a path: a name, an index, or a path of its own that gives the name
 * (`case.fields[alert.type]`).
 */
export type PathStep = string | number | PathStep[];

// What Liquid itself answers of a text or a list.
const ofLists: ReadonlySet<PathStep> = new Set(['first', 'last']);

/** Whether a path leads to something that a template may name. */
export const isKnownPath = (path: readonly PathStep[], token: Token = knownTokens()): boolean => {
  const [step, ...rest] = path;
  if (step === undefined || token.kind === 'open') return true;
  if (step === 'size' && rest.length === 0 && token.kind !== 'members') return true;
  switch (token.kind) {
    case 'value':
    case 'markdown':
      return false;
    case 'map':
      return isKnownPath(rest, token.each);
    case 'list':
      return (typeof step !== 'string' || ofLists.has(step)) && isKnownPath(rest, token.each);
    case 'members': {
      const next = typeof step === 'string' ? own(token.members, step) : undefined;
      return next !== undefined && isKnownPath(rest, next);
    }
  }
};
