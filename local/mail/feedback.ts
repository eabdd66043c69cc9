// What SES says of a mail after it took it. Its simulator has addresses that bounce and complain,
// here as there; no other mail does.

import * as z from 'zod';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import { propertiesOf } from '#local/cloud-assembly/properties.ts';
import type { EventBus } from '#local/event-bus/event-bus.ts';

const destinationProperties = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.boolean().default(true),
    EventBridgeDestination: z.strictObject({ EventBusArn: z.string() }),
    MatchingEventTypes: z.array(z.string()),
  }),
});

interface Sent {
  messageId: string;
  recipients: readonly string[];
  configurationSet: string | undefined;
  tags: readonly { Name: string; Value: string }[];
  source: string;
  /** The virtual instant at which SES took it. */
  at: number;
}

const simulated = /^(bounce|complaint)(\+[^@]*)?@simulator\.amazonses\.com$/i;

/** Tells the destinations of the configuration set of a mail what its simulated recipients do. */
export function startMailFeedback(deployment: DeployedResources, bus: Pick<EventBus, 'emit'>): (sent: Sent) => void {
  const destinations = deployment
    .ofType('AWS::SES::ConfigurationSetEventDestination')
    .map((resource) => propertiesOf(resource, destinationProperties))
    .filter(({ EventDestination }) => EventDestination.Enabled);

  return ({ messageId, recipients, configurationSet, tags, source, at }) => {
    const timestamp = new Date(at).toISOString();
    const mail = {
      timestamp,
      messageId,
      source,
      destination: recipients,
      tags: {
        'ses:configuration-set': [configurationSet],
        ...Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]])),
      },
    };
    for (const emailAddress of recipients) {
      const kind = simulated.exec(emailAddress)?.[1]?.toLowerCase();
      if (kind === undefined) continue;
      const eventType = kind === 'bounce' ? 'Bounce' : 'Complaint';
      const isWanted = destinations.some(
        ({ ConfigurationSetName, EventDestination }) =>
          ConfigurationSetName === configurationSet &&
          EventDestination.MatchingEventTypes.some((one) => one.toLowerCase() === eventType.toLowerCase()),
      );
      if (!isWanted) continue;
      bus.emit({
        source: 'aws.ses',
        detailType: eventType === 'Bounce' ? 'Email Bounced' : 'Email Complaint Received',
        detail: {
          eventType,
          mail,
          ...(eventType === 'Bounce'
            ? {
                bounce: {
                  bounceType: 'Permanent',
                  bounceSubType: 'General',
                  bouncedRecipients: [{ emailAddress, action: 'failed', status: '5.1.1' }],
                  timestamp,
                },
              }
            : { complaint: { complaintFeedbackType: 'abuse', complainedRecipients: [{ emailAddress }], timestamp } }),
        },
      });
    }
  };
}
