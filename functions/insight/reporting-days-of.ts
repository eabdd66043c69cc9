import { reportingEnvironment } from '#shared/insight/rollups/environment.ts';
import { reportingDays } from '#shared/insight/rollups/reporting-days.ts';

/** The days of the stage's reporting zone. */
export const reportingDaysOf = (environment: Record<string, string | undefined>) =>
  reportingDays(reportingEnvironment.parse(environment).REPORTING_ZONE);
