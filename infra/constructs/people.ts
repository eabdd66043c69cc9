import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan, Mfa, OAuthScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { PageAddresses, Stage, TokenIssuer } from '#infra/stages.ts';

// The groups that the policy itself names; what other groups may do stands in the configuration of
// case and alert types.
const groups = {
  admins: 'Configures Caseward and sees everything, private cases too.',
  'view-all': 'Reads everything that is not private to a team, and changes nothing by itself.',
};

// One name in each region of the world, hence the account in it.
const domainPrefix = ({ name }: Stage): string => `caseward-${name}-${Aws.ACCOUNT_ID}`;

/** Where the pool is described, and where people sign in to it. */
export const signInOrigins = (stage: Stage): string[] => [
  `https://cognito-idp.${Aws.REGION}.amazonaws.com`,
  `https://${domainPrefix(stage)}.auth.${Aws.REGION}.amazoncognito.com`,
];

/**
 * A user pool for institutions that bring no issuer of their own: people with mail, name and
 * groups, who sign in by the hosted page.
 */
export class IdentityProvider extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly #stage: Stage;

  constructor(scope: Construct, id: string, { stage, pages }: { stage: Stage; pages: PageAddresses }) {
    super(scope, id);
    this.#stage = stage;
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: `caseward-${stage.name}`,
      // People are entered by an administrator or by an identity provider that is linked to the
      // pool; a stranger cannot make an account.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true }, fullname: { required: true, mutable: true } },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      // The pool lets people in who see complaints and medical notes: a password alone is not
      // enough.
      mfa: stage.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.client = this.pool.addClient('Client', {
      // A page in a browser and an app on a telephone keep no secret; a code bound to its asker
      // (PKCE) is what they have instead.
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: pages.origins.map((origin) => `${origin}/signed-in`),
        logoutUrls: pages.origins.map((origin) => `${origin}/`),
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12), // a working day: signed in once in the morning
    });
    this.pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: domainPrefix(stage) } });
    for (const [groupName, description] of Object.entries(groups))
      this.pool.addGroup(groupName, { groupName, description });
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'The plus plan costs by the user and month, an idle deployment next to nothing; an institution that wants risk scores brings an issuer that has them.',
    });
    if (stage.mfa === 'optional')
      Validations.of(this.pool).acknowledge({
        id: 'AwsSolutions-COG2',
        reason:
          'Whoever deploys this stage has said so (mfa=optional): a second factor is offered to all and asked of none.',
      });
  }

  /** The pool as an OIDC issuer; its id tokens carry `sub, email, name` and `cognito:groups`. */
  get issuer(): TokenIssuer {
    return {
      url: this.pool.userPoolProviderUrl,
      audience: [this.client.userPoolClientId],
      origins: signInOrigins(this.#stage),
    };
  }
}
