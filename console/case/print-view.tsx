import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { whenAnswered } from '#console/app/answered.ts';
import styles from '#console/case/case-page.module.css';
import { caseTabs } from '#console/case/case-tabs.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { isLoading, Row, Stack } from '#console/ui/surface.tsx';

type Parts = Readonly<Record<(typeof caseTabs)[number], ReactNode>>;

/** All parts of a case below each other, for paper: printed as soon as all of it is there. */
export const PrintView = ({ parts, onDone }: { parts: Parts; onDone: () => void }) => {
  const text = useText();
  const queries = useQueryClient();
  const isPrinted = useRef(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Effects run twice while one develops.
    if (isPrinted.current) return;
    isPrinted.current = true;
    void whenAnswered(queries, () => !!place.current && !isLoading(place.current)).then(() => window.print());
  }, [queries]);
  return (
    <div ref={place}>
      <Stack>
        <Row>
          <Button onPress={() => window.print()}>{text('case.act.print')}</Button>
          <Button look="quiet" onPress={onDone}>
            {text('action.back')}
          </Button>
        </Row>
        {caseTabs.map((tab) => (
          <section key={tab} className={styles.printed}>
            <h2>{text(`case.tab.${tab}`)}</h2>
            {parts[tab]}
          </section>
        ))}
      </Stack>
    </div>
  );
};
