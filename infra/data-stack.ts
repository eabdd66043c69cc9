import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FilesBucket } from '#infra/constructs/files.ts';
import { IdentityProvider } from '#infra/constructs/people.ts';
import { RecordTable } from '#infra/constructs/record-table.ts';
import type { PageAddresses, Stage, TokenIssuer } from '#infra/stages.ts';

/**
 * What must survive: the records, the key that opens them, and the people. The service stack can be
 * deleted and deployed again beside it.
 */
export class DataStack extends Stack {
  readonly table: RecordTable;
  readonly files: FilesBucket;
  readonly issuer: TokenIssuer;

  constructor(
    scope: Construct,
    id: string,
    { stage, pages, ...props }: StackProps & { stage: Stage; pages: PageAddresses },
  ) {
    super(scope, id, props);
    this.table = new RecordTable(this, 'Records', stage);
    this.files = new FilesBucket(this, 'Files', { stage, pages });
    this.issuer = stage.issuer ?? this.#peopleOf(stage, pages).issuer;
  }

  #peopleOf(stage: Stage, pages: PageAddresses): IdentityProvider {
    const people = new IdentityProvider(this, 'People', { stage, pages });
    new CfnOutput(this, 'UserPoolId', {
      value: people.pool.userPoolId,
      description: 'Where people and groups are entered.',
    });
    new CfnOutput(this, 'UserPoolClientId', {
      value: people.client.userPoolClientId,
      description: 'What a page signs in with.',
    });
    return people;
  }
}
