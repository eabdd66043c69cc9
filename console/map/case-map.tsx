import 'maplibre-gl/dist/maplibre-gl.css';
import { type GeoJSONSource, Map as Maplibre, NavigationControl, type StyleSpecification } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { groundOf } from '#console/map/ground.ts';
import styles from '#console/map/map.module.css';
import { boundsOf, type CasesOnMap } from '#console/map/map-cases.ts';
import { pageColour } from '#console/ui/page-colour.ts';
import { Banner } from '#console/ui/surface.tsx';

interface ShownPlaces {
  cases: CasesOnMap;
  /** What is looked at first; everything there is without it. */
  lat: number | undefined;
  lon: number | undefined;
}

const clusterPixels = 46;
const closest = 15;

/** Cases over land and borders, or over the basemap of the deployment. */
const styleOf = (cases: CasesOnMap, basemap: string | undefined): StyleSpecification => {
  const isCluster = ['has', 'point_count'] as const;
  const ground = groundOf(basemap, {
    sea: pageColour('--info-wash'),
    land: pageColour('--surface-2'),
    line: pageColour('--line-strong'),
  });
  return {
    version: 8,
    sources: {
      ...ground.sources,
      cases: {
        type: 'geojson',
        data: cases as never,
        cluster: true,
        clusterRadius: clusterPixels,
        clusterMaxZoom: closest,
      },
    },
    layers: [
      ...ground.layers,
      {
        id: 'clusters',
        type: 'circle',
        source: 'cases',
        filter: [...isCluster],
        paint: {
          'circle-color': pageColour('--brand'),
          'circle-opacity': 0.85,
          'circle-radius': ['step', ['get', 'point_count'], 16, 10, 21, 100, 28],
        },
      },
      {
        id: 'counts',
        type: 'symbol',
        source: 'cases',
        filter: [...isCluster],
        layout: { 'text-field': ['get', 'point_count_abbreviated'], 'text-size': 13 },
        paint: { 'text-color': pageColour('--brand-ink') },
      },
      {
        id: 'places',
        type: 'circle',
        source: 'cases',
        filter: ['!', [...isCluster]],
        paint: {
          'circle-color': pageColour('--brand'),
          'circle-radius': 8,
          'circle-stroke-width': 2,
          'circle-stroke-color': pageColour('--surface'),
        },
      },
    ],
  };
};

const show = (map: Maplibre, { cases, lat, lon }: ShownPlaces): void => {
  if (lat !== undefined && lon !== undefined) {
    map.jumpTo({ center: [lon, lat], zoom: closest });
    return;
  }
  const bounds = boundsOf(cases);
  if (bounds) map.fitBounds(bounds, { padding: 48, maxZoom: closest, animate: false });
};

interface CaseMapProps extends ShownPlaces {
  basemap: string | undefined;
  onOpen: (id: string) => void;
}

/** Opens a case at a press, and a cluster one step nearer. */
const listen = (map: Maplibre, onOpen: (id: string) => void): void => {
  map.on('click', 'places', ({ features }) => {
    const id = features?.[0]?.properties.id;
    if (typeof id === 'string') onOpen(id);
  });
  map.on('click', 'clusters', ({ features }) => {
    const source = map.getSource<GeoJSONSource>('cases');
    const [cluster] = features ?? [];
    if (cluster?.geometry.type !== 'Point') return;
    // Not where it was pressed: from far away, a circle's rim is many kilometres from its middle.
    const center = cluster.geometry.coordinates as [number, number];
    void source
      ?.getClusterExpansionZoom(Number(cluster.properties.cluster_id))
      .then((zoom) => map.easeTo({ center, zoom }));
  });
  for (const layer of ['places', 'clusters']) {
    map.on('mouseenter', layer, () => map.getCanvas().classList.add(styles.pointing ?? ''));
    map.on('mouseleave', layer, () => map.getCanvas().classList.remove(styles.pointing ?? ''));
  }
};

/** The map itself. Everything on it is in the list beside it, for the keyboard. */
const CaseMap = ({ cases, lat, lon, basemap, onOpen }: CaseMapProps) => {
  const text = useText();
  const [mapName, zoomIn, zoomOut] = [text('map.title'), text('map.zoomIn'), text('map.zoomOut')];
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ cases, lat, lon, onOpen });
  const drawn = useRef<Maplibre>(undefined);
  const [isMissing, setMissing] = useState(false);
  const [isBusy, setBusy] = useState(true);
  useEffect(() => {
    latest.current = { cases, lat, lon, onOpen };
    const map = drawn.current;
    void map?.getSource<GeoJSONSource>('cases')?.setData(cases as never);
    if (map) show(map, latest.current);
  }, [cases, lat, lon, onOpen]);
  useEffect(() => {
    if (!place.current) return;
    let map: Maplibre;
    try {
      const style = styleOf(latest.current.cases, basemap);
      const locale = {
        'Map.Title': mapName,
        'NavigationControl.ZoomIn': zoomIn,
        'NavigationControl.ZoomOut': zoomOut,
      };
      const start = { center: [0, 30] as [number, number], zoom: 1 };
      map = new Maplibre({ container: place.current, style, ...start, attributionControl: false, locale });
    } catch {
      setMissing(true); // a browser that cannot draw it; the list says all
      return;
    }
    drawn.current = map;
    map.addControl(new NavigationControl({ showCompass: false }));
    map.once('load', () => {
      show(map, latest.current);
      map.once('idle', () => setBusy(false));
    });
    listen(map, (id) => latest.current.onOpen(id));
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const repaint = () => map.setStyle(styleOf(latest.current.cases, basemap));
    scheme.addEventListener('change', repaint);
    return () => {
      scheme.removeEventListener('change', repaint);
      drawn.current = undefined;
      map.remove();
    };
  }, [basemap, mapName, zoomIn, zoomOut]);
  if (isMissing) return <Banner tone="warn">{text('map.missing')}</Banner>;
  return <div ref={place} className={styles.map} role="application" aria-label={mapName} aria-busy={isBusy} />;
};

export default CaseMap;
