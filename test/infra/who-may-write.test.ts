import { describe, expect, test } from 'vitest';
import { asList, type Resource, referred, synthesize } from '#test/infra/assembly.ts';

// Each service that hands something on in the template may do so: a policy that names a few senders
// refuses all others, unnoticed until an alarm or event does not arrive.

const { ofType, every, address } = synthesize({ stage: 'prod', alarmMail: 'ops@example.org' });

interface Statement {
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | { Service?: string | string[]; AWS?: unknown };
  Action: string | string[];
  Resource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

const byId = (id: string | undefined) => every.find((resource) => resource.id === id);
const isAbout = (statement: Statement, id: string) => JSON.stringify(statement.Resource ?? '').includes(`"${id}"`);

/** The statements of the policies that lie on a resource. */
const policyOn = (id: string): Statement[] =>
  [
    ...ofType('AWS::SQS::QueuePolicy').filter(({ Properties }) =>
      Properties.Queues.some((on: unknown) => referred(on) === id),
    ),
    ...ofType('AWS::SNS::TopicPolicy').filter(({ Properties }) =>
      Properties.Topics.some((on: unknown) => referred(on) === id),
    ),
    ...ofType('AWS::S3::BucketPolicy').filter(({ Properties }) => referred(Properties.Bucket) === id),
  ].flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);

const admits = (statements: Statement[], service: string, action: string): Statement[] =>
  statements.filter(
    ({ Effect, Principal, Action }) =>
      Effect === 'Allow' &&
      typeof Principal === 'object' &&
      asList(Principal.Service ?? []).includes(service) &&
      asList(Action).includes(action),
  );

/**
 * Whether a key of ours that something is encrypted with lets the service use it; what has no key
 * needs nothing.
 */
const keyAdmits = (key: unknown, service: string): boolean => {
  if (key === undefined) return true;
  const statements = byId(referred(key))?.Properties.KeyPolicy.Statement as Statement[] | undefined;
  return ['kms:Decrypt', 'kms:GenerateDataKey*'].every(
    (action) => admits(statements ?? [], service, action).length > 0,
  );
};

/** What the role of a function may do. */
const roleOf = (fn: Resource | undefined): Statement[] =>
  ofType('AWS::IAM::Policy')
    .filter(({ Properties }) =>
      Properties.Roles.some((role: unknown) => referred(role) === referred(fn?.Properties.Role)),
    )
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);

const mayInvoke = (fn: string | undefined, service: string) =>
  ofType('AWS::Lambda::Permission').filter(
    ({ Properties }) => Properties.Principal === service && referred(Properties.FunctionName) === fn,
  );

describe('every alarm', () => {
  test.each(ofType('AWS::CloudWatch::Alarm'))('$Properties.AlarmName may tell its topic', ({ Properties }) => {
    const { AlarmActions, OKActions = [], InsufficientDataActions = [] } = Properties;
    for (const action of [...AlarmActions, ...OKActions, ...InsufficientDataActions]) {
      const topic = byId(referred(action));
      expect(topic?.Type).toBe('AWS::SNS::Topic');
      const [allowed] = admits(policyOn(topic?.id ?? ''), 'cloudwatch.amazonaws.com', 'sns:Publish');
      expect(allowed && isAbout(allowed, topic?.id ?? '')).toBe(true);
      // Alarms of other accounts have no business here, and ours have to be within what is named.
      expect(allowed?.Condition?.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
      expect(JSON.stringify(allowed?.Condition?.ArnLike)).toMatch(/:alarm:caseward-prod-\*"/);
      expect(Properties.AlarmName).toMatch(/^caseward-prod-/);
      expect(keyAdmits(topic?.Properties.KmsMasterKeyId, 'cloudwatch.amazonaws.com')).toBe(true);
    }
  });
});

describe('every rule', () => {
  const rules = ofType('AWS::Events::Rule');

  test.each(rules)(
    '$Properties.Description may hand its events to its targets and their dead letters',
    ({ id, Properties }) => {
      for (const { Arn, DeadLetterConfig } of Properties.Targets) {
        const target = byId(referred(Arn));
        const queues = [DeadLetterConfig?.Arn, ...(target?.Type === 'AWS::SQS::Queue' ? [Arn] : [])].filter(Boolean);
        for (const queue of queues.map((arn) => byId(referred(arn)))) {
          const allowed = admits(policyOn(queue?.id ?? ''), 'events.amazonaws.com', 'sqs:SendMessage');
          const sources = allowed.map(({ Condition }) => referred(Condition?.ArnEquals?.['aws:SourceArn']));
          expect(sources).toContain(id);
          expect(keyAdmits(queue?.Properties.KmsMasterKeyId, 'events.amazonaws.com')).toBe(true);
        }
        if (target?.Type === 'AWS::SQS::Queue') continue;
        // What is added later and goes elsewhere has to say here how it may.
        expect(target?.Type).toBe('AWS::Lambda::Function');
        const sources = mayInvoke(target?.id, 'events.amazonaws.com').map((one) => referred(one.Properties.SourceArn));
        expect(sources).toContain(id);
      }
    },
  );
});

describe('every queue', () => {
  const queues = ofType('AWS::SQS::Queue');

  test.each(queues.filter(({ Properties }) => Properties.RedrivePolicy))(
    '$Properties.QueueName may give up into its dead letters',
    ({ Properties }) => {
      const letters = byId(referred(Properties.RedrivePolicy.deadLetterTargetArn));
      expect(letters?.Type).toBe('AWS::SQS::Queue');
      expect(letters?.Properties.RedriveAllowPolicy).toBeUndefined(); // then every queue of the account may
      expect(letters?.Properties.FifoQueue).toEqual(Properties.FifoQueue);
    },
  );

  test.each(queues)(
    '$Properties.QueueName has somebody who may write to it, and turns away no role of the account',
    ({ id }) => {
      const denied = policyOn(id).filter(({ Effect }) => Effect === 'Deny');
      expect(denied.map(({ Condition }) => Condition)).toEqual([{ Bool: { 'aws:SecureTransport': 'false' } }]);
      const services = admits(policyOn(id), 'events.amazonaws.com', 'sqs:SendMessage');
      const roles = ofType('AWS::IAM::Policy')
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
        .filter((statement) => asList(statement.Action).includes('sqs:SendMessage') && isAbout(statement, id));
      expect(services.length + roles.length).toBeGreaterThan(0);
    },
  );
});

describe('every function that is fed', () => {
  test.each(ofType('AWS::Lambda::EventSourceMapping'))(
    '$id may read what it is fed from, and give up',
    ({ Properties }) => {
      const statements = roleOf(byId(referred(Properties.FunctionName)));
      const may = (action: string, about: unknown) =>
        statements.some(
          ({ Effect, Action, Resource }) =>
            Effect === 'Allow' &&
            asList(Action).includes(action) &&
            asList(Resource).some((resource) => JSON.stringify(resource) === JSON.stringify(about)),
        );
      const reading = Properties.StartingPosition
        ? ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream']
        : ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
      for (const action of reading) expect([action, may(action, Properties.EventSourceArn)]).toEqual([action, true]);
      const onFailure = Properties.DestinationConfig?.OnFailure.Destination;
      if (onFailure) expect(may('sqs:SendMessage', onFailure)).toBe(true);
    },
  );
});

describe('what services of AWS hand on', () => {
  test('every integration of the API may call its function, from that API', () => {
    // The API is in a stack of its own, so it is named by what that one exports.
    const apis = Object.keys(address.findResources('AWS::ApiGatewayV2::Api'));
    for (const { Properties } of ofType('AWS::ApiGatewayV2::Integration')) {
      const permissions = mayInvoke(referred(Properties.IntegrationUri), 'apigateway.amazonaws.com');
      expect(permissions).toHaveLength(1);
      const from = JSON.stringify(permissions[0]?.Properties.SourceArn);
      expect(apis.some((api) => from.includes(`ExportsOutputRef${api}`))).toBe(true);
    }
  });

  test('every receipt rule may put mails into its bucket, below its prefix', () => {
    const bucket = ofType('AWS::S3::Bucket')[0];
    for (const { Properties } of ofType('AWS::SES::ReceiptRule'))
      for (const { S3Action, ...others } of Properties.Rule.Actions) {
        expect(others).toEqual({}); // a topic or a function would need a permission of its own
        const [allowed] = admits(policyOn(bucket?.id ?? ''), 'ses.amazonaws.com', 's3:PutObject');
        expect(JSON.stringify(allowed?.Resource)).toContain(`/${S3Action.ObjectKeyPrefix}*`);
        expect(JSON.stringify(bucket?.Properties.BucketEncryption)).not.toContain('aws:kms');
      }
  });

  test('buckets and SES tell the bus of the account, which asks no permission of them', () => {
    for (const { Properties } of ofType('AWS::S3::Bucket'))
      expect(Object.keys(Properties.NotificationConfiguration)).toEqual(['EventBridgeConfiguration']);
    for (const { Properties } of ofType('AWS::SES::ConfigurationSetEventDestination'))
      expect(JSON.stringify(Properties.EventDestination.EventBridgeDestination.EventBusArn)).toContain(
        ':event-bus/default"',
      );
  });

  test('every state machine may call the functions that it names', () => {
    for (const { Properties } of ofType('AWS::StepFunctions::StateMachine'))
      for (const fn of Object.values(Properties.DefinitionSubstitutions)) {
        const allowed = ofType('AWS::IAM::Policy')
          .filter((policy) =>
            policy.Properties.Roles.some((role: unknown) => referred(role) === referred(Properties.RoleArn)),
          )
          .flatMap((policy) => policy.Properties.PolicyDocument.Statement as Statement[])
          .filter(({ Action }) => asList(Action).includes('lambda:InvokeFunction'));
        expect(allowed.map(({ Resource }) => referred(Resource))).toContain(referred(fn));
      }
  });
});

describe('the bus', () => {
  test('the publisher may put events on it, and its policy excepts nobody else from what it denies', () => {
    const [bus] = ofType('AWS::Events::EventBus');
    const publisher = ofType('AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === 'caseward-prod-publish',
    );
    const putting = roleOf(publisher).filter(({ Action }) => asList(Action).includes('events:PutEvents'));
    expect(putting.map(({ Resource }) => referred(Resource))).toEqual([bus?.id]);
    expect(bus?.Properties.KmsKeyIdentifier).toBeUndefined(); // with a key of ours the publisher and EventBridge would have to use it
    for (const { Properties } of ofType('AWS::Events::EventBusPolicy')) {
      expect(referred(Properties.EventBusName)).toBe(bus?.id);
      expect(referred(Properties.Statement.Condition.ArnNotEquals['aws:PrincipalArn'])).toBe(
        referred(publisher?.Properties.Role),
      );
    }
  });
});
