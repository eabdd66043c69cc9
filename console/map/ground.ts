import { addProtocol, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { Protocol } from 'pmtiles';
import { worldLand } from '#console/map/world.ts';

// What lies under the places of every map, drawn by a worker from our own files.

setWorkerUrl(workerUrl);
addProtocol('pmtiles', new Protocol().tile);

interface GroundColours {
  sea: string;
  land: string;
  line: string;
}

/** The basemap of the deployment, or land and borders where there is none. */
export const groundOf = (
  basemap: string | undefined,
  { sea, land, line }: GroundColours,
): Pick<StyleSpecification, 'sources' | 'layers'> => {
  const paintLand = { 'fill-color': land, 'fill-outline-color': line };
  const background = { id: 'sea', type: 'background', paint: { 'background-color': sea } } as const;
  if (basemap === undefined)
    return {
      sources: { land: { type: 'geojson', data: worldLand() } },
      layers: [background, { id: 'land', type: 'fill', source: 'land', paint: paintLand }],
    };
  // Layers of a basemap are named as Protomaps names them.
  const of = (id: string, layer: string) => ({ id, source: 'land', 'source-layer': layer });
  return {
    sources: { land: { type: 'vector', url: `pmtiles://${new URL(basemap, location.href)}` } },
    layers: [
      background,
      { ...of('land', 'earth'), type: 'fill', paint: paintLand },
      { ...of('water', 'water'), type: 'fill', paint: { 'fill-color': sea } },
      { ...of('roads', 'roads'), type: 'line', paint: { 'line-color': line, 'line-width': 1 } },
    ],
  };
};
