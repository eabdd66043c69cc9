import type { ScriptWords } from '#console/forms/form-words.ts';
import type { Place } from '#console/forms/place.ts';

/** What `map-picker.js` has to show the map with. */
export interface MapOptions {
  container: HTMLElement;
  words: Pick<ScriptWords, 'mapName' | 'zoomIn' | 'zoomOut'>;
  place: Place | undefined;
  /** Somebody moved the map. */
  onPlace: (place: Place) => void;
}

/** The map that is shown. */
export interface PickerMap {
  /** Shows a place that was said otherwise, by its coordinates or by where somebody is. */
  show: (place: Place) => void;
}
