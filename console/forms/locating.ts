import { element, inputNamed, wordsOf } from '#console/forms/elements.ts';
import type { ScriptWords } from '#console/forms/form-words.ts';
import type { MapOptions, PickerMap } from '#console/forms/map-options.ts';
import { offerNearby } from '#console/forms/near.ts';
import { type Place, placeFrom } from '#console/forms/place.ts';

// About a metre, which is nearer than anybody can point.
const digits = 5;
const settleMs = 400;

const placeIn = (lat: HTMLInputElement, lon: HTMLInputElement): Place | undefined => placeFrom(lat.value, lon.value);

/** The library that draws comes when somebody wants the map. */
const showMap = async (options: MapOptions, server: URL): Promise<PickerMap> => {
  const address = new URL('/map-picker.js', server).href;
  const { pickOnMap } = (await import(/* @vite-ignore */ address)) as {
    pickOnMap: (of: MapOptions) => Promise<PickerMap>;
  };
  return pickOnMap(options);
};

const quietButton = (label: string): HTMLButtonElement =>
  element('button', { type: 'button', className: 'quiet' }, label);

const whereIAm = (words: ScriptWords, answer: HTMLElement, onPlace: (place: Place) => void): HTMLButtonElement => {
  const button = quietButton(words.whereIAm);
  button.addEventListener('click', () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => onPlace({ lat: coords.latitude, lon: coords.longitude }),
      () => {
        answer.textContent = words.notFound;
      },
    ),
  );
  return button;
};

/** Helps to say where something is: by where one is, by a map, and by what is known near by. */
export const helpWithPlace = (form: HTMLFormElement, server: URL): void => {
  const [lat, lon] = [inputNamed(form, 'location.lat'), inputNamed(form, 'location.lon')];
  const section = lat?.closest<HTMLElement>('fieldset');
  if (!lat || !lon || !section) return;
  const words = wordsOf(form);
  const answer = element('p', { className: 'help' });
  answer.setAttribute('role', 'status');
  const near = form.dataset.near;
  const address = near === undefined ? undefined : new URL(near, server);
  const ask = address && offerNearby({ form, words, address }, section);
  let map: PickerMap | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const askSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask?.(placeIn(lat, lon)), settleMs);
  };
  const write = (place: Place) => {
    lat.value = place.lat.toFixed(digits);
    lon.value = place.lon.toFixed(digits);
    askSoon();
  };
  /** The map, where it is open, and the two numbers say the same place. */
  const changed = () => {
    const place = placeIn(lat, lon);
    if (place) map?.show(place);
    askSoon();
  };
  const onPlace = (place: Place) => {
    write(place);
    map?.show(place);
  };
  const buttons = element('div', {});
  if (window.isSecureContext && 'geolocation' in navigator) buttons.append(whereIAm(words, answer, onPlace));
  // The worker that draws may only come from where the page is from.
  if (server.origin === location.origin) {
    const button = quietButton(words.map);
    button.addEventListener('click', () => {
      const container = element('div', { className: 'map' });
      button.remove();
      answer.before(element('p', { className: 'help' }, words.mapHelp), container);
      showMap({ container, words, place: placeIn(lat, lon), onPlace: write }, server).then(
        (shown) => {
          map = shown;
        },
        () => {
          container.hidden = true;
          answer.textContent = words.mapMissing;
        },
      );
    });
    buttons.append(button);
  }
  const first = lat.closest('.ask') ?? section;
  first.before(buttons, answer);
  for (const input of [lat, lon]) input.addEventListener('input', changed);
  if (placeIn(lat, lon)) changed();
};
