import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import { namedIn, type StoryPerson } from '#shared/casework/assignment/story-person.ts';

/** Somebody whom an action names, and where it names them. */
interface PersonInAction {
  person: StoryPerson;
  pointer: string;
}

const one = (person: StoryPerson | undefined, pointer: string): PersonInAction[] =>
  person ? [{ person, pointer }] : [];
const many = (people: readonly StoryPerson[], pointer: string): PersonInAction[] =>
  people.map((person, index) => ({ person, pointer: `${pointer}/${index}` }));

/** Everybody whom an action names, by themselves or by their role in the story. */
export const peopleInAction = (action: RuleAction): PersonInAction[] => {
  switch (action.do) {
    case 'update-reviewer':
    case 'update-assignee':
      return [...one(namedIn(action), ''), ...many(action.assign?.pool ?? [], '/assign/pool')];
    case 'add-subscriber':
    case 'remove-subscriber':
      return one(namedIn(action), '');
    case 'create-task':
      return one(action.task.assignee, '/task/assignee');
    case 'create-case':
    case 'escalate':
      return one(action.case?.assignee, '/case/assignee');
    case 'create-alert':
      return one(action.alert.reviewer, '/alert/reviewer');
    case 'send-mail':
      return Array.isArray(action.to) ? many(action.to, '/to') : one(action.to, '/to');
    default:
      return [];
  }
};
