import type { GeoJSONSourceSpecification } from 'maplibre-gl';
import { feature } from 'topojson-client';
import countries from 'world-atlas/countries-110m.json';

type Topology = Parameters<typeof feature>[0];

/** Land and borders (Natural Earth, 1:110 million), where a deployment names no basemap. */
export const worldLand = (): GeoJSONSourceSpecification['data'] => {
  const topology = countries as unknown as Topology;
  return feature(topology, topology.objects.countries as never) as unknown as GeoJSONSourceSpecification['data'];
};
