import { afterAll, beforeAll } from 'vitest';
import './time.stories.ts';
import './clocks.stories.ts';
import './losses.stories.ts';
import './digests.stories.ts';
import './questions.stories.ts';
import { closeInstitution, openInstitution } from './world.ts';

// The stories that travel in time or make things go wrong: each starts on a Monday of its own.
beforeAll(openInstitution);
afterAll(closeInstitution);
