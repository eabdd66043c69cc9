/** The mean radius of the earth (IUGG); the ellipsoid differs from that sphere by at most 0.5 %. */
const EARTH_RADIUS_M = 6_371_008.8;
export interface Point {
  lat: number;
  lon: number;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Great-circle distance in metres by the haversine formula (R. W. Sinnott, 1984), which stays exact
 * for points close to each other.
 */
export function distanceBetween(a: Point, b: Point): number {
  const [aLat, bLat] = [radians(a.lat), radians(b.lat)];
  const h =
    Math.sin((bLat - aLat) / 2) ** 2 + Math.cos(aLat) * Math.cos(bLat) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

const isPoint = (value: unknown): value is Point =>
  typeof value === 'object' &&
  value !== null &&
  'lat' in value &&
  'lon' in value &&
  typeof value.lat === 'number' &&
  typeof value.lon === 'number';

/**
 * Whether a location lies in the wanted circle, its edge included. A location without coordinates
 * lies nowhere.
 */
export const isWithin = (location: unknown, area: unknown): boolean =>
  isPoint(location) &&
  isPoint(area) &&
  'meters' in area &&
  typeof area.meters === 'number' &&
  distanceBetween(location, area) <= area.meters;
