import * as z from 'zod';
import { timeZone } from '#shared/core/calendars/calendar.ts';

/** What a function is given that counts by days, or says what was counted. */
export const reportingEnvironment = z.object({ REPORTING_ZONE: timeZone });
