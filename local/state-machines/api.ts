import * as z from 'zod';
import { AwsError, type AwsService, operation } from '#local/aws-api/service.ts';
import type { Execution, Executions } from '#local/state-machines/executions.ts';

interface StateMachineServices {
  start(machineArn: string, execution: { input: string; name?: string }): Execution;
  stop(executionArn: string, why: { error?: string; cause?: string }): Execution;
  executions: Pick<Executions, 'byArn' | 'list'>;
  /** Throws StateMachineDoesNotExist. */
  machineAt(arn: string): unknown;
}

// Instants go over the wire as seconds.
const seconds = (instant: number | undefined) => (instant === undefined ? undefined : instant / 1000);

// What Step Functions takes for a name: no white space, brackets, wildcards, or characters that
// mean something in ARNs and URLs.
const nameSchema = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+$/u);

const pageSize = 100;

/** The operations of Step Functions on executions. */
export function stepFunctionsService({ start, stop, executions, machineAt }: StateMachineServices): AwsService {
  return {
    fault: 'stepfunctions',
    protocol: { target: 'AWSStepFunctions' },
    operations: {
      StartExecution: operation(
        z.object({ stateMachineArn: z.string(), name: z.string().optional(), input: z.string().default('{}') }),
        ({ stateMachineArn, name, input }) => {
          if (name !== undefined && !nameSchema.safeParse(name).success) {
            throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
          }
          const { arn, startedAt } = start(stateMachineArn, { input, name });
          return { executionArn: arn, startDate: seconds(startedAt) };
        },
      ),
      DescribeExecution: operation(z.object({ executionArn: z.string() }), ({ executionArn }) => {
        const execution = executions.byArn(executionArn);
        if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
        const { input, output, error, cause } = execution;
        return { ...summaryOf(execution), input, output, error, cause };
      }),
      StopExecution: operation(
        z.object({ executionArn: z.string(), error: z.string().optional(), cause: z.string().optional() }),
        ({ executionArn, ...why }) => ({ stopDate: seconds(stop(executionArn, why).stoppedAt) }),
      ),
      ListExecutions: operation(
        z.object({
          stateMachineArn: z.string(),
          statusFilter: z.string().optional(),
          maxResults: z.int().min(0).max(1000).default(pageSize),
          nextToken: z.string().optional(),
        }),
        ({ stateMachineArn, statusFilter, maxResults, nextToken }) => {
          machineAt(stateMachineArn);
          // The newest first, as Step Functions does; the token is the place of the next one.
          const all = executions
            .list(stateMachineArn)
            .filter(({ status }) => statusFilter === undefined || status === statusFilter)
            .reverse();
          const from = Number(nextToken ?? 0);
          const to = from + (maxResults || pageSize);
          return {
            executions: all.slice(from, to).map(summaryOf),
            nextToken: to < all.length ? String(to) : undefined,
          };
        },
      ),
    },
  };
}

function summaryOf(execution: Execution) {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: seconds(execution.startedAt),
    stopDate: seconds(execution.stoppedAt),
  };
}
