import { Map as Maplibre, NavigationControl } from 'maplibre-gl';
import mapStyle from 'maplibre-gl/dist/maplibre-gl.css?inline';
import { PMTiles } from 'pmtiles';
import type { MapOptions, PickerMap } from '#console/forms/map-options.ts';
import type { Place } from '#console/forms/place.ts';
import { groundOf } from '#console/map/ground.ts';

// `/map-picker.js`, which a public form loads when somebody wants to point at a place. The map is
// moved under a circle that stays: so it is done by keys, too.

// Where there are no streets to see, what is nearer shows nothing but sea or land.
const nearestOf = (basemap: string | undefined): number => (basemap === undefined ? 5 : 15);
const world = { center: [0, 30] as [number, number], zoom: 1 };

const colourOf = (place: HTMLElement, token: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** The basemap of the deployment, where it is one of our own files, which the policy allows. */
const ownBasemap = async (): Promise<string | undefined> => {
  const { basemap } = (await (await fetch('/config.json')).json()) as { basemap?: string };
  return basemap !== undefined && new URL(basemap, location.href).origin === location.origin ? basemap : undefined;
};

/** Where the map begins: at the place, else where its basemap is about, else with the world. */
const beginning = async (place: Place | undefined, basemap: string | undefined) => {
  if (place) return { center: [place.lon, place.lat] as [number, number], zoom: nearestOf(basemap) };
  if (basemap === undefined) return world;
  const { centerLon, centerLat, centerZoom } = await new PMTiles(String(new URL(basemap, location.href))).getHeader();
  return { center: [centerLon, centerLat] as [number, number], zoom: centerZoom };
};

export const pickOnMap = async ({ container, words, place, onPlace }: MapOptions): Promise<PickerMap> => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(mapStyle);
  const root = container.getRootNode() as Document | ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const basemap = await ownBasemap();
  const ground = groundOf(basemap, {
    sea: colourOf(container, '--soft'),
    land: colourOf(container, '--paper'),
    line: colourOf(container, '--line'),
  });
  const map = new Maplibre({
    container,
    style: { version: 8, ...ground },
    attributionControl: false,
    locale: {
      'Map.Title': words.mapName,
      'NavigationControl.ZoomIn': words.zoomIn,
      'NavigationControl.ZoomOut': words.zoomOut,
    },
    ...(await beginning(place, basemap)),
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.getCanvas().focus();
  map.on('moveend', (event) => {
    // What was typed stays as it was typed.
    if ('isShown' in event) return;
    const { lat, lng } = map.getCenter().wrap();
    onPlace({ lat, lon: lng });
  });
  return {
    show: ({ lat, lon }) =>
      void map.jumpTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), nearestOf(basemap)) }, { isShown: true }),
  };
};
