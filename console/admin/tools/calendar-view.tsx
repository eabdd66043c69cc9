import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useLabel } from '#console/admin/form/form-context.ts';
import { isObject } from '#console/admin/schema/json.ts';
import { hoursOf, intervalsIn, type Month, weekdays, yearOf } from '#console/admin/tools/calendar-days.ts';
import styles from '#console/admin/tools/calendar-week.module.css';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import { serverNow } from '#console/app/server-clock.ts';
import { useText } from '#console/i18n/use-text.ts';
import { IconButton } from '#console/ui/button.tsx';
import { classes } from '#console/ui/classes.ts';
import { Card, Stack } from '#console/ui/surface.tsx';

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;

/** What a day of the week is called in little room. */
const useDayName = () => {
  const intl = useIntl();
  const monday = Date.UTC(2024, 0, 1);
  return (index: number, weekday: 'short' | 'narrow'): string =>
    intl.formatDate(monday + index * 86_400_000, { weekday, timeZone: 'UTC' });
};

/** The hours of a usual week, as they lie on the days. */
const Week = ({ draft }: Pick<ToolProps, 'draft'>) => {
  const { word } = useLabel();
  const text = useText();
  const dayName = useDayName();
  const week = isObject(draft.draft.week) ? draft.draft.week : {};
  const { from: top, to: bottom } = hoursOf(week);
  const length = bottom - top;
  return (
    <div className={styles.week}>
      {weekdays.map((weekday, index) => {
        const intervals = intervalsIn(week[weekday]);
        return (
          <div key={weekday} className={styles.day}>
            <abbr title={word(weekday)}>{dayName(index, 'short')}</abbr>
            <div className={styles.hours}>
              {intervals.map(({ from, to, begins, ends }) => (
                <span
                  key={from}
                  className={styles.interval}
                  style={{
                    insetBlockStart: percent((begins - top) / length),
                    height: percent((ends - begins) / length),
                  }}
                >
                  {from}–{to}
                </span>
              ))}
            </div>
            {intervals.length === 0 && <span className="visually-hidden">{text('admin.free')}</span>}
          </div>
        );
      })}
    </div>
  );
};

const MonthDays = ({ month }: { month: Month }) => {
  const intl = useIntl();
  const dayName = useDayName();
  const { word } = useLabel();
  return (
    <section className={styles.month}>
      <h3>{intl.formatDate(month.first, { month: 'long', timeZone: 'UTC' })}</h3>
      <div className={styles.days}>
        {weekdays.map((weekday, index) => (
          <abbr key={weekday} title={word(weekday)}>
            {dayName(index, 'narrow')}
          </abbr>
        ))}
        {month.days.map(({ date, day, kind, name }, index) => (
          <span
            key={date}
            className={classes(styles.date, kind !== 'free' && styles[kind])}
            style={index === 0 ? { gridColumnStart: month.offset + 1 } : {}}
            title={name}
          >
            {day}
            {name !== undefined && <span className="visually-hidden"> {name}</span>}
          </span>
        ))}
      </div>
    </section>
  );
};

/** A calendar as it is written now: its week, and a year with its holidays. */
export const CalendarView = ({ draft }: ToolProps) => {
  const text = useText();
  const [year, setYear] = useState(() => new Date(serverNow()).getUTCFullYear());
  return (
    <Stack>
      <Card title={text('admin.week')}>
        <Week draft={draft} />
      </Card>
      <Card
        title={String(year)}
        actions={
          <div className={styles.head}>
            <IconButton size="small" label={String(year - 1)} onPress={() => setYear(year - 1)}>
              <ChevronLeft aria-hidden />
            </IconButton>
            <IconButton size="small" label={String(year + 1)} onPress={() => setYear(year + 1)}>
              <ChevronRight aria-hidden />
            </IconButton>
          </div>
        }
      >
        <div className={styles.legend}>
          <span className={styles.worked}>{text('admin.worked')}</span>
          <span className={styles.short}>{text('admin.shortDay')}</span>
          <span className={styles.holiday}>{text('admin.holiday')}</span>
        </div>
        <div className={styles.year}>
          {yearOf(draft.draft, year).map((month) => (
            <MonthDays key={month.first} month={month} />
          ))}
        </div>
      </Card>
    </Stack>
  );
};
