import { useNavigate } from '@tanstack/react-router';
import type { ECharts } from 'echarts/core';
import { Download, Image, Table2 } from 'lucide-react';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { Link } from 'react-aria-components/Link';
import { useIntl } from 'react-intl';
import type { ChartForm } from '#console/dashboards/chart.tsx';
import styles from '#console/dashboards/dashboards.module.css';
import { csvOfTable, type Drill, type FigureTable } from '#console/dashboards/figure-table.ts';
import { useText } from '#console/i18n/use-text.ts';
import { IconButton } from '#console/ui/button.tsx';
import { downloadFile } from '#console/ui/download.ts';
import { Card, Quiet, Row, Skeleton } from '#console/ui/surface.tsx';

// The library that draws comes when somebody looks at a chart.
const Chart = lazy(() => import('#console/dashboards/chart.tsx'));

/** Where the rows of a figure are listed. */
export const rowsHref = ({ for: kind, condition }: Drill): string =>
  `/dashboards/rows?${new URLSearchParams({ kind, condition: JSON.stringify(condition) })}`;

const TableOfFigures = ({ table }: { table: FigureTable }) => {
  const { formatNumber } = useIntl();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{table.rowsAre}</th>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ key, name, cells }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {table.columns.map((column, index) => {
                const cell = cells[index];
                return (
                  <td key={column}>
                    {cell?.drill ? (
                      <Link href={rowsHref(cell.drill)}>{formatNumber(cell.value)}</Link>
                    ) : (
                      cell && formatNumber(cell.value)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** A chart with its name: to be opened, shown as a table, and taken away as CSV or as a picture. */
export const FigureCard = ({
  title,
  table,
  form = 'bars',
}: {
  title: string;
  table: FigureTable;
  form?: ChartForm;
}) => {
  const text = useText();
  const navigate = useNavigate();
  const [isTable, setTable] = useState(false);
  const drawn = useRef<ECharts>(undefined);
  const keep = useCallback((chart: ECharts) => {
    drawn.current = chart;
  }, []);
  const isEmpty = table.rows.every(({ cells }) => cells.every((cell) => !cell || cell.value === 0));
  const picture = () => {
    const svg = drawn.current?.renderToSVGString();
    if (svg !== undefined) downloadFile(new File([svg], `${title}.svg`, { type: 'image/svg+xml' }));
  };
  return (
    <Card
      title={title}
      actions={
        <Row>
          <IconButton
            label={text(isTable ? 'dashboards.asChart' : 'dashboards.asTable')}
            size="small"
            onPress={() => setTable(!isTable)}
          >
            <Table2 aria-hidden />
          </IconButton>
          <IconButton
            label={text('dashboards.csv')}
            size="small"
            onPress={() => downloadFile(new File([`\uFEFF${csvOfTable(table)}`], `${title}.csv`, { type: 'text/csv' }))}
          >
            <Download aria-hidden />
          </IconButton>
          {!isTable && !isEmpty && (
            <IconButton label={text('dashboards.picture')} size="small" onPress={picture}>
              <Image aria-hidden />
            </IconButton>
          )}
        </Row>
      }
    >
      {isEmpty && <Quiet>{text('dashboards.nothing')}</Quiet>}
      {isTable && !isEmpty && <TableOfFigures table={table} />}
      {!isTable && !isEmpty && (
        <Suspense fallback={<Skeleton lines={4} />}>
          <Chart
            table={table}
            form={form}
            label={title}
            onOpen={(drill) => void navigate({ href: rowsHref(drill) })}
            onDrawn={keep}
          />
        </Suspense>
      )}
    </Card>
  );
};
