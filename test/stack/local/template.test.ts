import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDeployment } from '#local/cloud-assembly/template.ts';
import { writeAssembly } from '#test/stack/local/fixture/assembly.ts';
import { scratchFolder } from '#test/stack/local/fixture/stack.ts';

const endpoints = { api: 'http://localhost:1', sqs: 'http://127.0.0.1:2' };
let scratch: ReturnType<typeof scratchFolder>;
beforeAll(() => {
  scratch = scratchFolder();
});
afterAll(() => scratch.remove());

type More = Parameters<typeof writeAssembly>[1];
const read = (more: More = {}) => readDeployment(writeAssembly(scratch.folder, more), endpoints);

test('names, ARNs and addresses are those of this machine, also across stacks', () => {
  const deployment = read();
  expect(deployment.find('fixture-consume')?.properties.Environment).toEqual({
    Variables: { QUEUE_URL: 'http://127.0.0.1:2/000000000000/seen' },
  });
  const [mapping] = deployment.ofType('AWS::Lambda::EventSourceMapping');
  expect(mapping?.properties).toMatchObject({
    FunctionName: 'fixture-consume',
    EventSourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Data-Table/stream/local',
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } },
  });
  expect(deployment.find('arn:aws:sqs:us-east-1:000000000000:seen')?.logicalId).toBe('Seen');
});

test('intrinsic functions are resolved as CloudFormation does', () => {
  const value = (given: unknown) => {
    const Variables = { GIVEN: given };
    const deployment = read({ Other: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } } });
    const environment = deployment.find('Other')?.properties.Environment as
      | { Variables: { GIVEN: unknown } }
      | undefined;
    return environment?.Variables.GIVEN;
  };
  expect(value({ 'Fn::Sub': 'a ${AWS::Region} ${Seen.Arn} ${!Literal}' })).toBe(
    'a us-east-1 arn:aws:sqs:us-east-1:000000000000:seen ${Literal}',
  );
  expect(value({ 'Fn::Sub': ['${name}-${AWS::AccountId}', { name: { Ref: 'Echo' } }] })).toBe(
    'fixture-echo-000000000000',
  );
  expect(value({ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] })).toBe('b');
  expect(value({ 'Fn::Join': ['/', ['x', { 'Fn::GetAtt': ['Seen', 'QueueName'] }]] })).toBe('x/seen');
  expect(value({ Ref: 'AWS::NoValue' })).toBeUndefined();
});

test('[IN-5] the pages of the stage local are where the stack is, whatever its ports; the name of its issuer stays', () => {
  const stated = 'http://localhost:3000';
  const Variables = {
    PORTAL_URL: `${stated}/portal`,
    ORIGIN: stated,
    ISSUER: `${stated}/_local/issuer`,
    OTHER: `${stated}1/x`,
  };
  const deployment = read({ Other: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } } });
  expect(deployment.find('Other')?.properties.Environment).toEqual({
    Variables: {
      PORTAL_URL: 'http://localhost:1/portal',
      ORIGIN: 'http://localhost:1',
      ISSUER: `${stated}/_local/issuer`,
      OTHER: `${stated}1/x`,
    },
  });
});

const refused: [string, NonNullable<More>, RegExp][] = [
  [
    'a type that it does not know',
    { Volume: { Type: 'AWS::EFS::FileSystem' } },
    /Service\/Volume \(AWS::EFS::FileSystem\): the local stack knows no such type/,
  ],
  [
    'a property that has no effect here',
    { Other: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: {} } } },
    /Service\/Other \(AWS::Lambda::Function\): property VpcConfig has no effect here/,
  ],
  [
    'an attribute that it does not know',
    { Other: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Role', 'RoleId'] } } } },
    /Service\/Other .*asks Role \(AWS::IAM::Role\) for RoleId/,
  ],
  [
    'an import that nothing exports',
    { Other: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'Nobody' } } } },
    /imports Nobody, which no stack exports/,
  ],
  [
    'an intrinsic function that it does not know',
    { Other: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Transform': {} } } } },
    /does not know Fn::Transform/,
  ],
];

test.each(refused)('%s stops the start, named', (_, more, message) => {
  expect(() => read(more)).toThrow(message);
});

test('all that cannot run is told at once', () => {
  expect(() => read({ One: { Type: 'AWS::EFS::FileSystem' }, Two: { Type: 'AWS::ECS::Cluster' } })).toThrow(
    /One[\s\S]*Two/,
  );
});
