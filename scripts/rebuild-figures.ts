import { rebuildFigures } from '#functions/insight/rebuild-figures.ts';
import { reportingDaysOf } from '#functions/insight/reporting-days-of.ts';
import { buildServices } from '#functions/services.ts';

// npm run rebuild-figures: makes the figures of a deployment anew, with the credentials and the
// region of the environment, TABLE_NAME and REPORTING_ZONE.

const services = buildServices(process.env, { reportingDays: () => reportingDaysOf(process.env) });
console.log(`${await rebuildFigures(services)} records are counted`);
