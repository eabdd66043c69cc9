import * as z from 'zod';

/** Half the way round the earth: a larger circle holds everything. */
const MAX_METERS = 20_037_508;

const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);
export const areaSchema = z.strictObject({
  lat: latitude,
  lon: longitude,
  meters: z.number().positive().max(MAX_METERS),
});
