import type { ServiceContext } from '#local/core/context.ts';
import type { JsonValue } from '#local/state-machines/interpreter.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Execution {
  id: number;
  arn: string;
  machineArn: string;
  name: string;
  status: ExecutionStatus;
  /** As it was given: a second start compares it. */
  input: string;
  startedAt: number;
  stoppedAt: number | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** The state it is in, and what that got. */
  state: string;
  stateInput: JsonValue;
  enteredAt: number;
  /** While it waits: until when. */
  waitingUntil: number | undefined;
  transitions: number;
}

interface ExecutionRow {
  id: number;
  arn: string;
  machine_arn: string;
  name: string;
  status: ExecutionStatus;
  input: string;
  started_at: number;
  stopped_at: number | null;
  output: string | null;
  error: string | null;
  cause: string | null;
  state: string;
  state_input: string;
  entered_at: number;
  waiting_until: number | null;
  transitions: number;
}

type ExecutionEnd = Pick<Execution, 'output' | 'error' | 'cause'> & { status: ExecutionStatus };

/** All executions, remembered with the state they are in. */
export interface Executions {
  insert(
    execution: Pick<Execution, 'arn' | 'machineArn' | 'name' | 'input' | 'startedAt' | 'state'> & {
      deadline: number | undefined;
    },
  ): number;
  get(id: number): Execution | undefined;
  isRunning(id: number): boolean;
  byArn(arn: string): Execution | undefined;
  list(machineArn?: string): Execution[];
  /** Those that were in the middle of a state, not waiting. */
  running(): number[];
  /** Those whose wait is over, and those that have run longer than their machine allows. */
  due(now: number): { waits: number[]; deadlines: number[] };
  nextDueAt(): number | undefined;
  /** `undefined` when the wait is over. */
  waitUntil(id: number, instant: number | undefined): void;
  enter(id: number, next: { state: string; input: JsonValue; at: number; transitions: number }): void;
  end(id: number, ending: ExecutionEnd & { at: number; transitions: number }): void;
  /** Forgets those that ended before the instant. */
  prune(before: number): void;
  transitions(): number;
}

export function openExecutions({ store: { database } }: Pick<ServiceContext, 'store'>): Executions {
  database.exec(`
    create table if not exists sfn_executions (
      id integer primary key, arn text not null unique, machine_arn text not null, name text not null, status text not null, input text not null,
      started_at integer not null, deadline integer, stopped_at integer, output text, error text, cause text,
      state text not null, state_input text not null, entered_at integer not null, waiting_until integer, transitions integer not null default 0);
    create index if not exists sfn_executions_waiting on sfn_executions (waiting_until) where status = 'RUNNING';
    create index if not exists sfn_executions_deadline on sfn_executions (deadline) where status = 'RUNNING';
    create index if not exists sfn_executions_stopped on sfn_executions (stopped_at)`);
  const insert = database.prepare(
    `insert into sfn_executions (arn, machine_arn, name, status, input, started_at, deadline, state, state_input, entered_at)
     values (:arn, :machineArn, :name, 'RUNNING', :input, :startedAt, :deadline, :state, :input, :startedAt)`,
  );
  const select = database.prepare('select * from sfn_executions where id = ?');
  const selectIfRunning = database.prepare("select 1 from sfn_executions where id = ? and status = 'RUNNING'");
  const selectByArn = database.prepare('select * from sfn_executions where arn = ?');
  const selectAll = database.prepare('select * from sfn_executions order by id');
  const selectOfMachine = database.prepare('select * from sfn_executions where machine_arn = ? order by id');
  const selectRunning = database.prepare(
    "select id from sfn_executions where status = 'RUNNING' and waiting_until is null",
  );
  const dueWaits = database.prepare(
    "select id from sfn_executions where status = 'RUNNING' and waiting_until <= ? order by waiting_until, id",
  );
  const dueDeadlines = database.prepare("select id from sfn_executions where status = 'RUNNING' and deadline <= ?");
  const nextWait = database.prepare("select min(waiting_until) as at from sfn_executions where status = 'RUNNING'");
  const nextDeadline = database.prepare("select min(deadline) as at from sfn_executions where status = 'RUNNING'");
  const wait = database.prepare('update sfn_executions set waiting_until = ? where id = ?');
  const enter = database.prepare(
    `update sfn_executions set state = :state, state_input = :input, entered_at = :at, waiting_until = null,
      transitions = transitions + :transitions where id = :id`,
  );
  const end = database.prepare(
    `update sfn_executions set status = :status, output = :output, error = :error, cause = :cause, stopped_at = :at, waiting_until = null,
      transitions = transitions + :transitions where id = :id`,
  );
  const prune = database.prepare('delete from sfn_executions where stopped_at < ?');
  const sum = database.prepare('select coalesce(sum(transitions), 0) as sum from sfn_executions');

  const ids = (rows: unknown[]) => rows.map((row) => (row as { id: number }).id);
  const one = (row: unknown) => (row === undefined ? undefined : executionOf(row as ExecutionRow));
  return {
    insert: (execution) => Number(insert.run({ ...execution, deadline: execution.deadline ?? null }).lastInsertRowid),
    get: (id) => one(select.get(id)),
    isRunning: (id) => selectIfRunning.get(id) !== undefined,
    byArn: (arn) => one(selectByArn.get(arn)),
    list: (machineArn) =>
      ((machineArn === undefined ? selectAll.all() : selectOfMachine.all(machineArn)) as unknown as ExecutionRow[]).map(
        executionOf,
      ),
    running: () => ids(selectRunning.all()),
    due: (now) => ({ waits: ids(dueWaits.all(now)), deadlines: ids(dueDeadlines.all(now)) }),
    nextDueAt() {
      const instants = [nextWait.get(), nextDeadline.get()].flatMap((row) => (row as { at: number | null }).at ?? []);
      return instants.length > 0 ? Math.min(...instants) : undefined;
    },
    waitUntil: (id, instant) => void wait.run(instant ?? null, id),
    enter: (id, next) => void enter.run({ ...next, id, input: JSON.stringify(next.input) }),
    end: (id, { output, error, cause, ...ending }) =>
      void end.run({ ...ending, id, output: output ?? null, error: error ?? null, cause: cause ?? null }),
    prune: (before) => void prune.run(before),
    transitions: () => Number((sum.get() as { sum: number }).sum),
  };
}

function executionOf(row: ExecutionRow): Execution {
  return {
    id: row.id,
    arn: row.arn,
    machineArn: row.machine_arn,
    name: row.name,
    status: row.status,
    input: row.input,
    startedAt: row.started_at,
    stoppedAt: row.stopped_at ?? undefined,
    output: row.output ?? undefined,
    error: row.error ?? undefined,
    cause: row.cause ?? undefined,
    state: row.state,
    stateInput: JSON.parse(row.state_input) as JsonValue,
    enteredAt: row.entered_at,
    waitingUntil: row.waiting_until ?? undefined,
    transitions: row.transitions,
  };
}
