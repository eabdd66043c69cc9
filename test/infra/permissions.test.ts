import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { ServiceFunction } from '#infra/constructs/service-function.ts';
import { type FunctionName, secretsOf } from '#infra/functions.ts';
import { asList, referred, synthesize } from '#test/infra/assembly.ts';

const assembly = synthesize({ stage: 'prod' });

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

const policies = assembly.ofType('AWS::IAM::Policy');
const statementsOf = (policy: (typeof policies)[number]): Statement[] => policy.Properties.PolicyDocument.Statement;
const actionsOf = (statement: Statement) => asList(statement.Action);

// Actions that know no resource, with the reason why somebody here has them. Everything else names
// its resources.
const withoutResource: Record<string, string> = {
  'xray:PutTraceSegments': 'traces belong to no resource',
  'xray:PutTelemetryRecords': 'traces belong to no resource',
  'xray:GetSamplingRules': 'Step Functions asks which executions to trace',
  'xray:GetSamplingTargets': 'Step Functions asks which executions to trace',
  'dynamodb:ListStreams': 'Lambda asks for it before it reads a stream; it tells names only',
  // Step Functions sets up the delivery of its own logs.
  'logs:CreateLogDelivery': 'log deliveries have no ARN',
  'logs:GetLogDelivery': 'log deliveries have no ARN',
  'logs:UpdateLogDelivery': 'log deliveries have no ARN',
  'logs:DeleteLogDelivery': 'log deliveries have no ARN',
  'logs:ListLogDeliveries': 'log deliveries have no ARN',
  'logs:PutResourcePolicy': 'log deliveries have no ARN',
  'logs:DescribeResourcePolicies': 'log deliveries have no ARN',
  'logs:DescribeLogGroups': 'log deliveries have no ARN',
};

describe('every policy', () => {
  test.each(policies)('$id names each action', (policy) => {
    expect(
      statementsOf(policy)
        .flatMap(actionsOf)
        .filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  test.each(policies)('$id names each resource, but for actions that know none', (policy) => {
    // The objects of a prefix of our bucket are as narrow as S3 can name what is not there yet.
    const isPrefix = (resource: unknown) =>
      /caseward-prod-files-.*\/(inbound|pending|files|jobs|imports)\/\*"/.test(JSON.stringify(resource));
    const open = statementsOf(policy).filter(({ Resource }) =>
      asList(Resource).some((resource) => JSON.stringify(resource).includes('*') && !isPrefix(resource)),
    );
    expect(open.flatMap(actionsOf).filter((action) => !(action in withoutResource))).toEqual([]);
  });

  test('is one of a role; nobody has a managed policy', () => {
    for (const role of assembly.ofType('AWS::IAM::Role')) expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  });

  test('no function may scan the table, or use its key but through the table', () => {
    const statements = policies.flatMap(statementsOf);
    expect(statements.flatMap(actionsOf)).not.toContain('dynamodb:Scan');
    for (const statement of statements.filter((candidate) =>
      actionsOf(candidate).some((action) => action.startsWith('kms:')),
    )) {
      expect(statement.Condition?.StringEquals).toHaveProperty('kms:ViaService');
    }
  });

  test('mail is sent from the address of the stage and no other', () => {
    const sending = policies
      .flatMap(statementsOf)
      .filter((statement) => actionsOf(statement).includes('ses:SendEmail'));
    expect(sending.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'ses:FromAddress': 'no-reply@caseward.example' } },
    ]);
  });
});

const functions = assembly.app.node.findAll().filter((construct) => construct instanceof ServiceFunction);
const templateOf = (fn: ServiceFunction) => {
  const declared = assembly
    .ofType('AWS::Lambda::Function')
    .find(({ Properties }) => Properties.FunctionName === `caseward-prod-${fn.name}`);
  const policy = policies.find(({ Properties }) =>
    Properties.Roles.some((role: unknown) => referred(role) === referred(declared?.Properties.Role)),
  );
  return {
    variables: declared?.Properties.Environment.Variables as Record<string, unknown>,
    statements: policy ? statementsOf(policy) : [],
  };
};

// Values that are known only after deployment; any URL will do in their place.
const resolved = (variables: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : 'https://known-after-deployment.example',
    ]),
  );

// Which permission goes with which variable: a capability is both or neither.
const goesWith: Record<string, RegExp> = {
  TABLE_NAME: /^dynamodb:Query$/,
  BUS_NAME: /^events:PutEvents$/,
  WAKE_UP_MACHINE_ARN: /^states:StartExecution$/,
  MAIL_FROM: /^ses:SendEmail$/,
  // Who takes in what comes with a form puts files, and reads none.
  FILES_BUCKET: /^s3:(Get|Put)Object$/,
};

describe('every function', () => {
  test.each(functions)('$name is given what its capabilities ask for', (fn) => {
    for (const capability of fn.capabilities)
      expect((capability as z.ZodObject).safeParse(resolved(templateOf(fn).variables)).error).toBeUndefined();
  });

  test.each(functions)('$name is given nothing else', (fn) => {
    const ofAll = ['STAGE', 'POWERTOOLS_SERVICE_NAME', 'LOG_LEVEL', 'NODE_OPTIONS'];
    const ofCapabilities = fn.capabilities.flatMap((capability) => Object.keys(capability.shape));
    const known = new Set([...ofAll, ...ofCapabilities]);
    expect(Object.keys(templateOf(fn).variables).filter((name) => !known.has(name))).toEqual([]);
  });

  test.each(functions)('$name may do what it has variables for, and nothing that it has none for', (fn) => {
    const { variables, statements } = templateOf(fn);
    const actions = statements.flatMap(actionsOf);
    for (const [variable, action] of Object.entries(goesWith))
      expect([variable, actions.some((one) => action.test(one))]).toEqual([variable, variable in variables]);
  });

  test('that is a consumer may put what it cannot handle into its own dead letters, and into no other queue', () => {
    const consumers = functions.filter((fn) => 'DEAD_LETTERS_URL' in templateOf(fn).variables);
    expect(consumers.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'automation',
        'clocks',
        'notify',
        'inbound-mail',
        'files',
        'mail-feedback',
        'signals',
        'webhooks',
      ]),
    );
    for (const fn of consumers) {
      const { variables, statements } = templateOf(fn);
      const sending = statements.filter((statement) => actionsOf(statement).includes('sqs:SendMessage'));
      expect(sending.flatMap(({ Resource }) => asList(Resource)).map(referred)).toEqual([
        referred(variables.DEAD_LETTERS_URL),
      ]);
      expect(variables.MOST_TRIES).toBe('5');
    }
  });

  test('reaches the secrets that it signs with, and no others: they are denied by their partition', () => {
    const withTable = functions.filter((fn) => 'TABLE_NAME' in templateOf(fn).variables);
    const itemActions = /^dynamodb:(GetItem|BatchGet|Query|Put|Update|Delete|ConditionCheck)/;
    const given = withTable.map((fn) => {
      const { statements } = templateOf(fn);
      const [denial, ...others] = statements.filter(({ Effect }) => Effect === 'Deny');
      expect(others).toEqual([]);
      const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(actionsOf);
      expect(denial && actionsOf(denial)).toEqual(allowed.filter((action) => itemActions.test(action)));
      const table = asList(denial?.Resource).map((resource) => JSON.stringify(resource));
      expect(table).toEqual([expect.stringMatching(/TableCD117FA1|Records.*Arn/)]);
      const { 'ForAnyValue:StringLike': all, 'ForAnyValue:StringNotEquals': but } = denial?.Condition ?? {};
      expect(all).toEqual({ 'dynamodb:LeadingKeys': ['SECRET#*'] });
      return [fn.name, but?.['dynamodb:LeadingKeys'] ?? []];
    });
    const secrets = Object.fromEntries(given);
    for (const [name, keys] of Object.entries(secrets))
      expect([name, keys]).toEqual([name, secretsOf(name as FunctionName).map((secret) => `SECRET#${secret}`)]);
    expect(secrets).toMatchObject({
      notify: ['SECRET#replies', 'SECRET#opt-outs'],
      'api-cases': ['SECRET#cursors'],
      automation: [],
      wake: ['SECRET#webhooks'],
    });
  });

  // Administrators are handed mails that are on no case, too, and who asked for a job its file.
  const reads: Record<string, RegExp> = { 'api-work': /\/(files|inbound)\/\*/, 'api-jobs': /\/jobs\/\*/ };

  // A URL can do no more than the function that signed it: put where nothing is trusted, and get
  // what was looked at.
  const signsFiles: Record<string, string> = { 's3:PutObject': '(pending|imports)/\\*' };

  test('that answers requests reaches the table and nothing else, but for the URLs of files: whatever follows, follows from events', () => {
    for (const fn of functions.filter(({ name }) => name.startsWith('api-'))) {
      const { variables, statements } = templateOf(fn);
      const services = new Set(statements.flatMap(actionsOf).map((action) => action.split(':')[0]));
      const signs = 'FILES_BUCKET' in variables;
      expect([...services].sort()).toEqual(['dynamodb', 'kms', 'logs', ...(signs ? ['s3'] : []), 'xray']);
      for (const statement of statements.filter((one) => actionsOf(one).some((action) => action.startsWith('s3:'))))
        for (const action of actionsOf(statement))
          expect(JSON.stringify(statement.Resource)).toMatch(
            action === 's3:GetObject' ? (reads[fn.name] ?? /\/files\/\*/) : new RegExp(`/${signsFiles[action]}`),
          );
    }
  });

  test('that reaches files brings them, hands them out, or hands out what jobs leave', () => {
    const signing = functions.filter((fn) => fn.name.startsWith('api-') && 'FILES_BUCKET' in templateOf(fn).variables);
    expect(signing.map(({ name }) => name).sort()).toEqual([
      'api-cases',
      'api-contacts',
      'api-jobs',
      'api-portal',
      'api-public',
      'api-work',
    ]);
  });
});
