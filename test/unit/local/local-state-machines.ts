import { readFileSync } from 'node:fs';
import type { Resource } from '#local/cloud-assembly/deployment.ts';
import { definitionOf } from '#local/state-machines/definition.ts';
import { startStateMachines } from '#local/state-machines/state-machines.ts';
import { arnOf, createContext, deploymentOf, type Handlers } from './local-services.ts';

export const wakeUp = readFileSync(new URL('../../../statemachines/wake-up.asl.json', import.meta.url), 'utf8');
export const substitutions = { WakeFunctionArn: arnOf.function('wake') };

export function deployment(definition: string | object, DefinitionSubstitutions: Record<string, string> = {}) {
  const DefinitionString = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return deploymentOf(
    { type: 'AWS::Lambda::Function', name: 'wake' },
    {
      type: 'AWS::StepFunctions::StateMachine',
      name: 'story',
      properties: { DefinitionString, DefinitionSubstitutions },
    },
  );
}

interface Wanted {
  definition: string | object;
  handlers?: Handlers;
  folder?: string;
}

export function started({ definition, handlers, folder }: Wanted) {
  const context = createContext({ handlers, folder });
  const machines = startStateMachines(context, deployment(definition, definition === wakeUp ? substitutions : {}));
  const start = (input: unknown = {}, name?: string) =>
    machines.start(arnOf.machine('story'), { input: JSON.stringify(input), name });
  const only = () => machines.executions()[0];
  return { ...context, context, machines, start, only };
}

/** A machine of one task that calls `wake`. */
export const task = (fields: object = {}, others: object = {}) => ({
  StartAt: 'Call',
  States: { Call: { Type: 'Task', Resource: arnOf.function('wake'), End: true, ...fields }, ...others },
});

export const definitionOfMachine = (definition: object) => {
  const resources = deployment(definition);
  return definitionOf(resources.find('story') as Resource, resources);
};

export const instant = (ms: number) => new Date(ms).toISOString();
