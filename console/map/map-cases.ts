import type { CasewardClient, OperationInput } from '#client/client.ts';

/** A case with a place, as GeoJSON (RFC 7946) has it. */
interface CaseFeature {
  type: 'Feature';
  geometry: { type: 'Point'; coordinates: [longitude: number, latitude: number] } | null;
  properties: {
    id: string;
    reference: string;
    subject: string;
    type: string;
    status: string;
    priority?: string;
    dueAt?: string;
  };
}

export interface CasesOnMap {
  type: 'FeatureCollection';
  features: CaseFeature[];
}

type Condition = NonNullable<OperationInput<'searchCases'>['body']>['condition'];

/** Open cases that have a place, of a type where one is given. */
const openWithPlace = (type: string | undefined): Condition =>
  ({
    all: [
      { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] },
      { field: 'case.location', op: 'exists' },
      ...(type === undefined ? [] : [{ field: 'case.type', op: 'is', value: type }]),
    ],
  }) as Condition;

/** The open cases with a place, from the search that the lists use, by the caller's rights. */
export const casesOnMap = async (api: CasewardClient, type: string | undefined): Promise<CasesOnMap> => {
  const body = { condition: openWithPlace(type), format: 'geojson' as const };
  const { data } = await api.searchCases({ body });
  const collection: CasesOnMap =
    data instanceof Blob ? JSON.parse(await data.text()) : { type: 'FeatureCollection', features: [] };
  return { ...collection, features: collection.features.filter(({ geometry }) => geometry !== null) };
};

/** West, south, east and north of all places; undefined where there are none. */
export const boundsOf = ({ features }: CasesOnMap): [number, number, number, number] | undefined => {
  const places = features.flatMap(({ geometry }) => (geometry ? [geometry.coordinates] : []));
  if (places.length === 0) return undefined;
  const longitudes = places.map(([longitude]) => longitude);
  const latitudes = places.map(([, latitude]) => latitude);
  const least = (numbers: number[]) => numbers.reduce((one, other) => Math.min(one, other));
  const most = (numbers: number[]) => numbers.reduce((one, other) => Math.max(one, other));
  return [least(longitudes), least(latitudes), most(longitudes), most(latitudes)];
};
