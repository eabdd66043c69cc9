import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { declare } from '#test/infra/assembly.ts';

interface Acknowledged {
  [rule: string]: string;
}

const acknowledgedOn = (context: Record<string, string>) =>
  declare(context)
    .node.findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .map(({ data }) => ({ path: construct.node.path, data: data as Acknowledged })),
    );

describe('cdk-nag AwsSolutions', () => {
  test.each([{ stage: 'prod' }, { stage: 'dev', mfa: 'optional' }, { stage: 'local' }] as Record<string, string>[])(
    'finds nothing in %j that is not acknowledged, warnings included',
    (context) => {
      const app = declare(context);
      app.synth();
      expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
    },
  );

  test('would find something: without the acknowledgements it does', () => {
    const app = declare({ stage: 'prod' });
    for (const construct of app.node.findAll()) {
      const metadata = construct.node.metadata;
      if (metadata.some(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
        Object.defineProperty(construct.node, 'metadata', { value: [] });
    }
    const found = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
    expect(found).toEqual(expect.arrayContaining(['AwsSolutions-SF1', 'AwsSolutions-COG8', 'AwsSolutions-APIG4']));
  });

  test('is told the reason of each acknowledgement, beside the construct it is about', () => {
    const acknowledged = acknowledgedOn({ stage: 'prod' });
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { path, data } of acknowledged) {
      expect(path.split('/').length).toBeGreaterThan(2); // a resource of a stack, not a stack or the whole app
      for (const reason of Object.values(data)) expect(reason.length).toBeGreaterThan(30);
    }
  });
});
