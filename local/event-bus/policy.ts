// Who may put what on a bus. Everybody of this account may, and there are no other accounts, so of
// a bus's policy only what it denies has an effect here.

import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun, propertiesOf } from '#local/cloud-assembly/properties.ts';

/** What PutEvents is asked to do, and for whom. */
interface Put {
  bus: string;
  source: string;
  principal: string;
}

/** A caller that is no function of the deployment: a SIS, an LMS, a person with curl. */
const outsider = ({ account }: DeployedResources) => `arn:aws:iam::${account}:role/outsider`;

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const policyProperties = z.object({
  EventBusName: z.string(),
  Statement: z.looseObject({
    Effect: z.enum(['Allow', 'Deny']),
    Principal: z.unknown(),
    Action: texts,
    Condition: z.record(z.string(), z.record(z.string(), texts)).default({}),
  }),
});

const conditions: Record<string, (value: string, wanted: string[]) => boolean> = {
  StringEquals: (value, wanted) => wanted.includes(value),
  'ForAnyValue:StringEquals': (value, wanted) => wanted.includes(value),
  ArnNotEquals: (value, wanted) => !wanted.includes(value),
};
const keys: Record<string, (put: Put) => string> = {
  'events:source': ({ source }) => source,
  'aws:PrincipalArn': ({ principal }) => principal,
};

type PutTest = (put: Put) => boolean;

function testOf(resource: Resource, [operator, wanted]: [string, Record<string, string[]>]): PutTest {
  const holds = conditions[operator];
  const tests = Object.entries(wanted).map(([key, values]): PutTest => {
    const read = keys[key];
    if (!holds || !read)
      throw new CannotRun(resource, `the local stack does not know the condition ${operator} ${key}`);
    return (put) => holds(read(put), values);
  });
  return (put) => tests.every((test) => test(put));
}

/** The roles of functions and of outsiders, and what the policies of the buses deny them. */
export function busPolicies(deployment: DeployedResources) {
  const denials = deployment.ofType('AWS::Events::EventBusPolicy').flatMap((resource): PutTest[] => {
    const { EventBusName, Statement } = propertiesOf(resource, policyProperties);
    if (Statement.Effect === 'Allow' || !Statement.Action.includes('events:PutEvents')) return [];
    if (Statement.Principal !== '*' && JSON.stringify(Statement.Principal) !== '{"AWS":"*"}')
      throw new CannotRun(resource, 'it denies something to one principal: say who is excepted in its conditions');
    const tests = Object.entries(Statement.Condition).map((condition) => testOf(resource, condition));
    return [(put) => put.bus === EventBusName && tests.every((test) => test(put))];
  });
  return {
    /** `caller`: the name of a function; nothing for everybody else. */
    principalOf: (caller?: string): string =>
      String((caller && deployment.find(caller)?.properties.Role) || outsider(deployment)),
    denies: (put: Put): boolean => denials.some((denies) => denies(put)),
  };
}
