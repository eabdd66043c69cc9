import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import styles from '#console/ui/tabs.module.css';

export interface TabPart {
  id: string;
  name: ReactNode;
  content: ReactNode;
}

/** Parts of a page of which one is shown; the caller keeps which, best in the address. */
export const Tabs = ({
  label,
  parts,
  value,
  onChange,
}: {
  label: string;
  parts: readonly TabPart[];
  value: string;
  onChange: (id: string) => void;
}) => (
  <AriaTabs selectedKey={value} onSelectionChange={(key) => onChange(String(key))} className={styles.tabs ?? ''}>
    <TabList aria-label={label} className={styles.list ?? ''}>
      {parts.map(({ id, name }) => (
        <Tab key={id} id={id} className={styles.tab ?? ''}>
          {name}
        </Tab>
      ))}
    </TabList>
    {parts.map(({ id, content }) => (
      <TabPanel key={id} id={id} className={styles.panel ?? ''}>
        {content}
      </TabPanel>
    ))}
  </AriaTabs>
);
