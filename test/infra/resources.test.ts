import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functionNames, functions } from '#infra/functions.ts';
import { attributesIn, indexPartitionKey, indexSortKey, tableDefinition } from '#shared/core/table/keys.ts';
import { type Resource, referred, synthesize } from '#test/infra/assembly.ts';

// Rules over every resource of the type, so that what is added later is held to them too.

const assembly = synthesize({ stage: 'prod' });
const { ofType } = assembly;
const alarms = ofType('AWS::CloudWatch::Alarm');
const alarmsOn = (id: string) => alarms.filter(({ Properties }) => JSON.stringify(Properties).includes(`"${id}"`));

describe('functions', () => {
  const declared = ofType('AWS::Lambda::Function');

  test('each of the table of functions is deployed under its name, and no other', () => {
    expect(declared.map(({ Properties }) => Properties.FunctionName).sort()).toEqual(
      functionNames.map((name) => `caseward-prod-${name}`).sort(),
    );
  });

  test.each(declared)('$Properties.FunctionName runs on arm64 and Node 24, traced', ({ Properties }) => {
    expect(Properties).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
  });

  test.each(declared)(
    '$Properties.FunctionName writes JSON to a log group of its own that forgets',
    ({ Properties }) => {
      const logGroup = assembly.every.find(({ id }) => id === referred(Properties.LoggingConfig.LogGroup));
      expect(Properties.LoggingConfig.LogFormat).toBe('JSON');
      expect(logGroup?.Properties.RetentionInDays).toBe(365);
    },
  );

  test.each(declared)(
    '$Properties.FunctionName has an alarm on errors and throttles that says what people notice',
    ({ id, Properties }) => {
      const name = functionNames.find((known) => Properties.FunctionName === `caseward-prod-${known}`);
      const alarm = alarmsOn(id).find(
        ({ Properties: { AlarmName } }) => AlarmName === `${Properties.FunctionName}-failing`,
      );
      expect(alarm?.Properties.AlarmDescription).toContain(name && functions[name].userImpact);
      const metrics = (
        (alarm as Resource).Properties.Metrics as { MetricStat?: { Metric: { MetricName: string } } }[]
      ).map((metric) => metric.MetricStat?.Metric.MetricName);
      expect(metrics).toEqual(expect.arrayContaining(['Errors', 'Throttles']));
    },
  );
});

describe('queues', () => {
  const queues = ofType('AWS::SQS::Queue');
  const mappings = ofType('AWS::Lambda::EventSourceMapping');
  const deadLetterIds = new Set([
    ...queues.map(({ Properties }) => referred(Properties.RedrivePolicy?.deadLetterTargetArn)),
    ...mappings.map(({ Properties }) => referred(Properties.DestinationConfig?.OnFailure.Destination)),
  ]);

  test.each(queues)('$Properties.QueueName is encrypted and is spoken to only by TLS', ({ id, Properties }) => {
    expect(Properties.SqsManagedSseEnabled).toBe(true);
    const policy = ofType('AWS::SQS::QueuePolicy').find((candidate) =>
      candidate.Properties.Queues.some((queue: unknown) => referred(queue) === id),
    );
    expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test.each(queues)(
    '$Properties.QueueName has dead letters after five tries and an alarm where it falls behind, or is for them and has an alarm',
    ({ id, Properties }) => {
      if (deadLetterIds.has(id)) {
        expect(alarmsOn(id).map(({ Properties: alarm }) => [alarm.MetricName, alarm.Threshold])).toEqual([
          ['ApproximateNumberOfMessagesVisible', 1],
        ]);
        expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
      } else {
        expect(Properties.RedrivePolicy.maxReceiveCount).toBe(5);
        expect(alarmsOn(id).map(({ Properties: alarm }) => alarm.MetricName)).toContain(
          'ApproximateAgeOfOldestMessage',
        );
      }
    },
  );

  test.each(mappings)('$id reports which items of a batch failed', ({ Properties }) => {
    expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  test.each(mappings.filter(({ Properties }) => queues.some(({ id }) => id === referred(Properties.EventSourceArn))))(
    '$id leaves a batch alone for six times as long as its function may take',
    ({ Properties }) => {
      const queue = queues.find(({ id }) => id === referred(Properties.EventSourceArn));
      const fn = ofType('AWS::Lambda::Function').find(({ id }) => id === referred(Properties.FunctionName));
      expect(queue?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * fn?.Properties.Timeout);
    },
  );

  test('the stream is read from its beginning, tries again, bisects and gives up into dead letters', () => {
    const stream = mappings.filter(({ Properties }) => Properties.StartingPosition);
    const names = stream.map(({ Properties }) => referred(Properties.FunctionName)?.replace(/Function.*/, ''));
    expect(names.toSorted()).toEqual(['Outboxpublish', 'Projectionsproject']);
    for (const { Properties } of stream) {
      expect(Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
      });
      expect(deadLetterIds).toContain(referred(Properties.DestinationConfig.OnFailure.Destination));
    }
  });
});

describe('the bus', () => {
  const rules = ofType('AWS::Events::Rule').filter(({ Properties }) => Properties.EventPattern);

  test('[FI-1] each consumer hears one source: ours, a service of AWS, or the scanner; signals alone hears all the others', () => {
    const sources = rules.map(({ Properties }) => [Properties.Description, Properties.EventPattern.source]);
    expect(Object.fromEntries(sources)).toEqual({
      'What automation is told of': ['caseward'],
      'What segments is told of': ['caseward'],
      'What clocks is told of': ['caseward'],
      'What webhooks is told of': ['caseward'],
      'What notify is told of': ['caseward'],
      'What inbound-mail is told of': ['aws.s3'],
      'What files is told of': ['aws.s3'],
      'What files is told of by Caseward': ['caseward'],
      'What files is told of by GuardDuty': ['aws.guardduty'],
      'What mail-feedback is told of': ['aws.ses'],
      'What signals is told of': [{ 'anything-but': ['caseward'] }],
    });
  });

  test('[IN-2] what acts on an event without a mapping hears this account alone', () => {
    for (const { Properties } of rules.filter((rule) => rule.Properties.Description !== 'What signals is told of'))
      expect(Properties.EventPattern.account).toEqual([{ Ref: 'AWS::AccountId' }]);
  });

  const denials = ({ ofType: of }: typeof assembly) =>
    of('AWS::Events::EventBusPolicy')
      .map(({ Properties }) => Properties.Statement)
      .filter(({ Effect }) => Effect === 'Deny')
      .map(({ Principal, Action, Condition }) => ({
        Principal,
        Action,
        source: Condition['ForAnyValue:StringEquals']['events:source'],
        but: Condition.ArnNotEquals['aws:PrincipalArn'],
      }));

  test('[IN-2] our source is denied to every role but the one of the publisher, which alone may put events', () => {
    const [ours, ...others] = denials(assembly);
    expect(others).toEqual([]);
    expect(ours).toMatchObject({ Principal: { AWS: '*' }, Action: 'events:PutEvents', source: ['caseward'] });
    const publisher = ofType('AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === 'caseward-prod-publish',
    );
    expect(referred(ours?.but)).toBe(referred(publisher?.Properties.Role));
    const putting = ofType('AWS::IAM::Policy').filter((policy) => JSON.stringify(policy).includes('events:PutEvents'));
    expect(putting.map(({ Properties }) => Properties.Roles.map(referred))).toEqual([[referred(ours?.but)]]);
  });

  test('[FI-1] a scanner that the stage names is heard instead of GuardDuty, from its account; its source is denied to all but its role', () => {
    const role = 'arn:aws:iam::210987654321:role/scanner';
    const scanning = synthesize({ stage: 'prod', scanner: 'av.university.example', scannerRole: role });
    const heard = scanning
      .ofType('AWS::Events::Rule')
      .filter(({ Properties }) => /^What files is told of by (?!Caseward)/.test(Properties.Description));
    expect(heard.map(({ Properties }) => Properties.EventPattern)).toEqual([
      { source: ['av.university.example'], account: ['210987654321'], 'detail-type': ['File Scan Result'] },
    ]);
    expect(denials(scanning)).toContainEqual(expect.objectContaining({ source: ['av.university.example'], but: role }));
  });

  test.each(rules)('$id keeps what it cannot deliver', ({ Properties }) => {
    for (const target of Properties.Targets) expect(referred(target.DeadLetterConfig.Arn)).toBeDefined();
  });
});

describe('the table', () => {
  const tables = ofType('AWS::DynamoDB::Table');

  test('there is one, with the keys and indexes that shared/core/table declares', () => {
    expect(tables).toHaveLength(1);
    const keys = (schema: { AttributeName: string }[]) => schema.map(({ AttributeName }) => AttributeName);
    const { KeySchema, GlobalSecondaryIndexes } = (tables[0] as Resource).Properties;
    expect(keys(KeySchema)).toEqual([tableDefinition.partitionKey, tableDefinition.sortKey]);
    expect(
      GlobalSecondaryIndexes.map((index: { IndexName: string; KeySchema: { AttributeName: string }[] }) => [
        index.IndexName,
        ...keys(index.KeySchema),
      ]),
    ).toEqual(tableDefinition.indexes.map((index) => [index, indexPartitionKey(index), indexSortKey(index)]));
    expect(
      GlobalSecondaryIndexes.map(
        (index: { Projection: { NonKeyAttributes?: string[] } }) => index.Projection.NonKeyAttributes,
      ),
    ).toEqual(tableDefinition.indexes.map(attributesIn));
  });

  test.each(tables)(
    '$id can be restored to any point in time, is encrypted with a key of the deployment, and costs nothing idle',
    ({ Properties }) => {
      expect(Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
      expect(ofType('AWS::KMS::Key').map(({ id }) => id)).toContain(
        referred(Properties.SSESpecification.KMSMasterKeyId),
      );
      expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(Properties.StreamSpecification.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    },
  );
});

describe('the bucket of files', () => {
  const buckets = ofType('AWS::S3::Bucket');

  test.each(buckets)(
    '$id is private, encrypted, and spoken to only by TLS; mails in it go after a month, uploads that nobody finished after a day',
    ({ id, Properties }) => {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(JSON.stringify(Properties.BucketEncryption)).toContain('AES256');
      expect(Properties.LifecycleConfiguration.Rules).toContainEqual(
        expect.objectContaining({ Prefix: 'inbound/', ExpirationInDays: 30, Status: 'Enabled' }),
      );
      expect(Properties.LifecycleConfiguration.Rules).toContainEqual(
        expect.objectContaining({ Prefix: 'pending/', ExpirationInDays: 1, Status: 'Enabled' }),
      );
      expect(Properties.CorsConfiguration.CorsRules).toMatchObject([
        {
          AllowedMethods: ['PUT', 'GET'],
          AllowedOrigins: [{ 'Fn::Join': ['', ['https://', expect.anything()]] }],
        },
      ]);
      const policy = ofType('AWS::S3::BucketPolicy').find((candidate) => referred(candidate.Properties.Bucket) === id);
      expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    },
  );

  test('SES may put mails of this account below one prefix, and nobody else anything', () => {
    const statements = ofType('AWS::S3::BucketPolicy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        Action: 's3:PutObject',
        Principal: { Service: 'ses.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    expect(JSON.stringify(allowed[0].Resource)).toMatch(/\/inbound\/\*"/);
  });
});

describe('what must survive', () => {
  const keeping = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Cognito::UserPool', 'AWS::S3::Bucket'];
  const policies = (stage: string) =>
    synthesize({ stage })
      .every.filter(({ Type }) => keeping.includes(Type))
      .map(({ Type, DeletionPolicy, UpdateReplacePolicy }) => [Type, DeletionPolicy, UpdateReplacePolicy]);

  test('is in the data stack, and retained where the stage keeps its data', () => {
    expect(policies('prod').sort()).toEqual(keeping.map((type) => [type, 'Retain', 'Retain']).sort());
    for (const type of keeping) assembly.service.resourceCountIs(type, 0);
    expect(ofType('AWS::DynamoDB::Table')[0]?.Properties.DeletionProtectionEnabled).toBe(true);
    expect(ofType('AWS::Cognito::UserPool')[0]?.Properties.DeletionProtection).toBe('ACTIVE');
  });

  test('is deleted with the stack where the stage does not', () => {
    expect(policies('dev').sort()).toEqual(keeping.map((type) => [type, 'Delete', 'Delete']).sort());
  });
});

describe('alarms', () => {
  const runbooks = new URL('../../docs/runbooks/', import.meta.url);
  const pageOf = (description: string) => /docs\/runbooks\/([a-z-]+)\.md$/.exec(description)?.[1];

  test.each(alarms)(
    '$Properties.AlarmName tells somebody, in a sentence and with a page that is there',
    ({ Properties }) => {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.AlarmDescription).toMatch(/^[A-Z].{20,}\. What to do: /);
      const page = pageOf(Properties.AlarmDescription);
      expect(page && existsSync(new URL(`${page}.md`, runbooks))).toBe(true);
    },
  );

  test('every page of docs/runbooks is the page of an alarm', () => {
    const pages = new Set(alarms.map(({ Properties }) => `${pageOf(Properties.AlarmDescription)}.md`));
    expect(readdirSync(runbooks).sort()).toEqual([...pages].sort());
  });

  test('there is one for a stream that is read late, failed wake-ups, a sweep that does not run and server errors of the API', () => {
    const names = alarms.map(({ Properties }) => Properties.AlarmName);
    expect(names).toEqual(
      expect.arrayContaining(
        ['publish-late', 'project-late', 'wake-up-failed', 'sweep-silent', 'api-server-errors'].map(
          (name) => `caseward-prod-${name}`,
        ),
      ),
    );
  });

  test('the guide to deploying counts what an idle deployment pays for: metrics of alarms, queues, keys', () => {
    const guide = readFileSync(new URL('../../docs/deploying.md', import.meta.url), 'utf8');
    const metrics = alarms.flatMap(({ Properties: { Metrics, MetricName } }) =>
      Metrics ? Metrics.filter((one: { MetricStat?: object }) => one.MetricStat) : [MetricName],
    );
    const queues = ofType('AWS::Lambda::EventSourceMapping').filter(({ Properties }) => !Properties.StartingPosition);
    const keys = ofType('AWS::KMS::Key');
    expect([metrics.length, queues.length, keys.length]).toEqual([
      Number(/(\d+)\s+metrics/.exec(guide)?.[1]),
      Number(/(\d+)\s+empty\s+queues/.exec(guide)?.[1]),
      Number(/(\d+)\s+key\b/.exec(guide)?.[1]),
    ]);
  });

  test('the mail address of the stage is told', () => {
    expect(ofType('AWS::SNS::Subscription')).toEqual([]);
    expect(synthesize({ alarmMail: 'ops@example.org' }).ofType('AWS::SNS::Subscription')[0]?.Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.org',
    });
  });
});

describe('the stacks', () => {
  // CloudFormation takes 500, and 345 are used. A function with its log group, role, policy and
  // alarm is five, a consumer with its queues some twelve: one more fits before somebody looks.
  const mostResources = 360;
  test(`the service stack has at most ${mostResources} resources, so that later functions and consumers have room`, ({
    annotate,
  }) => {
    const used = Object.keys(assembly.service.toJSON().Resources).length;
    annotate(`${used} resources, ${500 - used} left of CloudFormation’s 500`);
    expect(used).toBeLessThanOrEqual(mostResources);
  });

  test('every export of a stack is imported, and every import is exported', () => {
    const templates = [assembly.address, assembly.data, assembly.service, assembly.console].map((one) => one.toJSON());
    const exported = templates
      .flatMap(({ Outputs = {} }) => Object.values(Outputs as Record<string, { Export?: { Name: string } }>))
      .flatMap((output) => output.Export?.Name ?? []);
    const imported = [...JSON.stringify(templates).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map((match) => match[1]);
    expect([...new Set(imported)].sort()).toEqual(exported.sort());
  });

  test('mail is refused rather than sent in the clear, and the reputation of the domain is measured', () => {
    expect(ofType('AWS::SES::ConfigurationSet')[0]?.Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
  });

  test('which addresses are not mailed is asked of the table, and of no list of SES beside it', () => {
    const [set] = ofType('AWS::SES::ConfigurationSet');
    expect(set?.Properties.SuppressionOptions).toEqual({ SuppressedReasons: [] });
    expect(ofType('AWS::SES::ConfigurationSetEventDestination')[0]?.Properties.EventDestination).toMatchObject({
      EventBridgeDestination: {},
      MatchingEventTypes: ['bounce', 'complaint', 'reject'],
    });
  });

  test('answers are received by TLS, looked at, and put below one prefix of the bucket', () => {
    const [rule] = ofType('AWS::SES::ReceiptRule');
    expect(rule?.Properties.Rule).toMatchObject({
      Recipients: ['caseward.example'],
      ScanEnabled: true,
      TlsPolicy: 'Require',
      Actions: [{ S3Action: { ObjectKeyPrefix: 'inbound/' } }],
    });
    expect(synthesize({ receiveMail: 'off' }).ofType('AWS::SES::ReceiptRule')).toEqual([]);
  });
});
