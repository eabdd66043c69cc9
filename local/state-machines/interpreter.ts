// Runs states one at a time by aws-local-stepfunctions: what outlives a kill -9 is stored between
// them, and an execution that waits costs nothing but its row.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type * as Library from 'aws-local-stepfunctions';
import type { StackClock } from '#local/core/clock.ts';
import { type Definition, executionContextKey, isLambdaInvoke, type State } from '#local/state-machines/definition.ts';

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** What is known of an execution in its context object (`$$.Execution`). */
interface ExecutionContext {
  Id: string;
  Name: string;
  Input: JsonValue;
  StartTime: string;
}

/** How a state ended. Each try of a state is a transition that AWS counts. */
type StateOutcome = { transitions: number } & (
  | { kind: 'next'; state: string; input: JsonValue }
  | { kind: 'succeeded'; output: JsonValue }
  | { kind: 'failed'; error: string; cause: string }
);

/** How a task failed, as Step Functions names it: what Retry and Catch compare. */
export class TaskError extends Error {
  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
  }
}

interface StateInvocation {
  input: JsonValue;
  context: ExecutionContext;
  enteredAt: number;
  /** Calls a Lambda function; throws a TaskError. */
  invoke(functionArn: string, payload: JsonValue): Promise<JsonValue>;
}

/** The states of one machine, ready to run. */
export interface Interpreter {
  readonly startAt: string;
  readonly timeoutMs: number | undefined;
  /** When a Wait state is over that was entered then; undefined for any other state. */
  waitsUntil(state: string, step: StateInvocation): Promise<number> | undefined;
  /**
   * Runs the state to its end, with its retries on the virtual clock. A Wait state is over at once:
   * its time has come.
   */
  run(state: string, step: StateInvocation): Promise<StateOutcome>;
}

// Without a timeout of its own a task may take as long as AWS lets it, not the minute that the
// library gives.
const longestTaskSeconds = 99_999_999;

// The state that is run is given this name, so that a state whose next one is itself ends all the
// same.
const current = 'the state that runs';
const probe = 'when the wait ends';

/**
 * Loads the library with timers and dates of the virtual clock, and gives what makes an interpreter
 * of a definition.
 */
export function loadInterpreter(clock: Pick<StackClock, 'now' | 'at'>): (definition: Definition) => Interpreter {
  const { StateMachine } = loadLibrary(clock);
  const machineOf = (definition: unknown) =>
    new StateMachine(definition as Library.StateMachineDefinition, { validationOptions: { noValidate: true } });

  return (definition) => {
    // Every other state only ends the run: the library tells by which it went on, and with which
    // input.
    const others = Object.fromEntries(Object.keys(definition.States).map((name) => [name, { Type: 'Succeed' }]));
    const steps = new Map(
      Object.entries(definition.States).map(([name, state]) => [
        name,
        {
          state,
          machine: machineOf({ StartAt: current, States: { ...others, [current]: runnable(state) } }),
          waitProbe: machineOf({ StartAt: probe, States: { [probe]: waitProbe(state) } }),
        },
      ]),
    );
    const stepNamed = (name: string) => {
      const step = steps.get(name);
      if (!step) throw new Error(`The definition has no state ${JSON.stringify(name)}.`);
      return step;
    };

    return {
      startAt: definition.StartAt,
      timeoutMs: definition.TimeoutSeconds === undefined ? undefined : definition.TimeoutSeconds * 1000,
      waitsUntil(name, step) {
        const { state, waitProbe: machine } = stepNamed(name);
        if (state.Type !== 'Wait') return undefined;
        return machine.run(step.input, { context: contextOf(name, step) }).result.then((value) => {
          const { at } = value as { at: JsonValue };
          const isDelay = state.Seconds !== undefined || state.SecondsPath !== undefined;
          const until = isDelay ? step.enteredAt + Number(at) * 1000 : Date.parse(String(at));
          if (Number.isNaN(until))
            throw new TaskError('States.Runtime', `${JSON.stringify(at)} is no time to wait for.`);
          return until;
        });
      },
      async run(name, step) {
        const { state, machine } = stepNamed(name);
        const run = machine.run(step.input, {
          context: contextOf(name, step),
          overrides: {
            taskResourceLocalHandlers: state.Type === 'Task' ? { [current]: taskHandler(state, step) } : {},
            waitTimeOverrides: { [current]: 0 },
          },
        });
        const end = await run.result.then(
          (output) => ({ output: output as JsonValue }),
          (error: unknown) => failureOf(error),
        );
        let transitions = 0;
        let last = current;
        for await (const event of run.eventLogs) {
          if (event.type === 'StateEntered') last = event.state.name;
          if (event.type === 'StateRetried' || (event.type === 'StateEntered' && last === current)) transitions += 1;
        }
        if ('error' in end) return { kind: 'failed', transitions, ...end };
        if (last === current) return { kind: 'succeeded', transitions, output: end.output };
        return { kind: 'next', transitions, state: last, input: end.output };
      },
    };
  };
}

function runnable(state: State): State {
  if (state.Type !== 'Task' || state.TimeoutSeconds || state.TimeoutSecondsPath) return state;
  return { ...state, TimeoutSeconds: longestTaskSeconds };
}

/** A state that gives the time a Wait state waits for, so that the library reads its paths. */
function waitProbe(state: State): object {
  if (state.Type !== 'Wait') return { Type: 'Succeed' };
  const dynamic = state.SecondsPath ?? state.TimestampPath;
  const Parameters = dynamic === undefined ? { at: state.Seconds ?? state.Timestamp } : { 'at.$': dynamic };
  return { Type: 'Pass', InputPath: state.InputPath, Parameters, End: true };
}

type Context = NonNullable<Parameters<Library.StateMachine['run']>[1]>['context'];

function contextOf(name: string, { context, enteredAt }: StateInvocation): Context {
  return {
    [executionContextKey]: context,
    State: { Name: name, EnteredTime: new Date(enteredAt).toISOString() },
    StateMachine: { Id: context.Id.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, '') },
  };
}

function taskHandler(
  state: State & { Type: 'Task' },
  { invoke }: StateInvocation,
): (input: JsonValue) => Promise<JsonValue> {
  if (!isLambdaInvoke(state)) return (input) => invoke(state.Resource, input);
  return async (input) => {
    const { FunctionName, Payload = {} } = input as { FunctionName: string; Payload?: JsonValue };
    const answer = await invoke(FunctionName, Payload);
    return { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200, SdkHttpMetadata: { HttpStatusCode: 200 } };
  };
}

function failureOf(error: unknown): { error: string; cause: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error
    ? { error: cause.name, cause: cause.message }
    : { error: 'Error', cause: String(cause) };
}

const isLeftOut = (name: string): boolean => name.startsWith('@aws-sdk/') || name === 'asl-validator';

/**
 * Compiles the library with a setTimeout and Date of ours, which it waits by. Left out: its AWS
 * SDK, since we handle every task, and its validator, which takes a second.
 */
function loadLibrary(clock: Pick<StackClock, 'now' | 'at'>): typeof Library {
  const require = createRequire(import.meta.url);
  const file = require.resolve('aws-local-stepfunctions');
  const requireFromThere = createRequire(file);
  const module = { exports: {} };
  const parameters = ['exports', 'require', 'module', 'setTimeout', 'clearTimeout', 'Date'];
  compileFunction(readFileSync(file, 'utf8'), parameters, { filename: file })(
    module.exports,
    (name: string) => (isLeftOut(name) ? {} : requireFromThere(name)),
    module,
    (fire: () => void, ms = 0) => clock.at(clock.now() + ms, 'a timer of a state machine', fire),
    (timer?: { cancel(): void }) => timer?.cancel(),
    virtualDate(clock),
  );
  return module.exports as typeof Library;
}

function virtualDate(clock: Pick<StackClock, 'now'>): DateConstructor {
  return class extends Date {
    constructor(...from: unknown[]) {
      super(...((from.length === 0 ? [clock.now()] : from) as [number]));
    }
    static override now = () => clock.now();
  } as DateConstructor;
}
