export interface Place {
  lat: number;
  lon: number;
}

/** A number as people write it, with a point or a comma. */
export const numberIn = (text: string): number | undefined => {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : undefined;
};

/** A place as it is typed; undefined for what is none on earth. */
export const placeFrom = (latitude: string, longitude: string): Place | undefined => {
  const [lat, lon] = [numberIn(latitude), numberIn(longitude)];
  const isPlace = lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isPlace ? { lat, lon } : undefined;
};
