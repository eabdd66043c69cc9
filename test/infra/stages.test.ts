import { describe, expect, test } from 'vitest';
import { stageOf } from '#infra/stages.ts';
import { synthesize } from '#test/infra/assembly.ts';

// What names a resource where an account, or a region of it, can have only one of that name. Other
// resources get a name from CloudFormation.
const nameOf: Record<string, string> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Events::EventBus': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::Cognito::UserPoolDomain': 'Domain',
};
const taken = (context: Record<string, string>) =>
  synthesize(context).every.flatMap(({ Type, Properties }) =>
    Type in nameOf ? [`${Type} ${JSON.stringify(Properties[nameOf[Type] as string])}`] : [],
  );

describe('stages', () => {
  test('[IN-5] lie side by side in one account: none takes a name of another', () => {
    const deployments: Record<string, string>[] = [
      { stage: 'prod' },
      { stage: 'dev' },
      { stage: 'dev', name: 'review', mailDomain: 'review.university.example' },
    ];
    const all = deployments.map(taken);
    expect(all.every((ofStage) => ofStage.length > 30)).toBe(true);
    const named = all.flat();
    expect(named.filter((name, index) => named.indexOf(name) < index)).toEqual([]);
  });

  test('is dev where the context names none', () => {
    expect(stageOf({})).toMatchObject({ name: 'dev', keepsData: false });
  });

  test('people of the pool need a second factor, unless the stage says otherwise', () => {
    const mfaOf = (context: Record<string, string>) =>
      synthesize(context).ofType('AWS::Cognito::UserPool')[0]?.Properties.MfaConfiguration;
    expect(mfaOf({ stage: 'prod' })).toBe('ON');
    expect(mfaOf({ stage: 'prod', mfa: 'optional' })).toBe('OPTIONAL');
    expect(() => stageOf({ mfa: 'off' })).toThrow(/mfa/);
  });

  test('takes what belongs to one institution from the context', () => {
    const stage = stageOf({
      stage: 'prod',
      mailDomain: 'university.example',
      replyTo: 'help@university.example',
      portalUrl: 'https://help.university.example',
      alarmMail: 'ops@university.example',
    });
    expect(stage).toMatchObject({
      name: 'prod',
      mail: { domain: 'university.example', sender: 'no-reply', replyTo: 'help@university.example' },
      portalUrl: 'https://help.university.example',
      embedOrigins: [],
      alarmMail: 'ops@university.example',
    });
  });

  test.each([
    [{ stage: 'production' }, /stage/],
    [{ stage: 'prod', issuer: 'https://login.example' }, /issuer and audience come together/],
    [{ stage: 'prod', issuer: 'login.example', audience: 'caseward' }, /issuer/],
    [{ stage: 'dev', name: 'Review_1', mailDomain: 'a.example' }, /lower case letters/],
    [{ stage: 'dev', name: 'review' }, /a mail domain of its own/],
    [{ stage: 'prod', alarmMail: 'ops' }, /alarmMail/],
    [{ stage: 'prod', domain: 'help.university.example' }, /a domain and its certificate come together/],
    [{ stage: 'prod', embedOrigins: 'https://www.university.example/page' }, /origins with commas/],
    [{ stage: 'prod', basemap: 'http://maps.example/land.pmtiles' }, /pmtiles/],
    [{ stage: 'prod', languages: 'English' }, /expected one of "en"/],
    [{ stage: 'prod', languages: 'fr,en' }, /languages/],
    [{ stage: 'prod', scanner: 'av.example' }, /scanner and its role come together/],
    [{ stage: 'prod', scanner: 'caseward', scannerRole: 'arn:aws:iam::210987654321:role/a' }, /other than ours/],
  ])('refuses the context %j and says why', (context, why) => {
    expect(() => stageOf(context)).toThrow(why);
  });
});
