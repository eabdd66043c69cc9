import styles from '#console/app/frame.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { Dialog } from '#console/ui/dialog.tsx';

/** Every key that does something, on any screen. */
export const KeysHelp = ({ onClose }: { onClose: () => void }) => {
  const text = useText();
  const to = (place: string) => text('help.go', { place });
  const keys: [string, string][] = [
    ['j', text('help.next')],
    ['k', text('help.previous')],
    ['Enter', text('help.open')],
    ['x', text('help.select')],
    ['c', text('help.claim')],
    ['s r d e a o', text('help.triage')],
    ['e', text('help.edit')],
    ['n', text('help.note')],
    ['Ctrl Enter', text('help.send')],
    ['/', text('help.search')],
    ['g w', to(text('nav.work'))],
    ['g a', to(text('nav.alerts'))],
    ['g c', to(text('nav.contacts'))],
    ['g d', to(text('nav.dashboards'))],
    ['g m', to(text('nav.map'))],
    ['?', text('help.this')],
  ];
  return (
    <Dialog title={text('help.title')} isOpen onClose={onClose}>
      <dl className={styles.keys}>
        {keys.map(([key, what]) => [
          <dt key={key}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={what}>{what}</dd>,
        ])}
      </dl>
    </Dialog>
  );
};
