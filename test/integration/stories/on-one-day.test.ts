import { afterAll, beforeAll } from 'vitest';
import './activities.stories.ts';
import './alerts.stories.ts';
import './bulk.stories.ts';
import './endings.stories.ts';
import './escalating.stories.ts';
import './places.stories.ts';
import './portal.stories.ts';
import './privacy.stories.ts';
import './notes.stories.ts';
import './raising.stories.ts';
import './settling.stories.ts';
import './signals.stories.ts';
import './files.stories.ts';
import './handing-out.stories.ts';
import './history.stories.ts';
import './letters.stories.ts';
import './lists.stories.ts';
import './mails.stories.ts';
import './rule-runs.stories.ts';
import './rules.stories.ts';
import './targets.stories.ts';
import './tasks.stories.ts';
import './working.stories.ts';
import { closeInstitution, openInstitution } from './world.ts';

// All stories that take no time, on one stack: to bring one up costs more than to play them all.
beforeAll(openInstitution);
afterAll(closeInstitution);
