// Every type of resource that runs here, by which part of local/ and which properties, or why it
// can be left out. A type or property that is not here stops the start.

import {
  all,
  arn,
  byName,
  encryption,
  labels,
  observation,
  people,
  permissions,
  type ResourceKind,
  type RunKind,
  words,
} from '#local/cloud-assembly/resource-kind.ts';
import { mailKinds } from '#local/cloud-assembly/resource-kinds-of-mail.ts';
import { pagesKinds } from '#local/cloud-assembly/resource-kinds-of-pages.ts';

export function kindOf(type: string): ResourceKind | undefined {
  const ignored = ignoredKinds[type];
  return runKinds[type] ?? (ignored ? { ignored } : undefined);
}

const ignoredKinds: Record<string, string> = {
  'AWS::IAM::Role': permissions,
  'AWS::IAM::Policy': permissions,
  'AWS::IAM::ManagedPolicy': permissions,
  'AWS::Lambda::Permission': permissions,
  'AWS::SQS::QueuePolicy': permissions,
  'AWS::SNS::TopicPolicy': permissions,
  'AWS::S3::BucketPolicy': permissions,
  'AWS::KMS::Key': encryption,
  'AWS::KMS::Alias': encryption,
  'AWS::Logs::LogGroup': observation,
  'AWS::Logs::ResourcePolicy': observation,
  'AWS::Logs::MetricFilter': observation,
  'AWS::CloudWatch::Alarm': observation,
  'AWS::CloudWatch::CompositeAlarm': observation,
  'AWS::CloudWatch::Dashboard': observation,
  'AWS::SNS::Topic': 'alarms tell operators; there are none here',
  'AWS::SNS::Subscription': 'alarms tell operators; there are none here',
  'AWS::CDK::Metadata': 'statistics of CDK',
  'AWS::Cognito::UserPoolGroup': people,
  'AWS::Cognito::UserPoolDomain': people,
  'AWS::Scheduler::ScheduleGroup': labels,
  'AWS::Lambda::LayerVersion': 'tools of CDK’s own functions, which do not run here',
};

const functionArn = arn('lambda', (name) => `function:${name}`);
const table: RunKind = {
  by: 'dynamodb/dynamodb.ts, dynamodb/stream.ts',
  nameProperty: 'TableName',
  ref: byName,
  arn: arn('dynamodb', (name) => `table/${name}`),
  // The emulator gives the stream another ARN; stream.ts knows it by the table.
  attributes: { StreamArn: arn('dynamodb', (name) => `table/${name}/stream/local`) },
  runs: words(
    'TableName AttributeDefinitions KeySchema GlobalSecondaryIndexes LocalSecondaryIndexes ' +
      'StreamSpecification TimeToLiveSpecification',
  ),
  ignores: {
    BillingMode: 'nothing is billed',
    WarmThroughput: 'nothing is billed',
    Replicas: 'one machine is one region',
    SSESpecification: encryption,
    PointInTimeRecoverySpecification: 'copy the state folder instead',
    DeletionProtectionEnabled: 'delete the state folder instead',
    ContributorInsightsSpecification: observation,
    Tags: labels,
  },
};

const runKinds: Record<string, RunKind> = {
  ...mailKinds,
  ...pagesKinds,
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': {
    by: 'functions/functions.ts',
    nameProperty: 'FunctionName',
    ref: byName,
    arn: functionArn,
    // The role is what the policy of a bus knows a function by; what the role may do is not checked
    // here.
    runs: words('FunctionName Code Handler Runtime Environment Timeout MemorySize ReservedConcurrentExecutions Role'),
    ignores: {
      Layers: 'tools of CDK’s own functions, which do not run here',
      Architectures: 'JavaScript runs on any',
      KmsKeyArn: encryption,
      LoggingConfig: observation,
      TracingConfig: observation,
      Description: labels,
      Tags: labels,
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    by: 'dynamodb/stream.ts for the stream, queues/queues.ts for queues',
    ref: byName,
    arn: arn('lambda', (name) => `event-source-mapping:${name}`),
    runs: words(
      'EventSourceArn FunctionName BatchSize MaximumBatchingWindowInSeconds FunctionResponseTypes ' +
        'Enabled StartingPosition BisectBatchOnFunctionError MaximumRetryAttempts ' +
        'MaximumRecordAgeInSeconds DestinationConfig ScalingConfig FilterCriteria',
    ),
    ignores: {
      ParallelizationFactor: 'one batch at a time keeps the order, which is all it promises',
      KmsKeyArn: encryption,
      MetricsConfig: observation,
      Tags: labels,
    },
  },
  'AWS::SQS::Queue': {
    by: 'queues/queues.ts',
    nameProperty: 'QueueName',
    ref: ({ endpoints, account, name }) => `${endpoints.sqs}/${account}/${name}`,
    arn: arn('sqs', (name) => name),
    attributes: { QueueName: byName },
    runs: words('QueueName VisibilityTimeout RedrivePolicy DelaySeconds MessageRetentionPeriod MaximumMessageSize'),
    ignores: {
      SqsManagedSseEnabled: encryption,
      KmsMasterKeyId: encryption,
      KmsDataKeyReusePeriodSeconds: encryption,
      ReceiveMessageWaitTimeSeconds: 'receiving never has to wait here',
      RedriveAllowPolicy: permissions,
      Tags: labels,
    },
  },
  'AWS::Events::EventBus': {
    by: 'event-bus/event-bus.ts',
    nameProperty: 'Name',
    ref: byName,
    arn: arn('events', (name) => `event-bus/${name}`),
    attributes: { Name: byName },
    runs: ['Name'],
    ignores: { Description: labels, KmsKeyIdentifier: encryption, LogConfig: observation, Tags: labels },
  },
  'AWS::Events::EventBusPolicy': {
    by: 'event-bus/policy.ts',
    ref: byName,
    arn: arn('events', (name) => `policy/${name}`),
    runs: words('EventBusName StatementId Statement'),
    ignores: {},
  },
  'AWS::Events::Rule': {
    by: 'event-bus/event-bus.ts; schedules/schedules.ts for those with a schedule',
    nameProperty: 'Name',
    ref: byName,
    arn: arn('events', (name) => `rule/${name}`),
    runs: words('Name EventBusName EventPattern ScheduleExpression State Targets'),
    ignores: { Description: labels, RoleArn: permissions, Tags: labels },
  },
  'AWS::Scheduler::Schedule': {
    by: 'schedules/schedules.ts',
    nameProperty: 'Name',
    ref: byName,
    arn: arn('scheduler', (name) => `schedule/default/${name}`),
    runs: words('Name ScheduleExpression ScheduleExpressionTimezone FlexibleTimeWindow State Target'),
    ignores: { Description: labels, GroupName: labels, KmsKeyArn: encryption },
  },
  'AWS::StepFunctions::StateMachine': {
    by: 'state-machines/state-machines.ts',
    nameProperty: 'StateMachineName',
    ref: arn('states', (name) => `stateMachine:${name}`),
    arn: arn('states', (name) => `stateMachine:${name}`),
    attributes: { Name: byName },
    runs: words('StateMachineName StateMachineType DefinitionString Definition DefinitionSubstitutions'),
    ignores: {
      RoleArn: permissions,
      LoggingConfiguration: observation,
      TracingConfiguration: observation,
      EncryptionConfiguration: encryption,
      Tags: labels,
    },
  },
  'AWS::ApiGatewayV2::Api': {
    by: 'gateway/gateway.ts',
    nameProperty: 'Name',
    ref: byName,
    arn: arn('apigateway', (name) => `/apis/${name}`),
    attributes: { ApiEndpoint: ({ endpoints }) => endpoints.api, ApiId: byName },
    runs: ['Name', 'ProtocolType', 'CorsConfiguration'],
    ignores: {
      Description: labels,
      DisableExecuteApiEndpoint: 'there is one address here',
      IpAddressType: 'there is one address here',
      Tags: labels,
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    by: 'gateway/gateway.ts',
    nameProperty: 'StageName',
    ref: byName,
    arn: arn('apigateway', (name) => `/stages/${name}`),
    runs: words('ApiId StageName AutoDeploy DefaultRouteSettings RouteSettings'),
    ignores: { AccessLogSettings: observation, Description: labels, Tags: labels },
  },
  'AWS::ApiGatewayV2::Route': {
    by: 'gateway/gateway.ts',
    ref: byName,
    arn: arn('apigateway', (name) => `/routes/${name}`),
    runs: words('ApiId RouteKey Target AuthorizationType AuthorizerId AuthorizationScopes'),
    ignores: { OperationName: labels },
  },
  'AWS::ApiGatewayV2::Integration': {
    by: 'gateway/gateway.ts',
    ref: byName,
    arn: arn('apigateway', (name) => `/integrations/${name}`),
    attributes: { IntegrationId: byName },
    runs: words('ApiId IntegrationType IntegrationUri IntegrationMethod PayloadFormatVersion TimeoutInMillis'),
    ignores: { Description: labels, CredentialsArn: permissions },
  },
  'AWS::ApiGatewayV2::Authorizer': {
    by: 'gateway/gateway.ts, gateway/issuer.ts',
    ref: byName,
    arn: arn('apigateway', (name) => `/authorizers/${name}`),
    attributes: { AuthorizerId: byName },
    runs: words('ApiId AuthorizerType IdentitySource JwtConfiguration Name'),
    ignores: {},
  },
  'AWS::Cognito::UserPool': {
    by: 'gateway/issuer.ts',
    ref: ({ name, region }) => `${region}_${name}`,
    arn: arn('cognito-idp', (name) => `userpool/${name}`),
    attributes: {
      ProviderName: ({ name, region }) => `cognito-idp.${region}.amazonaws.com/${region}_${name}`,
      ProviderURL: ({ name, region }) => `https://cognito-idp.${region}.amazonaws.com/${region}_${name}`,
      UserPoolId: ({ name, region }) => `${region}_${name}`,
    },
    runs: [],
    ignores: all(
      people,
      'AccountRecoverySetting AdminCreateUserConfig AliasAttributes AutoVerifiedAttributes ' +
        'DeletionProtection DeviceConfiguration EmailConfiguration EmailVerificationMessage ' +
        'EmailVerificationSubject EnabledMfas MfaConfiguration Policies Schema SmsConfiguration ' +
        'SmsVerificationMessage UserAttributeUpdateSettings UsernameAttributes UsernameConfiguration ' +
        'UserPoolAddOns UserPoolName UserPoolTags UserPoolTier VerificationMessageTemplate',
    ),
  },
  'AWS::Cognito::UserPoolClient': {
    by: 'gateway/issuer.ts',
    ref: byName,
    arn: arn('cognito-idp', (name) => `client/${name}`),
    attributes: { ClientId: byName },
    runs: [],
    ignores: all(
      people,
      'AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes ' +
        'AuthSessionValidity CallbackURLs ClientName DefaultRedirectURI ' +
        'EnablePropagateAdditionalUserContextData EnableTokenRevocation ExplicitAuthFlows GenerateSecret ' +
        'IdTokenValidity LogoutURLs PreventUserExistenceErrors ReadAttributes RefreshTokenRotation ' +
        'RefreshTokenValidity SupportedIdentityProviders TokenValidityUnits UserPoolId WriteAttributes',
    ),
  },
};
