import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun, propertiesOf, targetOf } from '#local/cloud-assembly/properties.ts';

// What of the Amazon States Language runs here, by type of state; any other field stops the start,
// as JSONata, Map, Parallel and task tokens, which no machine of Caseward uses.
const path = z.string().nullable().optional();
const retry = z.array(
  z.strictObject({
    ErrorEquals: z.array(z.string()),
    IntervalSeconds: z.number().optional(),
    MaxAttempts: z.number().optional(),
    BackoffRate: z.number().optional(),
    MaxDelaySeconds: z.number().optional(),
    JitterStrategy: z.enum(['NONE', 'FULL']).optional(),
    Comment: z.string().optional(),
  }),
);
const caught = z.array(
  z.strictObject({
    ErrorEquals: z.array(z.string()),
    Next: z.string(),
    ResultPath: path,
    Comment: z.string().optional(),
  }),
);
const any = { Comment: z.string().optional() };
const inAndOut = { InputPath: path, OutputPath: path };
const goesOn = { Next: z.string().optional(), End: z.boolean().optional() };
const result = { ResultSelector: z.unknown().optional(), ResultPath: path };

const stateSchema = z.discriminatedUnion('Type', [
  z.strictObject({
    Type: z.literal('Task'),
    Resource: z.string(),
    Parameters: z.unknown().optional(),
    TimeoutSeconds: z.int().min(1).optional(),
    TimeoutSecondsPath: z.string().optional(),
    Retry: retry.optional(),
    Catch: caught.optional(),
    ...any,
    ...inAndOut,
    ...goesOn,
    ...result,
  }),
  z.strictObject({
    Type: z.literal('Wait'),
    Seconds: z.int().min(0).optional(),
    Timestamp: z.iso.datetime({ offset: true }).optional(),
    SecondsPath: z.string().optional(),
    TimestampPath: z.string().optional(),
    ...any,
    ...inAndOut,
    ...goesOn,
  }),
  z.strictObject({
    Type: z.literal('Pass'),
    Parameters: z.unknown().optional(),
    Result: z.unknown().optional(),
    ResultPath: path,
    ...any,
    ...inAndOut,
    ...goesOn,
  }),
  z.strictObject({
    Type: z.literal('Choice'),
    Choices: z.array(z.looseObject({})),
    Default: z.string().optional(),
    ...any,
    ...inAndOut,
  }),
  z.strictObject({ Type: z.literal('Succeed'), ...any, ...inAndOut }),
  z.strictObject({
    Type: z.literal('Fail'),
    Error: z.string().optional(),
    Cause: z.string().optional(),
    ErrorPath: z.string().optional(),
    CausePath: z.string().optional(),
    ...any,
  }),
]);
export type State = z.infer<typeof stateSchema>;

const definitionSchema = z.strictObject({
  Comment: z.string().optional(),
  Version: z.string().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
  TimeoutSeconds: z.int().min(1).optional(),
  StartAt: z.string(),
  States: z.record(z.string(), stateSchema),
});
export type Definition = z.infer<typeof definitionSchema>;

const machineProperties = z.object({
  StateMachineType: z.literal('STANDARD').default('STANDARD'),
  DefinitionString: z.string().optional(),
  Definition: z.unknown().optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

const lambdaInvoke = 'arn:aws:states:::lambda:invoke';

/** The definition of a state machine of the template, with its substitutions made. */
export function definitionOf(resource: Resource, deployment: DeployedResources): Definition {
  const { DefinitionString, Definition, DefinitionSubstitutions } = propertiesOf(resource, machineProperties);
  const template = DefinitionString ?? JSON.stringify(Definition);
  if (template === undefined) throw new CannotRun(resource, 'it has no definition');
  const text = template.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    const value = DefinitionSubstitutions[name];
    if (value === undefined) throw new CannotRun(resource, `nothing is substituted for ${name}`);
    // It stands inside a JSON string.
    return JSON.stringify(String(value)).slice(1, -1);
  });
  // The library fills $$.Execution at each run, and it runs one state at a time: what the
  // definition asks for is kept under another name.
  const parsed = definitionSchema.safeParse(
    jsonOf(resource, text.replaceAll('$$.Execution', `$$$$.${executionContextKey}`)),
  );
  if (!parsed.success) throw new CannotRun(resource, z.prettifyError(parsed.error));
  checkSuccessors(resource, parsed.data);
  for (const [name, state] of Object.entries(parsed.data.States)) {
    if (state.Type === 'Task') checkTask(name, state, { resource, deployment });
  }
  return parsed.data;
}

/** The states that may come after this one. */
function successorsOf(state: State): unknown[] {
  const caught = state.Type === 'Task' ? (state.Catch ?? []) : [];
  const chosen = state.Type === 'Choice' ? state.Choices : [];
  const next = 'Next' in state ? state.Next : undefined;
  const otherwise = state.Type === 'Choice' ? state.Default : undefined;
  return [next, otherwise, ...[...caught, ...chosen].map(({ Next }) => Next)].filter((name) => name !== undefined);
}

// All else that the language asks for is tested of the machines themselves: a validator of it takes
// a second to load, at each start.
function checkSuccessors(resource: Resource, { StartAt, States }: Definition): void {
  const missing = [StartAt, ...Object.values(States).flatMap(successorsOf)].filter(
    (name) => !Object.hasOwn(States, String(name)),
  );
  if (missing.length > 0) throw new CannotRun(resource, `it has no state ${JSON.stringify(missing[0])}`);
}

/** Where in the context object a definition finds what AWS calls `$$.Execution`. */
export const executionContextKey = 'CasewardExecution';

/**
 * Whether a task calls Lambda by the optimised integration, with `FunctionName` and `Payload`; else
 * its resource is the function.
 */
export const isLambdaInvoke = (state: State & { Type: 'Task' }): boolean => state.Resource === lambdaInvoke;

const invokeParameters = z.strictObject({
  FunctionName: z.string().optional(),
  'FunctionName.$': z.string().optional(),
  Payload: z.unknown().optional(),
  'Payload.$': z.string().optional(),
});

function checkTask(
  name: string,
  state: State & { Type: 'Task' },
  { resource, deployment }: { resource: Resource; deployment: DeployedResources },
): void {
  const functionNamed = (reference: string) =>
    targetOf(resource, deployment, { type: 'AWS::Lambda::Function', reference });
  if (isLambdaInvoke(state)) {
    const parameters = invokeParameters.safeParse(state.Parameters);
    if (!parameters.success) {
      throw new CannotRun(resource, `state ${JSON.stringify(name)}: Parameters: ${z.prettifyError(parameters.error)}`);
    }
    if (parameters.data.FunctionName) functionNamed(parameters.data.FunctionName);
  } else if (state.Resource.startsWith('arn:aws:lambda:')) {
    functionNamed(state.Resource);
  } else {
    throw new CannotRun(
      resource,
      `state ${JSON.stringify(name)} calls ${state.Resource}; only Lambda functions can be called`,
    );
  }
}

function jsonOf(resource: Resource, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CannotRun(resource, `its definition is not JSON: ${error}`);
  }
}
