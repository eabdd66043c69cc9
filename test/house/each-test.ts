import { beforeEach } from 'vitest';
import { openInstitution } from '#test/house/institution.ts';

// Each test begins in an institution of its own, as the sample has it, at the same instant: what another one did is not there.
beforeEach(openInstitution);
