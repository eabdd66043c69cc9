import { readdirSync, readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { functions } from '#infra/functions.ts';
import { caseTypeSchema, targetSchema } from '#shared/casework/cases/case-type.ts';
import { synthesize } from '#test/infra/assembly.ts';

interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate: number;
  MaxAttempts: number;
  MaxDelaySeconds: number;
  JitterStrategy: string;
}

interface State {
  Type: 'Wait' | 'Task' | 'Choice' | 'Succeed';
  Resource?: string;
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  Retry?: Retrier[];
  TimeoutSeconds?: number;
  End?: boolean;
}

interface Machine {
  Comment: string;
  StartAt: string;
  QueryLanguage?: string;
  States: Record<string, State>;
}

const folder = new URL('../../statemachines/', import.meta.url);
const machines = readdirSync(folder).map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }));
const parse = (text: string) => JSON.parse(text) as Machine;
const successors = (state: State): string[] =>
  [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map(({ Next }) => Next),
    ...(state.Catch ?? []).map(({ Next }) => Next),
  ].filter((next) => next !== undefined);
const placeholders = (text: string) => [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]))].sort();
const tasksOf = (machine: Machine) => Object.values(machine.States).filter(({ Type }) => Type === 'Task');

// Errors that go away by themselves, as AWS names them for a Lambda function.
const transient = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'States.Timeout',
];

describe.each(machines)('$file', ({ text }) => {
  const machine = parse(text);
  const states = Object.entries(machine.States);

  test('is valid Amazon States Language, in JSONPath', () => {
    const { isValid, errorsText } = validate(
      parse(text.replaceAll(/\$\{\w+\}/g, 'arn:aws:lambda:eu-west-1:111122223333:function:any')),
    );
    expect(isValid ? '' : errorsText()).toBe('');
    expect(machine.QueryLanguage).toBeUndefined();
  });

  test('has each placeholder bound by the template, and no binding without placeholder', () => {
    const declared = synthesize()
      .ofType('AWS::StepFunctions::StateMachine')
      .find(({ Properties }) => parse(Properties.DefinitionString).Comment === machine.Comment);
    expect(Object.keys(declared?.Properties.DefinitionSubstitutions).sort()).toEqual(placeholders(text));
  });

  test('says what it promises, in states whose names are sentences', () => {
    expect(machine.Comment).toMatch(/^[A-Z].{30,}\.$/);
    for (const [name] of states) expect(name).toMatch(/^[A-Z][a-z]*( [a-z]+){3,}\??$/);
  });

  test('gives every task a time limit above that of its function, and tries again what is transient, ever later and not all at once', () => {
    for (const task of tasksOf(machine)) {
      expect(task.TimeoutSeconds).toBeGreaterThan(functions.wake.timeoutSeconds);
      expect(task.Retry?.[0]?.ErrorEquals.toSorted()).toEqual(transient.toSorted());
      for (const retrier of task.Retry ?? []) {
        expect(retrier.BackoffRate).toBeGreaterThan(1);
        expect(retrier.JitterStrategy).toBe('FULL');
        expect(retrier.MaxDelaySeconds).toBeLessThanOrEqual(300); // by then the sweep does it anyhow
      }
    }
  });

  test('names only errors that there are', () => {
    const known = new Set([...transient, 'States.TaskFailed', 'States.ALL', 'Lambda.Unknown']);
    const named = tasksOf(machine).flatMap((task) =>
      [...(task.Retry ?? []), ...(task.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals),
    );
    expect(named.filter((error) => !known.has(error))).toEqual([]);
  });

  test('reaches every state, and from every state an end', () => {
    const reach = (from: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(from)) return seen;
      seen.add(from);
      for (const next of successors(machine.States[from] as State)) reach(next, seen);
      return seen;
    };
    expect([...reach(machine.StartAt)].sort()).toEqual(states.map(([name]) => name).sort());
    for (const [name] of states)
      expect(
        [...reach(name)].some((reached) => machine.States[reached]?.Type === 'Succeed' || machine.States[reached]?.End),
      ).toBe(true);
  });
});

describe('a wake-up', () => {
  const machine = parse(readFileSync(new URL('wake-up.asl.json', folder), 'utf8'));

  // From one wait to the next, along the branch of the choice that goes on.
  const round = (from: string): State[] => {
    const state = machine.States[from] as State;
    const next = state.Choices?.[0]?.Next ?? state.Next;
    return next === machine.StartAt || next === undefined ? [state] : [state, ...round(next)];
  };

  test('is three transitions: wait, act, choose', () => {
    expect(round(machine.StartAt).map(({ Type }) => Type)).toEqual(['Wait', 'Task', 'Choice']);
  });

  test('cannot fill the 25,000 events of a history, even if each of its rounds needs every try', () => {
    const eventsOfState = 2; // entered, exited
    const eventsOfTry = 3; // scheduled, started, and how it ended
    const tries =
      1 +
      tasksOf(machine)
        .flatMap((task) => (task.Retry ?? []).map(({ MaxAttempts }) => MaxAttempts))
        .reduce((sum, attempts) => sum + attempts, 0);
    const eventsOfRound = round(machine.StartAt).length * eventsOfState + tries * eventsOfTry;

    // A round does at least one thing of its generation: a reminder, a breach, a step of an
    // escalation. A change of any of them makes another generation and another execution.
    const most = (schema: z.ZodType) => Number(z.toJSONSchema(schema, { io: 'input' }).maxItems);
    const onBreach = z.toJSONSchema(targetSchema.shape.onBreach, { io: 'input' }).properties as Record<
      string,
      { maxItems: number }
    >;
    const rounds =
      most(caseTypeSchema.shape.targets) * (most(targetSchema.shape.reminders) + 1 + Number(onBreach.ladder?.maxItems));
    expect(rounds).toBeGreaterThan(100);

    const startAndEnd = 4;
    expect(rounds * eventsOfRound + startAndEnd).toBeLessThan(25_000);
  });
});
