// Step Functions: the standard machines of the template. An execution is stored before each state,
// so after a kill a task runs again with its retries counted anew, and a wait keeps its instant.

import { randomUUID } from 'node:crypto';
import { AwsError, type AwsService } from '#local/aws-api/service.ts';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import { CannotRun } from '#local/cloud-assembly/properties.ts';
import type { ServiceContext } from '#local/core/context.ts';
import { stepFunctionsService } from '#local/state-machines/api.ts';
import { definitionOf } from '#local/state-machines/definition.ts';
import { type Execution, type ExecutionStatus, openExecutions } from '#local/state-machines/executions.ts';
import { type Interpreter, type JsonValue, loadInterpreter, TaskError } from '#local/state-machines/interpreter.ts';

/** An execution as `GET /_local/executions` shows it; times are ISO instants. */
interface ExecutionItem {
  name: string;
  machine: string;
  status: ExecutionStatus;
  input: JsonValue;
  startedAt: string;
  stoppedAt?: string;
  transitions: number;
  waitingUntil?: string;
}

export interface StateMachines {
  /** For the SDK. */
  service: AwsService;
  /**
   * Goes on with all that ran when the stack stopped. To be called when all that the machines call
   * is up.
   */
  resume(): void;
  /**
   * Starts an execution; the same name and input while it runs is the same execution. Throws an
   * AwsError.
   */
  start(machineArn: string, execution: { input: string; name?: string }): Execution;
  /**
   * Of all machines, or of one by its name or the end of it, such as `wake-up`. The oldest first.
   */
  executions(machine?: string): ExecutionItem[];
  /** State transitions of all executions so far, as AWS would bill them. */
  transitions(): number;
}

// As long as Step Functions keeps the history of an execution, and its name from being used again.
const keptMs = 90 * 86_400_000;

const mostInputBytes = 262_144;

/** Runs the state machines of the deployment. */
export function startStateMachines(context: ServiceContext, deployment: DeployedResources): StateMachines {
  const { clock, activity } = context;
  const executions = openExecutions(context);
  const interpreterOf = loadInterpreter(clock);
  const machines = new Map<string, { name: string; interpreter: Interpreter }>();
  for (const resource of deployment.ofType('AWS::StepFunctions::StateMachine')) {
    const definition = definitionOf(resource, deployment);
    try {
      machines.set(resource.arn, { name: resource.name, interpreter: interpreterOf(definition) });
    } catch (error) {
      throw new CannotRun(resource, error instanceof Error ? error.message : String(error));
    }
  }
  const machineAt = (arn: string) => {
    const machine = machines.get(arn);
    if (machine) return machine;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };

  const driven = new Set<number>();
  let timer: { cancel(): void } | undefined;

  // One timer for the earliest of all, so that ten thousand executions that wait are ten thousand
  // rows and nothing else.
  function setTimer() {
    timer?.cancel();
    if (!context.store.database.isOpen) return;
    const next = executions.nextDueAt();
    if (next !== undefined) timer = clock.at(next, 'executions that wait', fireDue);
  }

  function fireDue() {
    const { waits, deadlines } = executions.due(clock.now());
    for (const id of deadlines) end(id, { status: 'TIMED_OUT', error: 'States.Timeout' });
    for (const id of waits) {
      executions.waitUntil(id, undefined);
      void drive(id);
    }
    setTimer();
  }

  // Once the stack has stopped nothing is written any more: the next start goes on from what is
  // stored.
  const isRunning = (id: number) => context.store.database.isOpen && executions.isRunning(id);

  function end(
    id: number,
    ending: { status: ExecutionStatus; output?: JsonValue; error?: string; cause?: string; transitions?: number },
  ) {
    if (!isRunning(id)) return;
    const { output, error, cause, transitions = 0, status } = ending;
    const text = output === undefined ? undefined : JSON.stringify(output);
    executions.end(id, { status, output: text, error, cause, transitions, at: clock.now() });
    if (status === 'FAILED' || status === 'TIMED_OUT') {
      context.log('stepfunctions', `${executions.get(id)?.arn} ${status}: ${error}: ${cause}`);
    }
  }

  /**
   * Takes the execution from state to state until it waits or ends. All it awaits is a function,
   * which is tracked, or a timer.
   */
  async function drive(id: number): Promise<void> {
    if (driven.has(id)) return;
    driven.add(id);
    try {
      let goesOn = true;
      while (goesOn) goesOn = await step(id);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      end(id, { status: 'FAILED', error: error instanceof TaskError ? name : 'States.Runtime', cause: message });
    } finally {
      driven.delete(id);
      setTimer();
    }
  }

  /** One state; whether there is another to run now. */
  async function step(id: number): Promise<boolean> {
    const execution = isRunning(id) ? executions.get(id) : undefined;
    if (!execution) return false;
    const { interpreter } = machineAt(execution.machineArn);
    const details = {
      input: execution.stateInput,
      enteredAt: execution.enteredAt,
      context: {
        Id: execution.arn,
        Name: execution.name,
        Input: JSON.parse(execution.input) as JsonValue,
        StartTime: new Date(execution.startedAt).toISOString(),
      },
      invoke: (arn: string, payload: JsonValue) => invoke(id, arn, payload),
    };
    const until = await interpreter.waitsUntil(execution.state, details);
    if (until !== undefined && until > clock.now()) {
      if (isRunning(id)) executions.waitUntil(id, until);
      return false;
    }
    const outcome = await interpreter.run(execution.state, details);
    if (!isRunning(id)) return false; // stopped or timed out meanwhile
    const { transitions } = outcome;
    if (outcome.kind === 'next') {
      executions.enter(id, { state: outcome.state, input: outcome.input, at: clock.now(), transitions });
      return true;
    }
    if (outcome.kind === 'succeeded') end(id, { status: 'SUCCEEDED', output: outcome.output, transitions });
    else end(id, { status: 'FAILED', error: outcome.error, cause: outcome.cause, transitions });
    return false;
  }

  async function invoke(id: number, arn: string, payload: JsonValue): Promise<JsonValue> {
    // A retry may fall due after the execution was stopped.
    if (!isRunning(id)) throw new TaskError('States.Runtime', 'The execution has ended.');
    const work = context.functions.invoke(arn, JSON.stringify(payload));
    const result = await activity.track('a task of a state machine', work).catch((error: Error) => {
      throw new TaskError('Lambda.ResourceNotFoundException', error.message);
    });
    if (!result.ok) throw new TaskError(result.error.errorType, JSON.stringify(result.error));
    return JSON.parse(result.payload) as JsonValue;
  }

  function start(machineArn: string, { input, name = randomUUID() }: { input: string; name?: string }): Execution {
    const { interpreter } = machineAt(machineArn);
    if (!isJson(input)) throw new AwsError('InvalidExecutionInput', 'The input is not JSON.');
    if (Buffer.byteLength(input) > mostInputBytes) {
      throw new AwsError('InvalidExecutionInput', `The input is longer than ${mostInputBytes} bytes.`);
    }
    const startedAt = clock.now();
    executions.prune(startedAt - keptMs);
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const before = executions.byArn(arn);
    if (before?.status === 'RUNNING' && before.input === input) return before;
    if (before) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    const deadline = interpreter.timeoutMs === undefined ? undefined : startedAt + interpreter.timeoutMs;
    const id = executions.insert({ arn, machineArn, name, input, startedAt, deadline, state: interpreter.startAt });
    void drive(id);
    return executions.get(id) as Execution;
  }

  function stop(arn: string, { error, cause }: { error?: string; cause?: string }): Execution {
    const execution = executions.byArn(arn);
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    end(execution.id, { status: 'ABORTED', error, cause });
    setTimer();
    return executions.get(execution.id) as Execution;
  }

  // What is in the middle of a state waits for a retry, if it does not run: time may go on, but
  // more is to come.
  activity.source('executions', () => false, {
    any: () => driven.size > 0,
    describe: () => [{ what: `${driven.size} executions in the middle of a state` }],
  });
  return {
    service: stepFunctionsService({ start, stop, executions, machineAt }),
    start,
    resume() {
      for (const id of executions.running()) void drive(id);
      setTimer();
    },
    executions: (machine) =>
      executions
        .list()
        .map((execution) => itemOf(execution, machines.get(execution.machineArn)?.name ?? execution.machineArn))
        .filter((item) => machine === undefined || item.machine === machine || item.machine.endsWith(`-${machine}`)),
    transitions: executions.transitions,
  };
}

function itemOf(execution: Execution, machine: string): ExecutionItem {
  const { name, status, input, startedAt, stoppedAt, transitions, waitingUntil } = execution;
  return {
    name,
    machine,
    status,
    input: JSON.parse(input) as JsonValue,
    startedAt: new Date(startedAt).toISOString(),
    ...(stoppedAt !== undefined && { stoppedAt: new Date(stoppedAt).toISOString() }),
    transitions,
    ...(waitingUntil !== undefined && { waitingUntil: new Date(waitingUntil).toISOString() }),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
