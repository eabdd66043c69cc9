import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { StackReport } from '#bench/stack-process.ts';
import { type Client, type DemoPerson, type LocalControls, localControls } from '#local/demo/client.ts';
import type { AwsAccess } from '#shared/core/aws/call-aws.ts';
import { accessOf } from '#shared/core/aws/environment.ts';
import { Definitions } from '#shared/core/definitions/definitions.ts';
import { documentsOf } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';

export type BenchPerson = 'admin' | 'adviser' | 'faculty' | 'student';

/** A running local stack with the sample institution, and ways into it. */
export interface BenchStack {
  url: string;
  /** Of its process; Java is below it. */
  pid: number;
  local: LocalControls;
  /** Of people of the sample institution, one for each kind of them. */
  tokens: Record<BenchPerson, string>;
  /**
   * With a token of the stack's own now, where its clock has been advanced past the end of those.
   */
  as: (who: BenchPerson) => Promise<Client>;
  /** How the SDK reaches its table. */
  aws: AwsAccess;
  table: Table;
  definitions: Definitions;
  stop(): Promise<void>;
}

/** The adviser whose own list is measured. */
export const adviserId = 'amara';

const people: Record<BenchPerson, DemoPerson> = {
  admin: { sub: 'bench-admin', groups: ['admins'] },
  adviser: { sub: adviserId, email: 'amara.obi@staff.example.edu', groups: ['advisers'] },
  faculty: { sub: 'bench-faculty', groups: ['faculty'] },
  student: { sub: 'S101', groups: ['students'] },
};

const reportOf = (child: ChildProcess): Promise<StackReport> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as StackReport));
    child.once('exit', (code) => reject(new Error(`The stack ended with ${code} before it was up`)));
  });

/** Starts a stack in a process of its own, in memory or with its state in a folder. */
export const startBenchStack = async (assembly: string, folder?: string): Promise<BenchStack> => {
  const child = fork(join(import.meta.dirname, 'stack-process.ts'), [assembly, ...(folder ? [folder] : [])], {
    execArgv: ['--max-semi-space-size=2'], // as npm start has it
  });
  const { url, table: name, environment } = await reportOf(child);
  const local = localControls(url);
  const tokenOf = async (who: BenchPerson) => [who, await local.token(people[who])] as const;
  const tokens = await Promise.all((['admin', 'adviser', 'faculty', 'student'] as const).map(tokenOf));
  const aws = accessOf(environment);
  const table = new Table(documentsOf(aws), name);
  const stop = async () => {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.send('stop');
    await exited;
  };
  return {
    url,
    pid: child.pid ?? 0,
    local,
    tokens: Object.fromEntries(tokens) as BenchStack['tokens'],
    as: (who) => local.as(people[who]),
    aws,
    table,
    definitions: new Definitions(table),
    stop,
  };
};
