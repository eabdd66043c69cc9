import type { Place } from '#console/forms/place.ts';

/** What `map-picker.js` has to show the map with. */
export interface MapOptions {
  container: HTMLElement;
  place: Place | undefined;
  onPlace: (place: Place) => void;
}
