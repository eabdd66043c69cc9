import { useQuery } from '@tanstack/react-query';
import { useApi } from '#console/app/context.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { countsQuery, type ViewSubject, viewsQuery } from '#console/records/views.ts';
import { type ListOfRecords, namedLists, ViewList } from '#console/work/view-list.tsx';

interface ViewLinksProps {
  of: ViewSubject;
  current: string;
  hrefOf: (view: string) => string;
  /** Lists beside those that are views. */
  more?: readonly ListOfRecords[];
}

/** The lists that somebody has, each with how much is in it. */
export const ViewLinks = ({ of, current, hrefOf, more = [] }: ViewLinksProps) => {
  const api = useApi();
  const text = useText();
  const word = useWord();
  const { data: views = [] } = useQuery(viewsQuery(api, of));
  const { data: counts } = useQuery(countsQuery(api, of));
  return (
    <ViewList
      lists={[...namedLists(views, word), ...more]}
      current={current}
      hrefOf={hrefOf}
      counts={counts}
      text={text}
    />
  );
};
