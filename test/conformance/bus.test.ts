import { describe, expect, test } from 'vitest';
import { account, mostTries, visibleAgainAfter } from '#test/house/bus.ts';
import { mailSettings } from '#test/house/mailbox.ts';
import { consumers } from '#test/house/template.ts';
import { type Resource, synthesize } from '#test/infra/assembly.ts';

// The bus of the house hears, batches and tries again as the template says.

const { ofType } = synthesize({ stage: 'local' });
/** A pattern with the names of the house where the template refers to something. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return value.Ref === 'AWS::AccountId' ? account : mailSettings.MAIL_CONFIGURATION_SET;
  if ('Fn::Join' in value) return 'files'; // its name is put together of stage, account and region
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
};

const queueOf = (name: string): Resource => {
  const queue = ofType('AWS::SQS::Queue').find(({ Properties }) => Properties.QueueName === `caseward-local-${name}`);
  if (!queue) throw new Error(`the template has no queue for ${name}`);
  return queue;
};
const targets = (rule: Resource, queue: Resource): boolean =>
  JSON.stringify(rule.Properties.Targets).includes(`"${queue.id}"`);

describe('[IN-2] each consumer of the house', () => {
  test.each(Object.entries(consumers))('%s hears what its rules in the template match', (name, { patterns }) => {
    const queue = queueOf(name);
    const rules = ofType('AWS::Events::Rule').filter((rule) => targets(rule, queue));
    const declared = rules.map(({ Properties }) => JSON.stringify(plain(Properties.EventPattern)));
    expect(declared.toSorted()).toEqual(patterns.map((pattern) => JSON.stringify(pattern)).toSorted());
  });

  test.each(Object.entries(consumers))('%s is handed as many messages, as often', (name, { batch }) => {
    const queue = queueOf(name);
    const mapping = ofType('AWS::Lambda::EventSourceMapping').find(({ Properties }) =>
      JSON.stringify(Properties.EventSourceArn).includes(`"${queue.id}"`),
    );
    expect(mapping?.Properties).toMatchObject({ BatchSize: batch, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBe(mostTries);
    expect(queue.Properties.VisibilityTimeout * 1000).toBeGreaterThanOrEqual(visibleAgainAfter);
  });

  test('is in the template, and none of it is missing here', () => {
    const queues = ofType('AWS::SQS::Queue').map(({ Properties }) => String(Properties.QueueName));
    const living = queues
      .filter((name) => !name.endsWith('-dead-letters'))
      .map((name) => name.replace('caseward-local-', ''));
    expect(living.toSorted()).toEqual(Object.keys(consumers).toSorted());
  });
});
