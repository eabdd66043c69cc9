import * as z from 'zod';
import { groupKey, key, personId } from '#shared/core/records/primitives.ts';

const members = {
  user: personId,
  group: groupKey,
  /** Who has this role of the case. */
  role: key,
  /** Who has this role in the network of the contact, such as its adviser. */
  network: z.string().min(1).max(64),
  contact: z.literal(true),
  assignee: z.literal(true),
  reviewer: z.literal(true),
  raiser: z.literal(true),
  subscribers: z.literal(true),
  managers: z.literal(true),
  escalation: z.literal(true),
};

/** How an automation names people: by themselves, or by their role in the story at hand. */
export const storyPersonSchema = z
  .union([
    z.strictObject({ user: members.user }),
    z.strictObject({ group: members.group }),
    z.strictObject({ role: members.role }),
    z.strictObject({ network: members.network }),
    z.strictObject({ contact: members.contact }),
    z.strictObject({ assignee: members.assignee }),
    z.strictObject({ reviewer: members.reviewer }),
    z.strictObject({ raiser: members.raiser }),
    z.strictObject({ subscribers: members.subscribers }),
    z.strictObject({ managers: members.managers }),
    z.strictObject({ escalation: members.escalation }),
  ])
  .meta({ id: 'StoryPerson' });
export type StoryPerson = z.infer<typeof storyPersonSchema>;

/** The same as members of an action, of which it takes one. */
export const storyPersonMembers = z.strictObject(members).partial().shape;
export type StoryRole = keyof typeof members;
export const storyRoles = Object.keys(members) as StoryRole[];

/** Whom the members of an action name; undefined where they name nobody. */
export const namedIn = (action: { [R in StoryRole]?: unknown }): StoryPerson | undefined => {
  const role = storyRoles.find((one) => action[one] !== undefined);
  return role && ({ [role]: action[role] } as unknown as StoryPerson);
};
